package polymath.installers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The icons of other systems are read back as their formats say.
class IconsTest {
    private static final Path ICONS = Path.of("..", "assets", "icons");
    private static final long PNG = 0x89504E470D0A1A0AL;

    @Test
    void theWindowsIconHoldsAPngOfEachSize() throws IOException {
        ByteBuffer ico = ByteBuffer.wrap(Icons.ico(ICONS)).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(ico.getShort(0)).isZero();
        assertThat(ico.getShort(2)).isEqualTo((short) 1);
        int count = ico.getShort(4);
        assertThat(count).isEqualTo(7);
        int end = 6 + 16 * count;
        for (int i = 0; i < count; i++) {
            int entry = 6 + 16 * i;
            int length = ico.getInt(entry + 8);
            int offset = ico.getInt(entry + 12);
            assertThat(offset).isEqualTo(end);
            ByteBuffer png = ico.slice(offset, length).order(ByteOrder.BIG_ENDIAN);
            assertThat(png.getLong(0)).isEqualTo(PNG);
            assertThat(png.getInt(16) & 0xff).as("width, 256 written as 0").isEqualTo(ico.get(entry) & 0xff);
            end = offset + length;
        }
        assertThat(end).isEqualTo(ico.capacity());
    }

    @Test
    void theMacIconHoldsAPngOfEachSize() throws IOException {
        ByteBuffer icns = ByteBuffer.wrap(Icons.icns(ICONS));
        assertThat(text(icns, 0)).isEqualTo("icns");
        assertThat(icns.getInt(4)).isEqualTo(icns.capacity());
        int at = 8;
        int images = 0;
        while (at < icns.capacity()) {
            int width = switch (text(icns, at)) {
                case "icp4" -> 16;
                case "icp5" -> 32;
                case "icp6" -> 64;
                case "ic07" -> 128;
                case "ic08" -> 256;
                case "ic09" -> 512;
                default -> throw new AssertionError("type " + text(icns, at));
            };
            assertThat(icns.getLong(at + 8)).isEqualTo(PNG);
            assertThat(icns.getInt(at + 8 + 16)).isEqualTo(width);
            at += icns.getInt(at + 4);
            images++;
        }
        assertThat(at).isEqualTo(icns.capacity());
        assertThat(images).isEqualTo(6);
    }

    private static String text(ByteBuffer bytes, int at) {
        byte[] four = new byte[4];
        bytes.get(at, four);
        return new String(four, StandardCharsets.US_ASCII);
    }
}
