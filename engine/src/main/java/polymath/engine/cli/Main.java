package polymath.engine.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import polymath.engine.Failures;
import polymath.engine.api.Failure;
import polymath.engine.api.FailureCode;

/// The command line. Results go to standard output, progress and complaints to standard error; exit status 0 is done,
/// 1 an internal error, 2 wrong usage or unusable input with one line that says what, where and what to do.
@Command(
        name = "polymath-engine",
        description = "Runs Phi-3.5-MoE from a GGUF file.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        scope = CommandLine.ScopeType.INHERIT,
        subcommands = {
            Generate.class,
            Chat.class,
            Summarize.class,
            Trace.class,
            Tokenize.class,
            Detokenize.class,
            Inspect.class,
            Bench.class,
            Verify.class,
            GpuInfo.class,
            GpuSelftest.class
        })
public final class Main {
    private static final PrintStream OUT =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    private static final PrintStream ERR =
            new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);

    /// Held so that its level holds: a logger that nobody holds is forgotten.
    private static final Logger LOGGER = Logger.getLogger("polymath");

    private Main() {}

    public static void main(String[] arguments) {
        LOGGER.setLevel(Level.WARNING); // standard error is for the person at the terminal
        System.exit(run(arguments));
    }

    /// Runs one command and returns its exit status.
    static int run(String... arguments) {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(OUT, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(ERR, true, StandardCharsets.UTF_8))
                .setExecutionExceptionHandler((thrown, command, parsed) -> complain(thrown))
                .setParameterExceptionHandler((thrown, args) -> {
                    err("polymath: " + thrown.getMessage() + " (--help shows how)");
                    return 2;
                })
                .execute(arguments);
    }

    private static int complain(Throwable thrown) {
        if (thrown instanceof UsageException usage) {
            err("polymath: " + usage.getMessage());
            return 2;
        }
        Failure failure = Failures.of(thrown, Path.of("the model"));
        if (failure.code() == FailureCode.INTERNAL)
            System.getLogger(Main.class.getName()).log(System.Logger.Level.ERROR, "internal error", thrown);
        err("polymath: " + failure.english());
        return failure.code() == FailureCode.INTERNAL ? 1 : 2;
    }

    /// Prints one line of results.
    static void out(String line) {
        OUT.println(line);
    }

    /// Prints text of a result as it comes, without a line break.
    static void stream(String text) {
        OUT.print(text);
        OUT.flush();
    }

    /// Prints one line for the person at the terminal.
    static void err(String line) {
        ERR.println(line);
    }

    /// The version from the module's jar.
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getModule().getDescriptor() == null
                    ? "development"
                    : Main.class.getModule().getDescriptor().rawVersion().orElse("development");
            return new String[] {"polymath-engine " + version};
        }
    }
}
