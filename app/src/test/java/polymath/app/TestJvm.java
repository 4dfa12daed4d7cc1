package polymath.app;

import com.google.gson.Gson;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.beans.value.ObservableValue;
import org.sqlite.JDBC;
import polymath.engine.api.Message;

/// Runs main classes of the tests in a JVM of their own, on the class path.
public final class TestJvm {
    private TestJvm() {}

    public static List<String> command(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                Stream.concat(
                                Stream.of(Path.of("target", "test-classes"), Path.of("target", "classes")),
                                Stream.of(Message.class, Gson.class, JDBC.class, ObservableValue.class)
                                        .map(TestJvm::location))
                        .map(path -> path.toAbsolutePath().toString())
                        .collect(Collectors.joining(System.getProperty("path.separator"))),
                main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /// The same for a main class that opens a window, without a display, on all that this JVM was started with.
    public static List<String> window(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-Dglass.platform=Headless",
                "-Dprism.order=sw",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                Stream.of(
                                Path.of("target", "test-classes")
                                        .toAbsolutePath()
                                        .toString(),
                                System.getProperty("jdk.module.path", ""),
                                System.getProperty("java.class.path"))
                        .filter(path -> !path.isEmpty())
                        .collect(Collectors.joining(System.getProperty("path.separator"))),
                main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    private static Path location(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
