package org.autoencoder4j.data.format;

import static org.autoencoder4j.data.Messages.assertRejected;
import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ImagesTest {
    @TempDir
    private Path folder;

    /** So one who reads a folder of pictures can be stopped, and is not told that one of them is damaged. */
    @Test
    void anInterruptIsHeeded() throws IOException {
        Path file = save(new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_GRAY), "png");
        Thread.currentThread().interrupt();
        assertThrows(CancellationException.class, () -> Images.read(file, DataType.FLOAT));
        assertTrue(Thread.interrupted());
        assertEquals(2, Images.read(file, DataType.FLOAT).rows());
    }

    private Path save(BufferedImage image, String format) throws IOException {
        Path file = folder.resolve("picture." + format);
        assertTrue(ImageIO.write(image, format, file.toFile()));
        return file;
    }

    /** Pixel (x, y) has the grey value of a ramp. */
    private static BufferedImage ramp(int type, int white) {
        BufferedImage image = new BufferedImage(3, 2, type);
        for (int i = 0; i < 6; i++) {
            image.getRaster().setSample(i % 3, i / 3, 0, i * white / 5);
        }
        return image;
    }

    @ParameterizedTest
    @CsvSource({"TYPE_BYTE_GRAY, 10, 255", "TYPE_USHORT_GRAY, 11, 65535"})
    void greyValuesAreThoseOfTheFile(String name, int type, int white) throws IOException {
        Path file = save(ramp(type, white), "png");
        INDArray expected = Nd4j.createFromArray(new double[][] {{0, 0.2, 0.4}, {0.6, 0.8, 1}});
        INDArray read = Images.read(file, DataType.DOUBLE);
        assertClose(expected, read, 1e-16);
        assertEquals('c', read.ordering());
        assertIdentical(read.castTo(DataType.FLOAT), Images.read(file, DataType.FLOAT));
    }

    @ParameterizedTest
    @CsvSource({
        "ff0000, 0.299",
        "00ff00, 0.587",
        "0000ff, 0.114",
        "ffffff, 1",
        "000000, 0",
        "808080, 0.5019607843137255"
    })
    void coloursBecomeTheirLuminance(String rgb, double luminance) throws IOException {
        for (int type :
                new int[] {BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_INT_ARGB, BufferedImage.TYPE_BYTE_INDEXED}) {
            BufferedImage image = new BufferedImage(4, 3, type);
            for (int i = 0; i < 12; i++) {
                image.setRGB(i % 4, i / 4, 0xFF000000 | Integer.parseInt(rgb, 16));
            }
            // The palette of an indexed picture has no exact middle grey.
            double tolerance = type == BufferedImage.TYPE_BYTE_INDEXED ? 0.02 : 1e-15;
            INDArray read = Images.read(save(image, "png"), DataType.DOUBLE);
            assertClose(Nd4j.valueArrayOf(new long[] {3, 4}, luminance, DataType.DOUBLE), read, tolerance);
        }
    }

    @Test
    void readsBlackAndWhiteAndJpeg() throws IOException {
        BufferedImage bits = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY);
        bits.setRGB(1, 0, 0xFFFFFFFF);
        INDArray expected = Nd4j.createFromArray(new double[][] {{0, 1}});
        assertIdentical(expected, Images.read(save(bits, "png"), DataType.DOUBLE));

        BufferedImage even = new BufferedImage(16, 8, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 128; i++) {
            even.getRaster().setSample(i % 16, i / 16, 0, 51);
        }
        INDArray grey = Nd4j.valueArrayOf(new long[] {8, 16}, 0.2, DataType.DOUBLE);
        assertClose(grey, Images.read(save(even, "jpg"), DataType.DOUBLE), 0.01);
    }

    @Test
    void whatIsNoPictureIsNamed() throws IOException {
        Path text = Files.writeString(folder.resolve("text.png"), "this is no image");
        assertRejected(
                "text.png is no picture that can be read: its format is unknown",
                () -> Images.read(text, DataType.FLOAT));
        Path empty = Files.createFile(folder.resolve("empty.jpg"));
        assertRejected("empty.jpg is no picture", () -> Images.read(empty, DataType.FLOAT));
        assertThrows(NoSuchFileException.class, () -> Images.read(folder.resolve("missing.png"), DataType.FLOAT));
        assertRejected("INT", () -> Images.read(text, DataType.INT32));
    }

    /** A noisy picture, so that its data are long; colours where the type has them. */
    private static BufferedImage noisy(int type, int width, int height) {
        SplittableRandom random = new SplittableRandom(4);
        BufferedImage image = new BufferedImage(width, height, type);
        for (int i = 0; i < width * height; i++) {
            image.setRGB(i % width, i / width, 0xFF000000 | random.nextInt(1 << 24));
        }
        return image;
    }

    /** Of every format, read at every length; a few last bytes may only pad a row, or say that the picture ends. */
    @ParameterizedTest
    @CsvSource({"png, 0", "jpg, 0", "bmp, 3", "tif, 0", "gif, 2", "wbmp, 0"})
    void truncatedPicturesAreRejected(String format, int end) throws IOException {
        int type = format.equals("wbmp") ? BufferedImage.TYPE_BYTE_BINARY : BufferedImage.TYPE_BYTE_GRAY;
        byte[] whole = Files.readAllBytes(save(noisy(type, 17, 9), format));
        Images.read(Files.write(folder.resolve("whole." + format), whole), DataType.FLOAT);
        for (int length = 0; length < whole.length - end; length++) {
            Path file = Files.write(folder.resolve("truncated." + format), Arrays.copyOf(whole, length));
            String message = assertThrows(
                            IllegalArgumentException.class, () -> Images.read(file, DataType.FLOAT), "length " + length)
                    .getMessage();
            assertTrue(message.contains("truncated." + format + " is no picture"), message);
            assertFalse(message.contains("null"), message);
        }
    }

    @Test
    void truncatedJpegOfColoursAndScansIsRejected() throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam progressive = writer.getDefaultWriteParam();
        progressive.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(noisy(BufferedImage.TYPE_INT_RGB, 24, 17), null, null), progressive);
        }
        byte[] whole = bytes.toByteArray();
        assertArrayEquals(
                new long[] {17, 24},
                Images.read(Files.write(folder.resolve("whole.jpg"), whole), DataType.FLOAT)
                        .shape());
        for (int length = 0; length < whole.length; length++) {
            Path file = Files.write(folder.resolve("truncated.jpg"), Arrays.copyOf(whole, length));
            assertRejected("truncated.jpg is no picture", () -> Images.read(file, DataType.FLOAT));
        }
    }

    @Test
    void jpegWithMissingDataIsRejected() throws IOException {
        byte[] whole = Files.readAllBytes(save(noisy(BufferedImage.TYPE_BYTE_GRAY, 40, 40), "jpg"));
        for (int cut = 20; cut < 200; cut += 20) {
            byte[] shorter = Arrays.copyOf(whole, whole.length - cut);
            shorter[shorter.length - 2] = (byte) 0xFF;
            shorter[shorter.length - 1] = (byte) 0xD9;
            Path file = Files.write(folder.resolve("holes.jpg"), shorter);
            assertRejected("holes.jpg is no picture that can be read: it is", () -> Images.read(file, DataType.FLOAT));
        }
    }

    /** The JDK's decoder looks at no checksum of PNG. */
    @Test
    void everyChangedBitOfPngIsNoticed() throws IOException {
        byte[] whole = Files.readAllBytes(save(noisy(BufferedImage.TYPE_BYTE_GRAY, 5, 4), "png"));
        for (int bit = 0; bit < 8 * whole.length; bit++) {
            byte[] changed = whole.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            Path file = Files.write(folder.resolve("changed.png"), changed);
            assertRejected("changed.png is no picture", () -> Images.read(file, DataType.FLOAT));
        }
    }

    /** The JDK took CMYK for colours with transparency: a mean of .684 where .496 is right. */
    @Test
    void cmykIsRejected() throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 16, 16, 4, null);
        raster.setSamples(0, 0, 16, 16, 2, new int[256]);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(raster, null, null), null);
        }
        Path file = Files.write(folder.resolve("cmyk.jpg"), bytes.toByteArray());
        assertRejected(
                "cmyk.jpg is no picture that can be read: it has 4 components",
                () -> Images.read(file, DataType.FLOAT));
    }

    /** A TIFF file of one strip, little endian; entries are tag, type, count, value. */
    private Path tiff(byte[] pixels, long... entries) throws IOException {
        int count = entries.length / 4;
        int table = 8 + 2 + 12 * count + 4;
        ByteBuffer file = ByteBuffer.allocate(table + pixels.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[] {'I', 'I', 42, 0}).putInt(8).putShort((short) count);
        for (int i = 0; i < entries.length; i += 4) {
            file.putShort((short) entries[i]).putShort((short) entries[i + 1]);
            file.putInt((int) entries[i + 2]).putInt((int) (entries[i] == 273 ? table : entries[i + 3]));
        }
        file.putInt(0).put(pixels);
        return Files.write(folder.resolve("picture.tif"), file.array());
    }

    private Path tiff(int bits, int kind, int format, int compression, int tile, byte[] pixels) throws IOException {
        return tiff(
                pixels,
                256,
                3,
                1,
                2,
                257,
                3,
                1,
                2,
                258,
                3,
                1,
                bits,
                259,
                3,
                1,
                compression,
                262,
                3,
                1,
                kind,
                273,
                4,
                1,
                0,
                277,
                3,
                1,
                1,
                278,
                3,
                1,
                2,
                279,
                4,
                1,
                pixels.length,
                339,
                3,
                1,
                format,
                tile > 0 ? 322 : 400,
                4,
                1,
                tile,
                tile > 0 ? 323 : 401,
                4,
                1,
                tile);
    }

    @Test
    void tiffIsReadAsItSaysOrRejected() throws IOException {
        byte[] bytes = {0, 51, (byte) 204, (byte) 255};
        INDArray grey = Nd4j.createFromArray(new double[][] {{0, 0.2}, {0.8, 1}});
        assertClose(grey, Images.read(tiff(8, 1, 1, 1, 0, bytes), DataType.DOUBLE), 1e-15);
        INDArray inverted = Nd4j.createFromArray(new double[][] {{1, 0.8}, {0.2, 0}});
        assertClose(inverted, Images.read(tiff(8, 0, 1, 1, 0, bytes), DataType.DOUBLE), 1e-15);
        byte[] shorts = {0, 0, 0x33, 0x33, (byte) 0xCC, (byte) 0xCC, -1, -1};
        assertClose(grey, Images.read(tiff(16, 1, 1, 1, 0, shorts), DataType.DOUBLE), 1e-15);

        for (int format = 2; format < 7; format++) {
            Path file = tiff(16, 1, format, 1, 0, shorts);
            assertRejected("signed or floating-point", () -> Images.read(file, DataType.DOUBLE));
            Path small = tiff(8, 1, format, 1, 0, bytes);
            assertRejected("signed or floating-point", () -> Images.read(small, DataType.DOUBLE));
        }
        for (int kind : new int[] {4, 5, 8, 32_845}) {
            Path file = tiff(8, kind, 1, 1, 0, bytes);
            assertRejected("kind of colours has the number " + kind, () -> Images.read(file, DataType.DOUBLE));
        }
        for (int compression : new int[] {0, 6, 7, 34_712}) {
            Path file = tiff(8, 1, 1, compression, 0, bytes);
            assertRejected("compression has the number " + compression, () -> Images.read(file, DataType.DOUBLE));
        }
        Path wide = tiff(32, 1, 1, 1, 0, new byte[16]);
        assertRejected("has [32] bits a number", () -> Images.read(wide, DataType.DOUBLE));
    }

    @Test
    void sizesThatTiffDeclaresAreRejectedBeforeMemoryIsTaken() throws IOException {
        Path tiles = tiff(8, 1, 1, 1, 60_000, new byte[4]);
        assertRejected("tiles of 3600000000 pixels", () -> Images.read(tiles, DataType.FLOAT));
        long[] size = {256, 3, 1, 2, 257, 3, 1, 2, 258, 3, 1, 8, 262, 3, 1, 1, 273, 4, 1, 0, 278, 3, 1, 2};
        for (long[] entry : new long[][] {
            {279, 4, 1, 0x7FFFFFFFL},
            {279, 4, 0x3FFFFFFFL, 16},
            {700, 1, 0x7FFFFFFFL, 16},
            {700, 12, 0x20000001L, 16},
            {320, 3, 0xFFFFFFFFL, 16}
        }) {
            long[] all = Arrays.copyOf(size, size.length + 4);
            System.arraycopy(entry, 0, all, size.length, 4);
            Path file = tiff(new byte[4], all);
            assertRejected("it ends too early", () -> Images.read(file, DataType.FLOAT));
        }
    }

    /** Entries that the picture does not need share a megabyte of it: copied for each, they would take 20 GB. */
    @Test
    void whatManyEntriesOfTiffDeclareIsNotCopiedForEach() throws IOException {
        long[] size = {256, 3, 1, 2, 257, 3, 1, 2, 258, 3, 1, 8, 259, 3, 1, 1, 262, 3, 1, 1, 273, 4, 1, 0, 278, 3, 1, 2
        };
        long[] all = Arrays.copyOf(size, size.length + 4 + 4 * 20_000);
        System.arraycopy(new long[] {279, 4, 1, 4}, 0, all, size.length, 4);
        for (int i = 0; i < 20_000; i++) {
            System.arraycopy(new long[] {40_000 + i, 3, 130_000, 250_000}, 0, all, size.length + 4 + 4 * i, 4);
        }
        byte[] pixels = new byte[300_000];
        pixels[3] = (byte) 255;
        INDArray grey = Nd4j.createFromArray(new double[][] {{0, 0}, {0, 1}});
        assertClose(grey, Images.read(tiff(pixels, all), DataType.DOUBLE), 1e-15);
        long[] twice = Arrays.copyOf(size, size.length + 4);
        System.arraycopy(new long[] {262, 3, 1, 1}, 0, twice, size.length, 4);
        Path file = tiff(new byte[4], twice);
        assertRejected("has entry 262 twice", () -> Images.read(file, DataType.DOUBLE));
    }

    private static byte[] png(int width, int height) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_BINARY);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }

    /** A header that claims many pixels in a file of 100 bytes or a few thousand. */
    @Test
    void hostileSizesAreRejectedBeforeMemoryIsTaken() throws IOException {
        byte[] bytes = Files.readAllBytes(save(ramp(BufferedImage.TYPE_BYTE_GRAY, 255), "png"));
        for (int side : new int[] {2000, 100_000}) {
            ByteBuffer png = ByteBuffer.wrap(bytes).putInt(16, side).putInt(20, side);
            CRC32 checksum = new CRC32();
            checksum.update(bytes, 12, 17);
            png.putInt(29, (int) checksum.getValue());
            assertEquals("IHDR", new String(bytes, 12, 4, StandardCharsets.US_ASCII));
            Path file = Files.write(folder.resolve("bomb.png"), bytes);
            assertRejected("it has " + side + " x " + side + " pixels", () -> Images.read(file, DataType.FLOAT));
        }
    }

    /** Files that are whole: what was refused above is refused for its ratio alone. */
    @Test
    void picturesMayHaveTwoMillionPixelsAndFewMoreForEachByte() throws IOException {
        byte[] most = png(2048, 1024);
        assertEquals(
                0,
                Images.read(Files.write(folder.resolve("most.png"), most), DataType.FLOAT)
                        .sumNumber()
                        .doubleValue());
        byte[] more = png(4096, 1024);
        assertTrue(64L * more.length < 2_000_000, "so few bytes that they do not make up for it");
        Path file = Files.write(folder.resolve("more.png"), more);
        assertRejected(
                "it has 1024 x 4096 pixels; a file of its size may have from 1 to ",
                () -> Images.read(file, DataType.FLOAT));
    }

    @Test
    void picturesInsideOfBmpAreRejected() throws IOException {
        byte[] bytes = Files.readAllBytes(save(noisy(BufferedImage.TYPE_INT_RGB, 5, 4), "bmp"));
        for (int compression : new int[] {4, 5, -1}) {
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(30, compression);
            Path file = Files.write(folder.resolve("inside.bmp"), bytes);
            assertRejected("its compression is " + compression, () -> Images.read(file, DataType.FLOAT));
        }
    }
}
