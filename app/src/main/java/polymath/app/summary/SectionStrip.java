package polymath.app.summary;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.layout.Region;
import polymath.engine.api.SummaryStep;

/// A document as a strip of cells, one for each step, as wide as it is long: they fill as they are read. What it shows
/// is said in words beside it.
final class SectionStrip extends Region {
    private static final double GAP = 2;
    private static final double HEIGHT = 6;

    private final SummaryViewModel summary;
    private final List<Region> cells = new ArrayList<>();
    private final List<Region> fills = new ArrayList<>();

    SectionStrip(SummaryViewModel summary) {
        this.summary = summary;
        getStyleClass().add("section-strip");
        setMinHeight(HEIGHT);
        setPrefHeight(HEIGHT);
        for (int i = 0; i < Math.max(1, summary.steps().size()); i++) {
            cells.add(part("cell"));
            fills.add(part("fill"));
        }
        getChildren().addAll(cells);
        getChildren().addAll(fills);
    }

    private static Region part(String style) {
        Region part = new Region();
        part.getStyleClass().add(style);
        return part;
    }

    @Override
    protected void layoutChildren() {
        List<SummaryStep> steps = summary.steps();
        double all = steps.stream().mapToLong(SummaryStep::tokens).sum();
        double room = Math.max(0, getWidth() - GAP * (cells.size() - 1));
        double x = 0;
        for (int i = 0; i < cells.size(); i++) {
            double width =
                    all == 0 || i >= steps.size() ? room : room * steps.get(i).tokens() / all;
            cells.get(i).resizeRelocate(x, 0, width, getHeight());
            fills.get(i).resizeRelocate(x, 0, width * (i < steps.size() ? filled(steps.get(i)) : 0), getHeight());
            x += width + GAP;
        }
    }

    private double filled(SummaryStep step) {
        return switch (summary.state(step)) {
            case DONE -> 1;
            case READING -> summary.readFraction();
            case WRITING -> 0.95;
            case WAITING -> 0;
        };
    }
}
