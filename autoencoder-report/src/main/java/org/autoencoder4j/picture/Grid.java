package org.autoencoder4j.picture;

import static java.util.stream.Collectors.joining;

import java.awt.Graphics2D;
import java.util.List;
import org.autoencoder4j.backend.Checks;

/** Pictures in rows of so many. */
final class Grid implements Picture {
    private final List<Picture> pictures;
    private final int columns;

    Grid(List<? extends Picture> pictures, int columns) {
        Checks.atLeast("the number of pictures", pictures.size(), 1);
        this.pictures = List.copyOf(pictures);
        this.columns = (int) Checks.atLeast("columns", columns, 1);
    }

    @Override
    public String title() {
        return pictures.stream().map(Picture::title).collect(joining("; "));
    }

    @Override
    public List<Picture> parts() {
        return pictures.stream().flatMap(each -> each.parts().stream()).toList();
    }

    @Override
    public int width() {
        return columns * cellWidth();
    }

    @Override
    public int height() {
        return (pictures.size() + columns - 1) / columns * cellHeight();
    }

    private int cellWidth() {
        return pictures.stream().mapToInt(Picture::width).max().orElseThrow();
    }

    private int cellHeight() {
        return pictures.stream().mapToInt(Picture::height).max().orElseThrow();
    }

    @Override
    public void paint(Graphics2D graphics) {
        for (int i = 0; i < pictures.size(); i++) {
            Graphics2D cell = (Graphics2D) graphics.create();
            cell.translate(i % columns * cellWidth(), i / columns * cellHeight());
            pictures.get(i).paint(cell);
            cell.dispose();
        }
    }
}
