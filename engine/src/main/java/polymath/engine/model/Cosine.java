package polymath.engine.model;

/// How alike two rows of logits are, whatever their size.
public final class Cosine {
    private Cosine() {}

    /// Of `a` and `b`, `length` numbers from `at` on; -1 where it is no number, which is no likeness.
    public static double of(float[] a, float[] b, int at, int length) {
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = at; i < at + length; i++) {
            ab += (double) a[i] * b[i];
            aa += (double) a[i] * a[i];
            bb += (double) b[i] * b[i];
        }
        double cosine = ab / Math.sqrt(aa * bb);
        return Double.isNaN(cosine) ? -1 : cosine;
    }
}
