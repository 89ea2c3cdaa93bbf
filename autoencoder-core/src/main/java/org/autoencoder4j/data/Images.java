package org.autoencoder4j.data;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.autoencoder4j.linalg.Checks;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Reads pictures as matrices of grey values. */
public final class Images {
    private static final long MOST_PIXELS = 1L << 28;
    private static final int MOST_BITS = 16;
    private static final double RED = 0.299;
    private static final double GREEN = 0.587;
    private static final double BLUE = 0.114;

    private Images() {}

    /**
     * Reads a picture in a format that the JDK knows: PNG, JPEG, GIF, BMP, TIFF or WBMP.
     *
     * <p>Grey-scale pictures of up to 16 bits are scaled to [0, 1]; of colours the luminance
     * {@code 0.299 R + 0.587 G + 0.114 B} is taken, with 8 bits a colour. Transparency is ignored. Of a file with several
     * pictures the first is read.
     *
     * @param file the file
     * @param type FLOAT or DOUBLE
     * @return the grey values, {@code height x width} in 'c' order, from 0 (black) to 1 (white)
     * @throws IOException if the file is missing or cannot be read
     * @throws IllegalArgumentException if it is no such picture, is damaged, or has more than 2^28 pixels
     */
    public static INDArray read(Path file, DataType type) throws IOException {
        Checks.realType("type", type);
        try (InputStream bytes = Files.newInputStream(file);
                ImageInputStream stream = new MemoryCacheImageInputStream(bytes)) {
            return Nd4j.createFromArray(grey(decode(stream))).castTo(type);
        } catch (IIOException | EOFException | RuntimeException e) {
            // The JDK's decoders fail with almost any exception on damaged files.
            throw new IllegalArgumentException(file + " is no picture that can be read: " + e.getMessage(), e);
        }
    }

    private static BufferedImage decode(ImageInputStream stream) throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
        if (!readers.hasNext()) {
            throw new IllegalArgumentException("its format is unknown; it may be PNG or JPEG");
        }
        ImageReader reader = readers.next();
        try {
            reader.setInput(stream);
            Checks.between("number of pixels", (long) reader.getWidth(0) * reader.getHeight(0), 1, MOST_PIXELS);
            return reader.read(0);
        } finally {
            reader.dispose();
        }
    }

    private static double[][] grey(BufferedImage image) {
        int bits = (int)
                Checks.between("bits of a grey value", image.getSampleModel().getSampleSize(0), 1, MOST_BITS);
        double white = (1 << bits) - 1;
        int bands = image.getRaster().getNumBands();
        boolean colours = bands > 2 || image.getColorModel() instanceof IndexColorModel;
        double[][] grey = new double[image.getHeight()][image.getWidth()];
        for (int y = 0; y < grey.length; y++) {
            for (int x = 0; x < grey[y].length; x++) {
                // The grey value as it stands in the file: getRGB would bend it by the gamma of its colour space.
                grey[y][x] = colours
                        ? luminance(image.getRGB(x, y))
                        : image.getRaster().getSample(x, y, 0) / white;
            }
        }
        return grey;
    }

    private static double luminance(int rgb) {
        int red = (rgb >> 16) & 0xFF;
        int green = (rgb >> 8) & 0xFF;
        int blue = rgb & 0xFF;
        return (RED * red + GREEN * green + BLUE * blue) / 0xFF;
    }
}
