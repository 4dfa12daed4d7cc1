package polymath.engine.cuda.ptx;

import java.util.Optional;

/// Registers that tell a thread where it is. Source: PTX ISA, "Special Registers". Grids of ours have threads in one
/// dimension only.
enum Special {
    TID_X("%tid.x"),
    TID_Y("%tid.y"),
    TID_Z("%tid.z"),
    NTID_X("%ntid.x"),
    NTID_Y("%ntid.y"),
    NTID_Z("%ntid.z"),
    CTAID_X("%ctaid.x"),
    CTAID_Y("%ctaid.y"),
    CTAID_Z("%ctaid.z"),
    NCTAID_X("%nctaid.x"),
    NCTAID_Y("%nctaid.y"),
    NCTAID_Z("%nctaid.z"),
    LANE("%laneid"),
    WARP("%warpid"),
    WARPS("%nwarpid"),
    LANES_EQ("%lanemask_eq"),
    LANES_LT("%lanemask_lt"),
    LANES_LE("%lanemask_le"),
    LANES_GT("%lanemask_gt"),
    LANES_GE("%lanemask_ge"),
    DYNAMIC_SHARED("%dynamic_smem_size");

    private final String register;

    Special(String register) {
        this.register = register;
    }

    static Optional<Special> find(String register) {
        for (Special special : values()) if (special.register.equals(register)) return Optional.of(special);
        return Optional.empty();
    }

    int value(Block block, int warp, int lane) {
        Launch launch = block.launch();
        return switch (this) {
            case TID_X -> warp * Warp.LANES + lane;
            case TID_Y, TID_Z -> 0;
            case NTID_X -> launch.threads();
            case NTID_Y, NTID_Z -> 1;
            case CTAID_X -> block.x();
            case CTAID_Y -> block.y();
            case CTAID_Z -> block.z();
            case NCTAID_X -> launch.blocksX();
            case NCTAID_Y -> launch.blocksY();
            case NCTAID_Z -> launch.blocksZ();
            case LANE -> lane;
            case WARP -> warp;
            case WARPS -> (launch.threads() + Warp.LANES - 1) / Warp.LANES;
            case LANES_EQ -> 1 << lane;
            case LANES_LT -> (1 << lane) - 1;
            case LANES_LE -> (2 << lane) - 1;
            case LANES_GT -> -2 << lane;
            case LANES_GE -> -1 << lane;
            case DYNAMIC_SHARED -> launch.sharedBytes();
        };
    }
}
