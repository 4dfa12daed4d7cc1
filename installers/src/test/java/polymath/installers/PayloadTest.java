package polymath.installers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PayloadTest {
    @TempDir
    Path folder;

    @Test
    void licencesAreKnownByTheirNames() {
        assertThat(List.of("META-INF/LICENSE.txt", "LICENSE", "META-INF/NOTICE", "META-INF/licenses.txt", "COPYING"))
                .allMatch(Licences::isLicence);
        assertThat(List.of("org/x/License.class", "META-INF/MANIFEST.MF", "licensing.html", "a/LICENSE"))
                .noneMatch(Licences::isLicence);
    }

    @Test
    void whatTheBuildDidNotMakeIsNamed() {
        assertThatExceptionOfType(PackagingException.class)
                .isThrownBy(() -> new Inputs(folder.resolve("modules"), folder, folder, folder, "1"))
                .withMessageContaining("modules is not there: run `mvn package` first");
    }

    @Test
    void templatesOfLinuxAreUnpackedAndNameWhatTheyDependOn() throws IOException {
        Path resources = Resources.unpack(Target.LINUX, folder.resolve("resources"));
        String control = Files.readString(resources.resolve("control"));
        assertThat(control).contains("libgtk-3-0 | libgtk-3-0t64", "libasound2 | libasound2t64");
        assertThat(control.lines().filter(line -> line.startsWith("Depends:"))).hasSize(1);
        for (String script : List.of("postinst", "prerm", "postrm"))
            assertThat(Files.readString(resources.resolve(script)))
                    .startsWith("#!/bin/sh\n")
                    .contains("set -e");
    }

    @Test
    void entitlementsOfMacosAreAPropertyListThatAllowsTheCompiler() throws Exception {
        Path resources = Resources.unpack(Target.MACOS, folder.resolve("mac"));
        var factory = javax.xml.parsers.DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        var keys = factory.newDocumentBuilder()
                .parse(resources.resolve("Polymath.entitlements").toFile())
                .getElementsByTagName("key");
        assertThat(keys.getLength()).isEqualTo(3);
        assertThat(keys.item(0).getTextContent()).isEqualTo("com.apple.security.cs.allow-jit");
    }
}
