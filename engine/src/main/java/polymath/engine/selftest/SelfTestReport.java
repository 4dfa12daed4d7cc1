package polymath.engine.selftest;

import java.util.List;
import java.util.Optional;
import polymath.engine.cuda.DeviceCheck;

/// All that a self-test found.
///
/// @param processor what the card was compared with, such as `512-bit vectors, 8 threads`
/// @param cublas major version and what it multiplies; empty if there is none
/// @param products by cuBLAS, see [Product]
public record SelfTestReport(
        String card,
        String processor,
        DeviceCheck.Copies copies,
        Optional<String> cublas,
        List<Product> products,
        List<KernelFinding> kernels,
        List<ModelFinding> models) {

    /// `[n, size] · [size, size]ᵀ`.
    public record Product(int n, int size, DeviceCheck.Products result) {}

    public boolean right() {
        return copies.right()
                && products.stream().allMatch(p -> p.result().right())
                && kernels.stream().allMatch(KernelFinding::right)
                && models.stream().allMatch(ModelFinding::right);
    }

    /// Operations a second of the fastest product; 0 if there is none.
    public double ceiling() {
        return products.stream().mapToDouble(p -> p.result().operations()).max().orElse(0);
    }
}
