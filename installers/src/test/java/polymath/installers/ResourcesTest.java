package polymath.installers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.NodeList;

/// The templates are of the form that the systems expect.
class ResourcesTest {
    private static final Path SOURCES = Path.of("..", "app", "src", "main", "java");

    @TempDir
    Path folder;

    @BeforeEach
    void unpack() throws IOException {
        for (Target target : Target.values()) Resources.unpack(target, folder.resolve(target.name()));
    }

    private List<String> lines(Target target, String name) throws IOException {
        return Files.readAllLines(folder.resolve(target.name()).resolve(name));
    }

    @Test
    void theMenuEntryTakesFilesAndKnowsItsWindow() throws IOException {
        List<String> entry = lines(Target.LINUX, "polymath.desktop");
        assertThat(entry)
                .startsWith("[Desktop Entry]")
                .contains(
                        "Type=Application",
                        "Name=Polymath",
                        "Exec=APPLICATION_LAUNCHER %F", // all of them in one start
                        "Icon=APPLICATION_ICON",
                        "DESKTOP_MIMES");
        String window = entry.stream()
                .filter(line -> line.startsWith("StartupWMClass="))
                .findFirst()
                .orElseThrow()
                .substring("StartupWMClass=".length());
        assertThat(SOURCES.resolve(window.replace('.', '/') + ".java"))
                .as("JavaFX names its windows after the application's class")
                .exists();
    }

    @Test
    void theCommandLineHasNoMenuEntry() throws IOException {
        assertThat(lines(Target.LINUX, "polymath-engine.desktop")).contains("NoDisplay=true", "Terminal=true");
    }

    @Test
    void theScriptsStopAtTheFirstErrorAndEndWell() throws IOException {
        for (String name : List.of("postinst", "prerm", "postrm"))
            assertThat(lines(Target.LINUX, name))
                    .as(name)
                    .startsWith("#!/bin/sh")
                    .contains("set -e")
                    .endsWith("exit 0");
    }

    @Test
    void theEntitlementsLetJavaCompileAndLoadItsLibraries() throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        // its document type is Apple's, which is not fetched
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        DocumentBuilder builder = factory.newDocumentBuilder();
        NodeList keys = builder.parse(folder.resolve(Target.MACOS.name())
                        .resolve("Polymath.entitlements")
                        .toFile())
                .getElementsByTagName("key");
        assertThat(keys.getLength()).isEqualTo(3);
        for (int i = 0; i < keys.getLength(); i++)
            assertThat(keys.item(i).getTextContent()).startsWith("com.apple.security.cs.");
    }
}
