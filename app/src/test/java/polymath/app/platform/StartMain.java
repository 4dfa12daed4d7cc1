package polymath.app.platform;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;

/// A start of the program without its window. Arguments: the folder, then the paths to open. Prints `first` and then
/// each path
/// that others hand over, until its input ends; or `handed over`.
final class StartMain {
    private StartMain() {}

    public static void main(String[] arguments) throws Exception {
        List<Path> paths = Arrays.stream(arguments).skip(1).map(Path::of).toList();
        Optional<SingleInstance> first = SingleInstance.claim(Path.of(arguments[0]), paths);
        if (first.isEmpty()) {
            System.out.println("handed over");
            return;
        }
        System.out.println("first");
        first.get().listen(Executors.newVirtualThreadPerTaskExecutor(), opened -> opened.forEach(System.out::println));
        int ignored = System.in.read();
        first.get().close();
        System.exit(0);
    }
}
