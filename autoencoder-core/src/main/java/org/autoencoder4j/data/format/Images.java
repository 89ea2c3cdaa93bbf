package org.autoencoder4j.data.format;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.data.format.internal.picture.PictureFile;
import org.autoencoder4j.progress.Work;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Reads pictures as matrices of grey values. */
public final class Images {
    private static final long MOST_BYTES = 1L << 30;
    private static final long MOST_PIXELS = 1L << 28;
    private static final long PIXELS_OF_ANY_FILE = 1L << 21;
    private static final long PIXELS_OF_A_BYTE = 64;
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
     * pictures the first is read. Refused are pictures in CMYK and other spaces of colour, signed and floating-point
     * numbers, and JPEG inside other formats.
     *
     * <p>What is missing is noticed in every format, and what was changed as far as the format lets it be noticed: a PNG
     * file has checksums, the others have not.
     *
     * <p>A picture may declare at most 2^28 pixels, and at most 2^21 and 64 more for each byte of its file, which is
     * checked before it is decoded. JPEG cannot hold more in a byte, and pictures worth learning from never do. Cost: up
     * to 8 bytes a pixel, twice the file, and the result.
     *
     * @param file the file, of at most 2^30 bytes
     * @param type FLOAT or DOUBLE
     * @return the grey values, {@code height x width} in 'c' order, from 0 (black) to 1 (white)
     * @throws IOException if the file is missing or cannot be read
     * @throws IllegalArgumentException if it is no such picture, is damaged, or declares too many pixels
     */
    public static INDArray read(Path file, DataType type) throws IOException {
        Checks.realType("type", type);
        try (Work work = Work.begin("reading " + file.getFileName() + ": pictures", 1)) {
            INDArray image = readImage(file, type);
            work.advance(1);
            return image;
        }
    }

    private static INDArray readImage(Path file, DataType type) throws IOException {
        try {
            Checks.between("number of bytes", Files.size(file), 1, MOST_BYTES);
            return grey(decode(Files.readAllBytes(file)), type);
        } catch (IIOException | EOFException | RuntimeException e) {
            // The JDK's decoders fail with almost any exception on damaged files.
            throw new IllegalArgumentException(file + " is no picture that can be read: " + reason(e), e);
        }
    }

    private static String reason(Exception failure) {
        if (failure instanceof EOFException) {
            return "it ends too early";
        }
        boolean told = failure instanceof IIOException || failure instanceof IllegalArgumentException;
        String message = failure.getMessage();
        return told && message != null
                ? message
                : "its decoder fails with " + failure.getClass().getSimpleName();
    }

    private static BufferedImage decode(byte[] file) throws IOException {
        long most = Math.min(MOST_PIXELS, PIXELS_OF_ANY_FILE + PIXELS_OF_A_BYTE * file.length);
        PictureFile.require(file, most);
        try (ImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
            if (!readers.hasNext()) {
                throw new IllegalArgumentException("its format is unknown; it may be PNG or JPEG");
            }
            return decode(readers.next(), stream, most);
        }
    }

    private static BufferedImage decode(ImageReader reader, ImageInputStream stream, long mostPixels)
            throws IOException {
        List<String> warnings = new ArrayList<>();
        try {
            reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
            reader.setInput(stream, true, true);
            long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
            if (pixels < 1 || pixels > mostPixels) {
                throw new IllegalArgumentException("it has " + reader.getHeight(0) + " x " + reader.getWidth(0)
                        + " pixels; a file of its size may have from 1 to " + mostPixels
                        + ": save it with less compression, or in pieces");
            }
            BufferedImage image = reader.read(0);
            if (!warnings.isEmpty()) {
                throw new IllegalArgumentException("it is damaged: " + warnings.get(0));
            }
            return image;
        } finally {
            reader.dispose();
        }
    }

    private static INDArray grey(BufferedImage image, DataType type) {
        int width = image.getWidth();
        int height = image.getHeight();
        if (type == DataType.FLOAT) {
            float[] values = new float[width * height];
            forEachPixel(image, (pixel, grey) -> values[pixel] = (float) grey);
            return Nd4j.createFromArray(values).reshape('c', height, width);
        }
        double[] values = new double[width * height];
        forEachPixel(image, (pixel, grey) -> values[pixel] = grey);
        return Nd4j.createFromArray(values).reshape('c', height, width);
    }

    @FunctionalInterface
    private interface Pixels {
        void put(int pixel, double grey);
    }

    private static void forEachPixel(BufferedImage image, Pixels pixels) {
        int bits = (int)
                Checks.between("bits of a grey value", image.getSampleModel().getSampleSize(0), 1, MOST_BITS);
        double white = (1 << bits) - 1;
        int bands = image.getRaster().getNumBands();
        boolean colours = bands > 2 || image.getColorModel() instanceof IndexColorModel;
        int width = image.getWidth();
        for (int pixel = 0; pixel < width * image.getHeight(); pixel++) {
            int x = pixel % width;
            int y = pixel / width;
            // The grey value as it stands in the file: getRGB would bend it by the gamma of its colour space.
            pixels.put(
                    pixel,
                    colours ? luminance(image.getRGB(x, y)) : image.getRaster().getSample(x, y, 0) / white);
        }
    }

    private static double luminance(int rgb) {
        int red = (rgb >> 16) & 0xFF;
        int green = (rgb >> 8) & 0xFF;
        int blue = rgb & 0xFF;
        return (RED * red + GREEN * green + BLUE * blue) / 0xFF;
    }
}
