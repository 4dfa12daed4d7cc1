package polymath.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.Group;
import javafx.scene.SnapshotParameters;
import javafx.scene.image.WritableImage;
import javafx.scene.paint.Color;
import javafx.scene.shape.Circle;
import javafx.scene.shape.Rectangle;

/// Draws the app's icon, the ring of sixteen dots (eight where sixteen would run together). [AppIconTest] writes it to
/// `target/icons`; after a change, copy the files from there to `assets/icons`.
final class AppIcon {
    private static final List<Integer> SIZES = List.of(16, 24, 32, 48, 64, 128, 256, 512);

    private AppIcon() {}

    static void write(Path folder) throws IOException {
        for (int size : SIZES) {
            WritableImage image = Fx.fx(() -> {
                SnapshotParameters clear = new SnapshotParameters();
                clear.setFill(Color.TRANSPARENT);
                return draw(size).snapshot(clear, null);
            });
            Png.write(image, folder.resolve("polymath-" + size + ".png"));
        }
    }

    private static Group draw(int size) {
        Rectangle page = new Rectangle(size, size, Color.web("#FBFAF8"));
        page.setArcWidth(size * 0.44);
        page.setArcHeight(size * 0.44);
        Group icon = new Group(page);
        int dots = size < 32 ? 8 : 16;
        double radius = size * (size < 32 ? 0.085 : 0.046);
        double ring = size * 0.33;
        for (int i = 0; i < dots; i++) {
            double angle = 2 * Math.PI * i / dots - Math.PI / 2;
            boolean lit = i == dots - 2 || i == dots / 2 - 1;
            icon.getChildren()
                    .add(new Circle(
                            size / 2.0 + ring * Math.cos(angle),
                            size / 2.0 + ring * Math.sin(angle),
                            lit ? radius * 1.45 : radius,
                            Color.web(lit ? "#0F766E" : "#A29D92")));
        }
        return icon;
    }
}
