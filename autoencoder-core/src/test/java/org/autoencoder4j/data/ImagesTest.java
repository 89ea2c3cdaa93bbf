package org.autoencoder4j.data;

import static org.autoencoder4j.data.Messages.assertRejected;
import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
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

    @Test
    void truncatedPicturesAreRejected() throws IOException {
        byte[] whole = Files.readAllBytes(save(ramp(BufferedImage.TYPE_BYTE_GRAY, 255), "png"));
        // The last 12 bytes only say that the picture ends.
        for (int length = 0; length < whole.length - 16; length++) {
            Path file = Files.write(folder.resolve("truncated.png"), Arrays.copyOf(whole, length));
            assertRejected("truncated.png is no picture", () -> Images.read(file, DataType.FLOAT));
        }
    }

    /** A header that claims 10^10 pixels in a file of 100 bytes. */
    @Test
    void hostileSizesAreRejectedBeforeMemoryIsTaken() throws IOException {
        byte[] bytes = Files.readAllBytes(save(ramp(BufferedImage.TYPE_BYTE_GRAY, 255), "png"));
        ByteBuffer png = ByteBuffer.wrap(bytes).putInt(16, 100_000).putInt(20, 100_000);
        CRC32 checksum = new CRC32();
        checksum.update(bytes, 12, 17);
        png.putInt(29, (int) checksum.getValue());
        assertEquals("IHDR", new String(bytes, 12, 4, StandardCharsets.US_ASCII));
        Path file = Files.write(folder.resolve("bomb.png"), bytes);
        assertRejected("number of pixels = 10000000000", () -> Images.read(file, DataType.FLOAT));
    }
}
