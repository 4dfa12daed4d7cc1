package polymath.engine.cuda;

/// Blocks of a launch, and threads of a block.
public record Grid(int blocksX, int blocksY, int blocksZ, int threads) {
    public Grid {
        if (blocksX < 1 || blocksY < 1 || blocksZ < 1 || blocksY > 65_535 || blocksZ > 65_535)
            throw new IllegalArgumentException("no grid of %d x %d x %d blocks".formatted(blocksX, blocksY, blocksZ));
        if (threads < 1 || threads > 1_024)
            throw new IllegalArgumentException("a block has 1 to 1024 threads, got " + threads);
    }

    public static Grid of(int blocks, int threads) {
        return new Grid(blocks, 1, 1, threads);
    }

    public static Grid of(int blocksX, int blocksY, int threads) {
        return new Grid(blocksX, blocksY, 1, threads);
    }
}
