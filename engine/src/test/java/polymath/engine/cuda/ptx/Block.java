package polymath.engine.cuda.ptx;

import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// The threads of a block, one block of a launch after the other.
final class Block {
    private final Launch launch;
    private final SharedMemory shared;
    private final byte[] parameters;
    private final List<Warp> warps = new ArrayList<>();
    private int index;

    Block(Launch launch, Instruction[] code) {
        this.launch = launch;
        parameters = launch.parameters().toArray(ValueLayout.JAVA_BYTE);
        shared = new SharedMemory(launch.allSharedBytes(), launch.kernel().sharedUnit());
        for (int first = 0; first < launch.threads(); first += Warp.LANES)
            warps.add(new Warp(this, launch.kernel(), code, first / Warp.LANES));
        if (launch.lastFirst()) Collections.reverse(warps);
    }

    Launch launch() {
        return launch;
    }

    SharedMemory shared() {
        return shared;
    }

    byte[] parameters() {
        return parameters;
    }

    int x() {
        return index % launch.blocksX();
    }

    int y() {
        return index / launch.blocksX() % launch.blocksY();
    }

    int z() {
        return index / launch.blocksX() / launch.blocksY();
    }

    long executed() {
        return warps.stream().mapToLong(Warp::executed).sum();
    }

    void run(int block) {
        index = block;
        shared.begin();
        warps.forEach(Warp::begin);
        List<Warp> ready = warps;
        while (!ready.isEmpty()) {
            ready.forEach(Warp::run);
            ready = passBarrier();
        }
    }

    /// Warps that go on because all threads came to their barrier.
    private List<Warp> passBarrier() {
        List<Warp> blocked = warps.stream().filter(Warp::isBlocked).toList();
        if (blocked.isEmpty()) return blocked;
        List<Warp> ready = new ArrayList<>();
        for (Warp warp : blocked) {
            List<Warp> here =
                    blocked.stream().filter(w -> w.barrier() == warp.barrier()).toList();
            int came = here.stream().mapToInt(Warp::liveThreads).sum();
            int expected = warp.barrierThreads() == 0 ? launch.threads() : warp.barrierThreads();
            if (came == expected) ready.add(warp);
        }
        if (ready.isEmpty()) {
            int left = launch.threads()
                    - warps.stream().mapToInt(Warp::liveThreads).sum();
            Warp first = blocked.getFirst();
            throw first.fault(
                    1,
                    "waits at barrier %d for threads that never come: of %d, %d have left the kernel"
                            .formatted(first.barrier(), launch.threads(), left));
        }
        shared.passBarrier();
        return ready;
    }
}
