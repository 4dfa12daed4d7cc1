package polymath.engine.cuda.ptx;

import java.lang.foreign.MemorySegment;

/// A kernel with its grid and the values of its parameters.
///
/// @param sharedBytes beside what the kernel declares
/// @param parameters as the kernel lays them out
/// @param lastFirst begins with the last block, and in it with the last warp
public record Launch(
        Kernel kernel,
        int blocksX,
        int blocksY,
        int blocksZ,
        int threads,
        int sharedBytes,
        MemorySegment parameters,
        DeviceMemory memory,
        boolean lastFirst) {

    /// Runs all blocks, one after the other.
    ///
    /// @return how many instructions all threads executed
    public long run() {
        if (kernel.mostThreads() > 0 && threads > kernel.mostThreads())
            throw new PtxError("kernel %s: %d threads in a block, at most %d"
                    .formatted(kernel.name(), threads, kernel.mostThreads()));
        Block block = new Block(this, kernel.code().toArray(Instruction[]::new));
        int blocks = blocksX * blocksY * blocksZ;
        for (int i = 0; i < blocks; i++) block.run(lastFirst ? blocks - 1 - i : i);
        return block.executed();
    }

    /// What is declared and what is added.
    public int allSharedBytes() {
        return kernel.sharedBytes(sharedBytes);
    }
}
