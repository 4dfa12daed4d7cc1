package polymath.installers;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Makes the packages of the system it runs on: `Main MODULES READER ASSETS OUT VERSION TIME [TYPE ...]`.
///
/// A Java of its own, with Polymath in it; archives that let it start quickly; what lies beside; then a folder that
/// runs
/// from anywhere, and packages of it with their sums.
final class Main {
    private static final String ASSOCIATION =
            "extension=gguf\nmime-type=application/x-gguf\ndescription=Model of Polymath\n";

    private final Inputs inputs;
    private final Target target;
    private final Instant time;
    private final PrintStream say;

    private Main(Inputs inputs, Target target, Instant time, PrintStream say) {
        this.inputs = inputs;
        this.target = target;
        this.time = time;
        this.say = say;
    }

    static void main(String[] arguments) throws IOException {
        if (arguments.length < 6) {
            System.err.println("usage: MODULES READER ASSETS OUT VERSION TIME [TYPE ...]");
            System.exit(2);
        }
        try {
            Inputs inputs = new Inputs(
                    Path.of(arguments[0]),
                    Path.of(arguments[1]),
                    Path.of(arguments[2]),
                    Path.of(arguments[3]),
                    arguments[4]);
            Target target = Target.current();
            List<String> wanted = List.of(arguments).subList(6, arguments.length);
            new Main(inputs, target, Instant.parse(arguments[5]), System.out)
                    .make(wanted.isEmpty() ? target.types() : wanted);
        } catch (PackagingException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private void make(List<String> types) throws IOException {
        for (String type : types)
            if (!target.types().contains(type))
                throw new PackagingException("no ." + type + " is made on this system; there are " + target.types());
        Path work = Folders.empty(inputs.work());
        say.println("linking the runtime");
        Path runtime = RuntimeImage.link(inputs, target);
        Payload payload = Payload.gather(inputs, target);
        say.println("starting it once, for quicker starts");
        StartArchive.make(runtime, payload, inputs, target);
        Path resources = Resources.unpack(target, work.resolve("resources"));
        Jpackage jpackage = new Jpackage(
                target,
                target.version(inputs.version()),
                resources,
                Icons.write(inputs.assets().resolve("icons"), work, target),
                Optional.ofNullable(System.getenv("POLYMATH_MAC_SIGNER")).filter(name -> !name.isBlank()));
        Path commandLine =
                Files.writeString(work.resolve("polymath-engine.properties"), Launchers.commandLineProperties(target));
        Path association = Files.writeString(work.resolve("gguf.properties"), ASSOCIATION);
        say.println("making the folder that runs from anywhere");
        Path images = Folders.empty(work.resolve("image"));
        Tool.run("jpackage", jpackage.image(runtime, payload, commandLine, images));
        Path image = Folders.only(images);
        Path licence = payload.folder().resolve("licences").resolve("LICENSE");
        for (String type : types) {
            say.println("packing ." + type);
            if (type.equals("tar.gz")) {
                Portable.write(
                        image,
                        inputs.out().resolve("polymath-" + jpackage.version() + "-linux.tar.gz"),
                        time.getEpochSecond());
            } else {
                Tool.run("jpackage", jpackage.installer(type, image, association, licence, inputs.out()));
            }
        }
        sums();
    }

    private void sums() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (Path file : Folders.files(
                inputs.out(), name -> target.types().stream().anyMatch(type -> name.endsWith("." + type)))) {
            lines.append(sha256(file)).append("  ").append(Folders.name(file)).append('\n');
            say.printf("%s: %.1f MB%n", Folders.name(file), Files.size(file) / 1e6);
        }
        Files.writeString(inputs.out().resolve("SHA256SUMS"), lines, StandardCharsets.US_ASCII);
    }

    static String sha256(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) digest.update(buffer, 0, n);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
