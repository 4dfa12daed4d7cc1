package polymath.installers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class TargetTest {
    @Test
    void systemsAreKnownByTheirNames() {
        assertThat(Target.of("Linux")).isEqualTo(Target.LINUX);
        assertThat(Target.of("Windows Server 2025")).isEqualTo(Target.WINDOWS);
        assertThat(Target.of("Mac OS X")).isEqualTo(Target.MACOS);
        assertThatExceptionOfType(PackagingException.class)
                .isThrownBy(() -> Target.of("FreeBSD"))
                .withMessageContaining("FreeBSD");
    }

    @Test
    void aVersionIsWhatTheSystemsPackagesTake() {
        assertThat(Target.LINUX.version("0.1.0-SNAPSHOT")).isEqualTo("0.1.0");
        assertThat(Target.WINDOWS.version("2.3")).isEqualTo("2.3");
        assertThat(Target.MACOS.version("0.1.0-SNAPSHOT")).isEqualTo("1.1.0");
        assertThat(Target.MACOS.version("3.0.1")).isEqualTo("3.0.1");
        assertThatExceptionOfType(PackagingException.class)
                .isThrownBy(() -> Target.LINUX.version("latest"))
                .withMessageContaining("latest");
    }

    @Test
    void librariesAndProgramsHaveTheSystemsNames() {
        assertThat(Target.LINUX.isNativeLibrary("libglass.so")).isTrue();
        assertThat(Target.LINUX.isNativeLibrary("glass.dll")).isFalse();
        assertThat(Target.WINDOWS.program("java")).isEqualTo("java.exe");
        assertThat(Target.MACOS.program("java")).isEqualTo("java");
    }

    @Test
    void theDatabasesLibraryIsTheProcessors() {
        assertThat(Payload.sqliteFolder(Target.WINDOWS, "amd64")).isEqualTo("org/sqlite/native/Windows/x86_64/");
        assertThat(Payload.sqliteFolder(Target.MACOS, "aarch64")).isEqualTo("org/sqlite/native/Mac/aarch64/");
        assertThatExceptionOfType(PackagingException.class)
                .isThrownBy(() -> Payload.sqliteFolder(Target.LINUX, "s390x"))
                .withMessageContaining("s390x");
    }
}
