package polymath.engine.cuda.ptx;

/// One instruction of a kernel, ready to run.
///
/// @param guard row of the predicate that says which lanes take part; -1 if all do
record Instruction(int line, int guard, boolean negated, Body body) {
    /// What it does, for the lanes of a warp that have their bit set. There is at least one.
    interface Body {
        void execute(Warp warp, int lanes);
    }

    int lanes(Warp warp, int active) {
        if (guard < 0) return active;
        int set = warp.predicate(guard);
        return active & (negated ? ~set : set);
    }
}
