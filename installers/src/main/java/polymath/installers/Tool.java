package polymath.installers;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;

/// Runs the JDK's tools in this process, and programs in their own.
final class Tool {
    private Tool() {}

    /// What the tool printed.
    ///
    /// @param name such as `jlink`
    /// @throws PackagingException if it is not there or fails
    static String run(String name, List<String> arguments) {
        ToolProvider tool = ToolProvider.findFirst(name)
                .orElseThrow(() -> new PackagingException("this Java has no " + name + ": use a whole JDK 25"));
        StringWriter out = new StringWriter();
        PrintWriter writer = new PrintWriter(out);
        int status = tool.run(writer, writer, arguments.toArray(String[]::new));
        writer.flush();
        if (status != 0)
            throw new PackagingException(
                    name + " failed with status " + status + ": " + String.join(" ", arguments) + "\n" + out);
        return out.toString();
    }

    /// Runs a program to its end.
    ///
    /// @param log what it prints goes there
    /// @throws PackagingException if it fails or takes longer than three minutes
    static void start(List<String> command, Path log) {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(3, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new PackagingException("not ended after three minutes: " + String.join(" ", command));
            }
            if (process.exitValue() != 0)
                throw new PackagingException("ended with status " + process.exitValue() + ": "
                        + String.join(" ", command) + "\n" + Folders.tail(log));
        } catch (IOException e) {
            throw new PackagingException("cannot run " + command.getFirst() + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PackagingException("interrupted");
        }
    }
}
