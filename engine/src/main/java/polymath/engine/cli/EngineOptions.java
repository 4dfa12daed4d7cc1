package polymath.engine.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import polymath.engine.api.CachePolicy;
import polymath.engine.api.LoadOptions;
import polymath.engine.prefix.PrefixStore;

/// How the model is loaded.
final class EngineOptions {
    @Option(names = "--context", paramLabel = "N", description = "Longest conversation in tokens. Default: what fits.")
    private int context;

    @Option(names = "--threads", paramLabel = "N", description = "Compute threads. Default: one per physical core.")
    private int threads;

    @Option(
            names = "--cache",
            paramLabel = "FOLDER",
            description = "Keep what was read in this folder, so that it is ready next time. Default: nothing is kept.")
    private @Nullable Path cache;

    private final UUID run = UUID.randomUUID();

    @Mixin
    private GpuOptions gpu = new GpuOptions();

    /// Where what was read is kept.
    Optional<PrefixStore> prefixes() {
        if (cache != null && Files.exists(cache) && !Files.isDirectory(cache))
            throw new UsageException("--cache needs a folder, and %s is a file", cache);
        return Optional.ofNullable(cache).map(folder -> new PrefixStore(folder, PrefixStore.Limits.DEFAULT));
    }

    /// What may be kept there of a prompt: each run of the command line is an owner.
    CachePolicy policy() {
        return cache == null ? CachePolicy.LEAVE_NOTHING : CachePolicy.whileRoom("command line " + run);
    }

    LoadOptions options() {
        if (context < 0) throw new UsageException("--context must be positive, got %d", context);
        if (threads < 0) throw new UsageException("--threads must be positive, got %d", threads);
        return new LoadOptions(context, threads, LoadOptions.DEFAULT.kvType(), gpu.use());
    }
}
