package polymath.app.ui;

import java.util.List;
import java.util.Locale;
import javafx.application.ColorScheme;
import javafx.scene.Scene;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import polymath.app.Fx;
import polymath.app.ui.VirtualColumn.Row;

/// Columns on a stage, and rows for them.
final class Columns {
    static final BlockActions ACTIONS = new BlockActions(Strings.of(Locale.ENGLISH), address -> {}, text -> {});

    private Columns() {}

    /// 900 wide; the caller closes it.
    static Stage show(VirtualColumn column, double height) {
        Stage stage = Fx.fx(() -> {
            Scene scene = new Scene(new StackPane(column), 900, height);
            Theme.apply(scene, ColorScheme.LIGHT);
            Stage shown = new Stage();
            shown.setScene(scene);
            shown.show();
            return shown;
        });
        Fx.settle(stage.getScene());
        return stage;
    }

    /// Those of one message.
    static List<Row> rows(Object group, List<Block> blocks) {
        return blocks.stream()
                .<Row>map(block -> new BlockRow(group, block, false, BlockRow.gapAbove(block), ACTIONS))
                .toList();
    }
}
