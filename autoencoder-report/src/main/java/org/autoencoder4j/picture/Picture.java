package org.autoencoder4j.picture;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/** What can be drawn at any resolution and says in words what it shows. Lengths are pixels of 1/96 inch, y points down. */
public interface Picture {
    /** {@link #image()} has so many pixels for each of {@link #width()} and {@link #height()}. */
    int RESOLUTION = 2;

    /**
     * What is to be seen.
     *
     * @return one line in words, the text for those who do not see the picture
     */
    String title();

    /**
     * How wide the picture is.
     *
     * @return pixels, above 0
     */
    int width();

    /**
     * How high the picture is.
     *
     * @return pixels, above 0
     */
    int height();

    /**
     * Draws into (0, 0) to ({@link #width()}, {@link #height()}), each time the same. The state of the graphics may be another
     * afterwards.
     *
     * @param graphics to draw on, white there
     */
    void paint(Graphics2D graphics);

    /**
     * Draws on white.
     *
     * @return {@value #RESOLUTION} times as many pixels as {@link #width()} and {@link #height()} say, without transparency
     */
    default BufferedImage image() {
        BufferedImage image =
                new BufferedImage(RESOLUTION * width(), RESOLUTION * height(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        graphics.scale(RESOLUTION, RESOLUTION);
        paint(graphics);
        graphics.dispose();
        return image;
    }

    /**
     * Writes {@link #image()} as a PNG file.
     *
     * @param file to write; one that is there is replaced
     * @throws IOException if the file cannot be written
     */
    default void png(Path file) throws IOException {
        if (!ImageIO.write(image(), "png", file.toFile())) {
            throw new IOException(file + ": this Java cannot write PNG files");
        }
    }

    /**
     * The picture as an {@code svg} element with a {@code title}: for a file of its own and for a page of HTML, for it refers
     * to nothing outside itself, and its names of parts are others than those of pictures with another title.
     *
     * @return XML without a declaration
     */
    default String svg() {
        return Svg.of(this);
    }

    /**
     * The pictures of which this one is put together, for a page that finds places for them itself.
     *
     * @return this picture alone, unless it is of several side by side
     */
    default List<Picture> parts() {
        return List.of(this);
    }

    /**
     * Pictures side by side.
     *
     * @param pictures at least one
     * @return one picture, of all titles
     * @throws IllegalArgumentException if there is none
     */
    static Picture beside(List<? extends Picture> pictures) {
        return grid(pictures, pictures.size());
    }

    /**
     * Pictures row by row, in cells as large as the largest needs.
     *
     * @param pictures at least one
     * @param columns pictures in a row, at least 1
     * @return one picture, of all titles
     * @throws IllegalArgumentException if there is no picture or no column
     */
    static Picture grid(List<? extends Picture> pictures, int columns) {
        return new Grid(pictures, columns);
    }
}
