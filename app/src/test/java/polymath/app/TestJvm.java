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
        Stream<Path> path = Stream.concat(
                Stream.of(Path.of("target", "test-classes"), Path.of("target", "classes")),
                Stream.of(Message.class, Gson.class, JDBC.class, ObservableValue.class)
                        .map(TestJvm::location));
        return command(List.of("-Xmx256m"), path.map(p -> p.toAbsolutePath().toString()), main, arguments);
    }

    /// The same for a main class that opens a window, without a display, on all that this JVM was started with.
    public static List<String> window(Class<?> main, String... arguments) {
        Stream<String> path = Stream.of(
                Path.of("target", "test-classes").toAbsolutePath().toString(),
                System.getProperty("jdk.module.path", ""),
                System.getProperty("java.class.path"));
        return command(
                List.of("-Xmx512m", "-Dglass.platform=Headless", "-Dprism.order=sw"),
                path.filter(p -> !p.isEmpty()),
                main,
                arguments);
    }

    private static List<String> command(List<String> flags, Stream<String> path, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED", "-cp"));
        command.add(path.collect(Collectors.joining(System.getProperty("path.separator"))));
        command.add(main.getName());
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
