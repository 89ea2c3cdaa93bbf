package org.autoencoder4j.data.format;

import static org.autoencoder4j.data.Messages.assertRejected;
import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.autoencoder4j.data.format.tensor.Safetensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class DataFileTest {
    private static final INDArray MATRIX = Nd4j.createFromArray(new double[][] {{1, 2, 3}, {4, 5, 7}});
    private static final byte[] IDX = HexFormat.of().parseHex("00000803000000020000000100000003010203040507");

    @TempDir
    private Path folder;

    private static byte[] compressed(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private DataFile read(Path file) throws IOException {
        return DataFile.read(file, DataType.DOUBLE, DataOptions.usual());
    }

    private void assertRead(DataFormat format, String description, Path file) throws IOException {
        DataFile read = read(file);
        assertEquals(format, read.format());
        assertEquals(description, read.description());
        assertIdentical(MATRIX, read.samples().batch(0));
    }

    @Test
    void tensorsAreSamplesToo() throws IOException {
        Path file = folder.resolve("a.csv");
        INDArray vector = Nd4j.createFromArray(1.0, 2.0);
        Safetensors.write(file, Map.of("m", MATRIX, "v", vector), Map.of());
        assertRead(DataFormat.SAFETENSORS, "F64 of shape [2, 3]", file);
        DataFile named =
                DataFile.read(file, DataType.DOUBLE, DataOptions.usual().withArray("v"));
        assertIdentical(vector.reshape(2, 1), named.samples().batch(0));
        Safetensors.write(file, Map.of("m", MATRIX, "n", MATRIX), Map.of());
        String several = String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> read(file)).getMessage());
        assertTrue(several.contains("m F64 [2, 3]") && several.contains("name one of them"), several);
        INDArray cube = Nd4j.arange(24).castTo(DataType.DOUBLE).reshape('c', 2, 3, 4);
        Safetensors.write(file, Map.of("cube", cube), Map.of());
        DataFile flat = read(file);
        assertEquals("F64 of shape [2, 3, 4], read as [2, 12]", flat.description());
        assertIdentical(cube.reshape('c', 2, 12), flat.samples().batch(0));
    }

    @Test
    void emptyTensorsAreRefusedByTheirShape() throws IOException {
        Path file = folder.resolve("empty.safetensors");
        Safetensors.write(file, Map.of("x", Nd4j.create(DataType.DOUBLE, 0, 3, 4)), Map.of());
        DataOptions named = DataOptions.usual().withArray("x");
        assertTrue(String.valueOf(
                        assertThrows(IllegalArgumentException.class, () -> DataFile.read(file, DataType.DOUBLE, named))
                                .getMessage())
                .contains("tensor x has shape [0, 3, 4]"));
        assertTrue(String.valueOf(assertThrows(IllegalArgumentException.class, () -> read(file))
                        .getMessage())
                .contains("has no matrix; it has x F64 [0, 3, 4]"));
    }

    @Test
    void aFolderIsOneSetOfSamples() throws IOException {
        Path shards = Files.createDirectory(folder.resolve("shards"));
        Npy.write(shards.resolve("1.npy"), MATRIX.getRows(1).castTo(DataType.FLOAT));
        Npy.write(shards.resolve("0.npy"), MATRIX.getRows(0).castTo(DataType.FLOAT));
        Npy.write(shards.resolve("2.npy"), Nd4j.create(DataType.FLOAT, 0, 3));
        DataFile read = read(shards);
        assertEquals(DataFormat.NPY, read.format());
        assertEquals("2 files of float32, 2 x 3 in all", read.description());
        assertIdentical(
                MATRIX.castTo(DataType.FLOAT).castTo(DataType.DOUBLE),
                read.samples().batch(0));
    }

    /** Named as what they are not, too. */
    @ParameterizedTest
    @ValueSource(strings = {"", ".csv", ".npy", ".npz", ".png", ".gz"})
    void contentDecidesFirst(String ending) throws IOException {
        Path file = folder.resolve("data" + ending);
        Npy.write(file, MATRIX);
        assertRead(DataFormat.NPY, "float64 (2, 3)", file);
        Npz.write(file, Map.of("a", MATRIX, "b", Nd4j.createFromArray(1.0)));
        assertRead(DataFormat.NPZ, "a float64 (2, 3)", file);
        String idx = "uint8 (2, 1, 3), read as 2 x 3: the first axis are the samples";
        Files.write(file, compressed(IDX));
        assertRead(DataFormat.IDX, idx, file);
        for (String format : List.of("png", "jpg", "gif", "bmp", "tif")) {
            ImageIO.write(new BufferedImage(9, 9, BufferedImage.TYPE_3BYTE_BGR), format, file.toFile());
            assertEquals(DataFormat.PICTURE, DataFormat.of(file), format);
            assertRejected("is a picture", () -> read(file));
        }
        if (!ending.equals(".png")) {
            Files.write(file, IDX);
            assertRead(DataFormat.IDX, idx, file);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "a.csv, TABLE",
        "A.CSV.GZ, TABLE",
        "a.tsv, TABLE",
        "a.txt, TABLE",
        "a.dat, TABLE",
        "a.npy, NPY",
        "a.npz, NPZ",
        "a.idx, IDX",
        "train-images-idx3-ubyte, IDX",
        "train-images-idx3-ubyte.gz, IDX",
        "a.png, PICTURE",
        "a.jpeg, PICTURE",
        "a.wbmp, PICTURE"
    })
    void theNameDecidesWhereTheContentSaysNothing(String name, DataFormat format) throws IOException {
        Path file = folder.resolve(name);
        for (String content : List.of("", "1,2,3\n", "BMI,II\n1,2\n", "GIF,MM\n1,2\n", "PK,b\n")) {
            Files.writeString(file, content);
            assertEquals(format, DataFormat.of(file), content);
            Files.write(file, compressed(content.getBytes(StandardCharsets.UTF_8)));
            assertEquals(format, DataFormat.of(file), content);
        }
        Files.write(file, HexFormat.of().parseHex("1f8b0800"));
        assertEquals(format, DataFormat.of(file), "cut");
        assertEquals(format, DataFormat.of(Files.writeString(folder.resolve(name.toUpperCase(Locale.ROOT)), "x")));
    }

    @Test
    void aPictureOfOneBitMayBeginAsIdxDoes() throws IOException {
        Path file = folder.resolve("a.wbmp");
        ImageIO.write(new BufferedImage(8, 3, BufferedImage.TYPE_BYTE_BINARY), "wbmp", file.toFile());
        assertEquals(DataFormat.PICTURE, DataFormat.of(file));
    }

    @Test
    void tablesSayWhatTheirFirstLineWasTakenFor() throws IOException {
        Path file = Files.writeString(folder.resolve("a.csv"), "a,b,c\n1,2,3\n4,5,7\n");
        assertRead(DataFormat.TABLE, "a table of 2 x 3", file);
        assertEquals(Optional.of("header: a, b, c"), read(file).firstLine());
        DataOptions options =
                DataOptions.usual().withColumns(ColumnSelection.of("3")).withHeader(CsvHeader.YES);
        assertIdentical(
                Nd4j.createFromArray(new double[][] {{3}, {7}}),
                DataFile.read(file, DataType.DOUBLE, options).samples().batch(0));
    }

    @Test
    void anArrayOfAnArchiveIsChosenByName() throws IOException {
        Path file = folder.resolve("a.npz");
        Npz.write(file, Map.of("a", MATRIX, "b", MATRIX, "v", MATRIX.getRow(0), "s", Nd4j.scalar(1.0)));
        assertRejected("name one of them", () -> read(file));
        DataOptions named = DataOptions.usual().withArray("v");
        assertIdentical(
                Nd4j.createFromArray(new double[][] {{1}, {2}, {3}}),
                DataFile.read(file, DataType.DOUBLE, named).samples().batch(0));
        assertRejected(
                "array s has shape []; it must be a matrix",
                () -> DataFile.read(file, DataType.DOUBLE, DataOptions.usual().withArray("s")));
        INDArray bad = MATRIX.dup('f');
        bad.putScalar(1, 2, Double.NaN);
        Npz.write(file, Map.of("bad", bad));
        assertRejected("a.npz, array bad has an entry that is NaN or infinite, at [1, 2]", () -> read(file));
    }

    @Test
    void whatIsNoKnownFormatIsTold() throws IOException {
        assertThrows(NoSuchFileException.class, () -> read(folder.resolve("none.npy")));
        Path file = Files.writeString(folder.resolve("a.doc"), "1,2\n");
        assertRejected("a.doc is of no known format", () -> read(file));
        assertRejected("must end with .npy, .csv", () -> DataFormat.of(file));
        assertRejected("INT", () -> DataFile.read(file, DataType.INT32, DataOptions.usual()));
    }
}
