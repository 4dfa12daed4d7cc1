package polymath.engine.model;

import static polymath.engine.model.DeviceWorkspace.Piece.NARROW;
import static polymath.engine.model.DeviceWorkspace.Piece.TILE;

import polymath.engine.cuda.Cublas;
import polymath.engine.cuda.DeviceMatrix;
import polymath.engine.cuda.DevicePlace;
import polymath.engine.cuda.Element;

/// Products of activations with weights on a card, in its two ways. Reading takes many tokens: a matrix becomes halves
/// in a tile, and is multiplied by cuBLAS, or by our own kernel where there is none. Writing takes few: our kernels
/// multiply with the blocks as they are, by activations in 8 bits.
///
/// Belongs to the driver's thread.
final class DeviceProducts {
    private final Device device;
    private final DeviceWorkspace workspace;

    DeviceProducts(Device device, DeviceWorkspace workspace) {
        this.device = device;
        this.workspace = workspace;
    }

    /// Whether a step of `n` tokens is read, and not written.
    boolean reads(int n) {
        return device.half() == Element.F32 || n > DeviceWorkspace.MOST_WRITTEN;
    }

    /// `y = x · wᵀ + bias` with several `w`, of which [#narrow] has prepared the input: `y` [n, rows].
    void linear(DeviceWeights.Linear linear, DevicePlace x, DevicePlace y, int n) {
        if (!reads(n)) {
            write(linear, x, y, n, device.compute());
            return;
        }
        DeviceMatrix w = linear.weight();
        multiply(w, workspace.at(NARROW), y, n);
        device.kernels().tokens().addBias(y, linear.bias(), n, w.rows(), device.compute());
    }

    /// [#linear] of a step that writes, on any stream.
    void write(DeviceWeights.Linear linear, DevicePlace x, DevicePlace y, int n, long stream) {
        DeviceMatrix w = linear.weight();
        device.kernels().weights().linear(w, linear.bias(), input(w, x), y, n, false, stream);
    }

    /// Prepares `x` [n, cols] for products: as halves, or in 8 bits.
    void narrow(DevicePlace x, int n, int cols) {
        long stream = device.compute();
        if (!reads(n)) device.kernels().weights().quantizeRows(x, workspace.at(NARROW), n, cols, stream);
        else halves(x, workspace.at(NARROW), (long) n * cols);
    }

    /// `x` as halves.
    private void halves(DevicePlace x, DevicePlace out, long count) {
        if (device.half() == Element.F32)
            device.driver()
                    .copy(
                            out.buffer().address(out.at(), 4 * count),
                            x.buffer().address(x.at(), 4 * count),
                            4 * count,
                            device.compute());
        else device.kernels().tokens().convert(x, device.half(), out, count, device.compute());
    }

    /// `y = x · wᵀ` where `x` [n, cols] are halves.
    void multiply(DeviceMatrix w, DevicePlace x, DevicePlace y, int n) {
        long stream = device.compute();
        Element half = device.half();
        DevicePlace tile = workspace.at(TILE);
        device.kernels().weights().dequantize(w, half, tile, stream);
        if (half == Element.F32 || device.cublas().isEmpty()) {
            device.kernels().weights().matmul(half, x, tile, y, n, w.rows(), w.cols(), stream);
            return;
        }
        device.cublas()
                .get()
                .multiply(
                        half == Element.BF16 ? Cublas.Half.BF16 : Cublas.Half.F16,
                        n,
                        w.rows(),
                        w.cols(),
                        x.buffer().address(x.at(), 2L * n * w.cols()),
                        tile.buffer().address(tile.at(), 2L * w.rows() * w.cols()),
                        y.buffer().address(y.at(), 4L * n * w.rows()),
                        stream);
    }

    /// What a product that writes takes: rows in 8 bits, or the floats themselves.
    DevicePlace input(DeviceMatrix w, DevicePlace x) {
        return w.takesQuantizedRows() ? workspace.at(NARROW) : x;
    }

    /// Logits of one token, `h` [dim], whatever the step was.
    void logits(DeviceWeights.Linear output, DevicePlace h, DevicePlace logits) {
        long stream = device.compute();
        DeviceMatrix w = output.weight();
        if (device.half() != Element.F32) {
            device.kernels().weights().quantizeRows(h, workspace.at(NARROW), 1, w.cols(), stream);
            device.kernels().weights().linear(w, output.bias(), input(w, h), logits, 1, false, stream);
            return;
        }
        // The vocabulary is too large for the tile.
        int most = Math.toIntExact(tileRows(w));
        for (int row = 0; row < w.rows(); row += most) {
            int rows = Math.min(most, w.rows() - row);
            DevicePlace part = logits.plus(4L * row);
            multiply(w.slice(row, rows), h, part, 1);
            device.kernels().tokens().addBias(part, output.bias().plus(4L * row), 1, rows, stream);
        }
    }

    private long tileRows(DeviceMatrix w) {
        // a tile holds at least [dim, dim]
        return Math.min(w.rows(), w.cols());
    }
}
