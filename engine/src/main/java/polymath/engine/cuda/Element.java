package polymath.engine.cuda;

/// How a number lies in the device's memory where it is no part of a block.
public enum Element {
    F32(4),
    F16(2),
    BF16(2);

    private final int bytes;

    Element(int bytes) {
        this.bytes = bytes;
    }

    public int bytes() {
        return bytes;
    }

    /// What a kernel for it ends its name with.
    String suffix() {
        return switch (this) {
            case F32 -> "_f32";
            case F16 -> "_f16";
            case BF16 -> "_bf16";
        };
    }
}
