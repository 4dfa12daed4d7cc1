package polymath.app.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlatformTest {
    private static final Path HOME = Path.of("/home/ada");

    @Test
    void linuxFoldersFollowTheXdgVariables() {
        UserFolders plain = UserFolders.of("Linux", HOME, Map.of("XDG_CACHE_HOME", "relative/ignored"));
        assertThat(plain.history()).isEqualTo(HOME.resolve(".local/share/polymath/history.sqlite"));
        assertThat(plain.settings()).isEqualTo(HOME.resolve(".config/polymath/settings.json"));
        assertThat(plain.cache()).isEqualTo(HOME.resolve(".cache/polymath"));
        assertThat(plain.logs()).isEqualTo(HOME.resolve(".local/state/polymath/logs"));
        assertThat(UserFolders.of("Linux", HOME, Map.of("XDG_DATA_HOME", "/data"))
                        .data())
                .isEqualTo(Path.of("/data/polymath"));
    }

    @Test
    void macFoldersLieInTheLibrary() {
        UserFolders folders = UserFolders.of("Mac OS X", HOME, Map.of());
        assertThat(folders.data()).isEqualTo(HOME.resolve("Library/Application Support/Polymath"));
        assertThat(folders.cache()).isEqualTo(HOME.resolve("Library/Caches/Polymath"));
    }

    @Test
    void windowsKeepsLargeFilesFromRoaming() {
        UserFolders folders =
                UserFolders.of("Windows 11", HOME, Map.of("APPDATA", "/roaming", "LOCALAPPDATA", "/local"));
        assertThat(folders.config()).isEqualTo(Path.of("/roaming/Polymath"));
        assertThat(folders.data()).isEqualTo(Path.of("/local/Polymath"));
    }

    @Test
    void onLinuxADisplayMustBeNamed() {
        assertThat(Display.available("Linux", "", Map.of())).isFalse();
        assertThat(Display.available("Linux", "", Map.of("DISPLAY", ""))).isFalse();
        assertThat(Display.available("Linux", "", Map.of("DISPLAY", ":0"))).isTrue();
        assertThat(Display.available("Linux", "", Map.of("WAYLAND_DISPLAY", "wayland-0")))
                .isTrue();
        assertThat(Display.available("Linux", "Headless", Map.of())).isTrue();
        assertThat(Display.available("Windows 11", "", Map.of())).isTrue();
    }
}
