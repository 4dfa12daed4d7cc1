package polymath.engine.cuda.ptx;

/// What is done to a place in memory.
enum Use {
    READ("read"),
    WRITE("write"),
    ATOMIC("atomic access");

    private final String text;

    Use(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
