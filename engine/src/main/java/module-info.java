import org.jspecify.annotations.NullMarked;

/// The engine: reads a GGUF file of Phi-3.5-MoE, computes it, and talks in [polymath.engine.api] messages.
///
/// `jdk.incubator.vector` is optional on purpose: a JVM that resolves it loses its archived module graph, so only the
/// engine host and the command line ask for it (`--add-modules jdk.incubator.vector`).
@NullMarked
module polymath.engine {
    requires static jdk.incubator.vector;
    requires static transitive org.jspecify;
    requires com.google.gson;
    requires info.picocli;
    requires java.logging;
    requires java.management;
    requires jdk.management;

    exports polymath.engine;
    exports polymath.engine.api;

    opens polymath.engine.cli to
            com.google.gson,
            info.picocli;
    opens polymath.engine.model to
            com.google.gson;
    opens polymath.engine.api to
            com.google.gson;
}
