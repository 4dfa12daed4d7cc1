package polymath.installers;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The icon in each system's format, from PNG files. Both containers take them as they are.
final class Icons {
    private static final List<Integer> WINDOWS_SIZES = List.of(16, 24, 32, 48, 64, 128, 256);
    /// Apple's names for PNG images of a size.
    private static final Map<Integer, String> APPLE_TYPES =
            new TreeMap<>(Map.of(16, "icp4", 32, "icp5", 64, "icp6", 128, "ic07", 256, "ic08", 512, "ic09"));

    private Icons() {}

    /// @param icons folder with `polymath-SIZE.png`
    static Path write(Path icons, Path folder, Target target) throws IOException {
        Path file = folder.resolve("polymath." + target.iconExtension());
        Files.write(
                file,
                switch (target) {
                    case LINUX -> png(icons, 512);
                    case WINDOWS -> ico(icons);
                    case MACOS -> icns(icons);
                });
        return file;
    }

    /// A directory of 16 bytes an image, then the images; size 256 is written as 0.
    static byte[] ico(Path icons) throws IOException {
        ByteArrayOutputStream images = new ByteArrayOutputStream();
        ByteBuffer head = ByteBuffer.allocate(6 + 16 * WINDOWS_SIZES.size()).order(ByteOrder.LITTLE_ENDIAN);
        head.putShort((short) 0).putShort((short) 1).putShort((short) WINDOWS_SIZES.size());
        for (int size : WINDOWS_SIZES) {
            byte[] png = png(icons, size);
            head.put((byte) size).put((byte) size).put((byte) 0).put((byte) 0);
            head.putShort((short) 1).putShort((short) 32);
            head.putInt(png.length).putInt(head.capacity() + images.size());
            images.write(png);
        }
        return joined(head.array(), images);
    }

    /// `icns` and the whole length, then a type, a length and the image for each size.
    static byte[] icns(Path icons) throws IOException {
        ByteArrayOutputStream images = new ByteArrayOutputStream();
        for (Map.Entry<Integer, String> type : APPLE_TYPES.entrySet()) {
            byte[] png = png(icons, type.getKey());
            images.write(type.getValue().getBytes(StandardCharsets.US_ASCII));
            images.write(ByteBuffer.allocate(4).putInt(8 + png.length).array());
            images.write(png);
        }
        ByteBuffer head = ByteBuffer.allocate(8);
        head.put("icns".getBytes(StandardCharsets.US_ASCII)).putInt(8 + images.size());
        return joined(head.array(), images);
    }

    private static byte[] joined(byte[] head, ByteArrayOutputStream images) {
        return ByteBuffer.allocate(head.length + images.size())
                .put(head)
                .put(images.toByteArray())
                .array();
    }

    private static byte[] png(Path icons, int size) throws IOException {
        return Files.readAllBytes(icons.resolve("polymath-" + size + ".png"));
    }
}
