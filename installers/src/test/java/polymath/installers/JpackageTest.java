package polymath.installers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JpackageTest {
    private static final Payload PAYLOAD = new Payload(Path.of("payload"), "libsqlitejdbc.so");

    private static Jpackage on(Target target) {
        return new Jpackage(
                target, "1.2.3", Path.of("resources"), Path.of("icon." + target.iconExtension()), Optional.empty());
    }

    private static List<String> installer(Target target, String type) {
        return on(target)
                .installer(type, Path.of("image"), Path.of("gguf.properties"), Path.of("LICENSE"), Path.of("out"));
    }

    private static String after(List<String> arguments, String option) {
        assertThat(arguments).contains(option);
        return arguments.get(arguments.indexOf(option) + 1);
    }

    @ParameterizedTest
    @EnumSource
    void theWindowStartsWithItsArchiveAndWhatLiesBeside(Target target) {
        List<String> arguments = on(target).image(Path.of("runtime"), PAYLOAD, Path.of("cli"), Path.of("out"));
        assertThat(after(arguments, "--type")).isEqualTo("app-image");
        assertThat(after(arguments, "--module")).isEqualTo("polymath.app/polymath.app.Main");
        assertThat(after(arguments, "--icon")).endsWith(target.iconExtension());
        assertThat(after(arguments, "--add-launcher")).isEqualTo("polymath-engine=cli");
        assertThat(arguments)
                .contains(
                        "-XX:AOTCache=$APPDIR/ui.aot",
                        "-Xms32m", // else as much as the computer's memory suggests
                        "-Dpolymath.demo=$APPDIR/polymath-demo.gguf",
                        "-Dpolymath.reader=$APPDIR/reader",
                        "-Dorg.sqlite.lib.name=libsqlitejdbc.so");
    }

    @ParameterizedTest
    @EnumSource
    void modelFilesAreOpenedWithPolymath(Target target) {
        for (String type : target.types())
            if (!type.equals("tar.gz")) {
                List<String> arguments = installer(target, type);
                assertThat(after(arguments, "--type")).isEqualTo(type);
                assertThat(after(arguments, "--file-associations")).isEqualTo("gguf.properties");
                assertThat(after(arguments, "--app-version")).isEqualTo("1.2.3");
                assertThat(after(arguments, "--app-image")).isEqualTo("image");
            }
    }

    @Test
    void anRpmNamesItsLicenceAndLibraries() {
        assertThat(after(installer(Target.LINUX, "rpm"), "--linux-rpm-license-type"))
                .isEqualTo("MIT");
        assertThat(after(installer(Target.LINUX, "rpm"), "--linux-package-deps"))
                .contains("libgtk-3.so.0()(64bit)");
        assertThat(installer(Target.LINUX, "deb")).doesNotContain("--linux-package-deps");
    }

    @Test
    void eachSystemIsToldItsOwn() {
        assertThat(installer(Target.WINDOWS, "msi"))
                .contains("--win-per-user-install", "--win-menu", "--win-upgrade-uuid");
        assertThat(installer(Target.MACOS, "dmg")).contains("--mac-package-identifier");
        assertThat(installer(Target.LINUX, "deb")).contains("--linux-shortcut", "--linux-menu-group");
        assertThat(installer(Target.LINUX, "deb")).noneMatch(a -> a.startsWith("--win") || a.startsWith("--mac"));
        assertThat(installer(Target.WINDOWS, "msi")).noneMatch(a -> a.startsWith("--linux") || a.startsWith("--mac"));
    }

    @Test
    void whoHasACertificateSignsOnMacos() {
        Jpackage signed = new Jpackage(
                Target.MACOS, "1.2.3", Path.of("resources"), Path.of("icon.icns"), Optional.of("Ada Lovelace"));
        List<String> image = signed.image(Path.of("runtime"), PAYLOAD, Path.of("cli"), Path.of("out"));
        assertThat(after(image, "--mac-signing-key-user-name")).isEqualTo("Ada Lovelace");
        assertThat(after(image, "--mac-entitlements")).endsWith("Polymath.entitlements");
        assertThat(signed.installer("dmg", Path.of("image"), Path.of("a"), Path.of("b"), Path.of("out")))
                .contains("--mac-sign");
        assertThat(installer(Target.MACOS, "dmg")).doesNotContain("--mac-sign");
    }

    @Test
    void theCommandLineHasAConsoleOnWindowsOnly() {
        assertThat(Launchers.commandLineProperties(Target.WINDOWS)).contains("win-console=true");
        assertThat(Launchers.commandLineProperties(Target.LINUX))
                .doesNotContain("win-console")
                .contains("java-options=--add-modules=jdk.incubator.vector ");
    }

    @Test
    void theRuntimeHoldsTheWindowTheEngineAndWhatTheReaderNeeds() {
        List<String> arguments = RuntimeImage.arguments(
                List.of(Path.of("a.jar"), Path.of("b.jmod")), Set.of("java.xml"), Path.of("image"));
        assertThat(after(arguments, "--add-modules").split(","))
                .contains("polymath.app", "polymath.engine", "jdk.incubator.vector", "jdk.charsets", "java.xml");
    }

    @Test
    void theRuntimeIsLinkedWhereNoHashCodeIsChance() {
        assertThat(RuntimeImage.command(Target.WINDOWS, List.of("--version")))
                .satisfies(command -> assertThat(command.getFirst()).endsWith("jlink.exe"))
                .contains("-J-XX:hashCode=2")
                .endsWith("--version");
    }
}
