package org.autoencoder4j.data;

import static org.autoencoder4j.data.Messages.assertRejected;
import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class CsvTest {
    private static final double[][] NUMBERS = {{1, -2.5, 3e-5}, {4, 0.1, 1e10}};

    @TempDir
    private Path folder;

    private INDArray read(String content) throws IOException {
        return read(content, ColumnSelection.all());
    }

    private INDArray read(String content, ColumnSelection columns) throws IOException {
        return Csv.read(Files.writeString(folder.resolve("table.csv"), content), DataType.DOUBLE, columns);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1,-2.5,3e-5\n4,0.1,1e10\n",
                "1,-2.5,3e-5\r\n4,.1,+1E+10",
                "1;-2.5;3e-5\n4;0.1;1e10\n\n\n",
                "1\t-2.5\t3e-5\n4\t0.1\t1e10\n",
                " 1 , -2.5,3e-5 \n4.,\"0.1\",\" 1e10 \"\n",
                "\uFEFF1,-2.5,3e-5\n4,0.1,1e10\n",
                "a,b,c\n1,-2.5,3e-5\n4,0.1,1e10\n",
                "\"a, b\",c,NaN\n1,-2.5,3e-5\n4,0.1,1e10\n",
                ",,\n1,-2.5,3e-5\n4,0.1,1e10\n",
            })
    void readsTables(String content) throws IOException {
        INDArray read = read(content);
        assertIdentical(Nd4j.createFromArray(NUMBERS), read);
        assertEquals('c', read.ordering());
    }

    @Test
    void readsCompressedTablesAndFloats() throws IOException {
        Path file = folder.resolve("table.CSV.GZ");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("1,-2.5,3e-5\n4,0.1,1e10\n".getBytes(StandardCharsets.UTF_8));
        }
        assertIdentical(
                Nd4j.createFromArray(NUMBERS).castTo(DataType.FLOAT),
                Csv.read(file, DataType.FLOAT, ColumnSelection.all()));
    }

    @Test
    void selectsColumns() throws IOException {
        String table = "id,x,y,z,label\nn1,1,2,3,cat\n\"n,2\",4,5,6,dog";
        assertIdentical(
                Nd4j.createFromArray(new double[][] {{3, 1, 2}, {6, 4, 5}}), read(table, ColumnSelection.of("4, 2-3")));
        assertIdentical(Nd4j.createFromArray(new double[][] {{1}, {4}}), read("1,cat\n4,dog", ColumnSelection.of("1")));
        assertRejected(
                "has 5 columns; columns = \"2-6\" asks for column 6", () -> read(table, ColumnSelection.of("2-6")));
        assertRejected("line 2, column 5: \"cat\"", () -> read(table, ColumnSelection.of("2,5")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "0", "0-3", "3-1", "1-", "-3", "a", "1;2", "1,,2", "1,1", "1-3,2", "1-999999999", "1 2"})
    void rejectsOtherSelections(String ranges) {
        assertRejected("columns = \"" + ranges + "\"", () -> ColumnSelection.of(ranges));
    }

    @Test
    void raggedRowsAreNamed() {
        assertRejected("table.csv, line 3 has 2 columns and line 1 has 3", () -> read("1,2,3\n4,5,6\n7,8\n"));
        assertRejected("line 2 has 4 columns and line 1 has 3", () -> read("a,b,c\n4,5,6,7\n"));
        assertRejected("line 2 has 1 columns and line 1 has 2", () -> read("1;2\n1,2\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "",
                "NaN",
                "Infinity",
                "1e999",
                "0x1p3",
                "1f",
                "2d",
                "1 2",
                "1e",
                "--1",
                "\"\"",
                "1\"\"",
                "\u0661"
            })
    void whatIsNoNumberIsNamed(String field) {
        assertRejected(
                "table.csv, line 3, column 2: \"" + field + "\" is no finite DOUBLE number",
                () -> read("1,2,3\n4,5,6\n7," + field + ",9"));
    }

    @Test
    void numbersMustBeFiniteInTheirType() throws IOException {
        Path file = Files.writeString(folder.resolve("table.csv"), "1,2\n1e39,3\n");
        assertRejected(
                "line 2, column 1: \"1e39\" is no finite FLOAT",
                () -> Csv.read(file, DataType.FLOAT, ColumnSelection.all()));
        assertRejected("INT", () -> Csv.read(file, DataType.INT32, ColumnSelection.all()));
    }

    @Test
    void aHeaderHasNoNumbers() {
        assertRejected("line 1, column 1: \"a\" is no finite DOUBLE number (a header", () -> read("a,2\n1,2\n"));
    }

    @Test
    void aQuoteNeedsItsPartner() {
        assertRejected("line 2 has a quote", () -> read("1,2\n\"3,4\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "a,b\n", "\n\n\n"})
    void rejectsTablesWithoutNumbers(String content) {
        assertRejected("table.csv has no line of numbers", () -> read(content));
    }

    @Test
    void emptyLinesMayOnlyEndAFile() {
        assertRejected("line 2 is empty", () -> read("1\n\n3\n"));
    }

    @Test
    void missingAndDamagedFilesAreTold() throws IOException {
        Path missing = folder.resolve("missing.csv");
        assertThrows(NoSuchFileException.class, () -> Csv.read(missing, DataType.FLOAT, ColumnSelection.all()));
        Path plain = Files.writeString(folder.resolve("plain.csv.gz"), "1,2\n");
        assertThrows(ZipException.class, () -> Csv.read(plain, DataType.FLOAT, ColumnSelection.all()));
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(compressed)) {
            out.write("1,2\n3,4\n".getBytes(StandardCharsets.UTF_8));
        }
        byte[] bytes = compressed.toByteArray();
        Path truncated = Files.write(folder.resolve("truncated.csv.gz"), Arrays.copyOf(bytes, bytes.length - 6));
        assertThrows(IOException.class, () -> Csv.read(truncated, DataType.FLOAT, ColumnSelection.all()));
    }

    @Property(tries = 50)
    void whatJavaPrintsIsReadBitForBit(@ForAll @Size(min = 1, max = 20) double[] values) throws IOException {
        Path file = Files.createTempFile("property", ".csv");
        try {
            Files.writeString(
                    file, Arrays.stream(values).mapToObj(Double::toString).collect(Collectors.joining("\t")));
            INDArray read = Csv.read(file, DataType.DOUBLE, ColumnSelection.all());
            assertIdentical(Nd4j.createFromArray(new double[][] {values}), read);
        } finally {
            Files.delete(file);
        }
    }
}
