package org.autoencoder4j.data.format;

import static org.autoencoder4j.data.Messages.assertRejected;
import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
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
        return read(content, columns, CsvHeader.AUTO).numbers();
    }

    private CsvTable read(String content, ColumnSelection columns, CsvHeader header) throws IOException {
        return Csv.read(Files.writeString(folder.resolve("table.csv"), content), DataType.DOUBLE, columns, header);
    }

    private CsvTable read(String content, CsvHeader header) throws IOException {
        return read(content, ColumnSelection.all(), header);
    }

    private static INDArray numbers(Path file, DataType type) throws IOException {
        return Csv.read(file, type, ColumnSelection.all(), CsvHeader.AUTO).numbers();
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
                "\"a; b\",c,\" d \"\n1,-2.5,3e-5\n4,0.1,1e10\n",
                "# _x,\u00fcber,\u6E29\n1,-2.5,3e-5\n4,0.1,1e10\n",
            })
    void readsTables(String content) throws IOException {
        INDArray read = read(content);
        assertIdentical(Nd4j.createFromArray(NUMBERS), read);
        assertEquals('c', read.ordering());
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
    void aSelectionOfMillionsOfColumnsIsSmall() {
        ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
        long before = threads.getCurrentThreadAllocatedBytes();
        ColumnSelection selection = ColumnSelection.of("1-16777216");
        assertRejected("has 3 columns", () -> read("1,2,4\n", selection));
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;
        // 16 million ints alone would be 64 MiB.
        assertTrue(bytes < 1 << 23, "allocated " + bytes);
    }

    @Test
    void raggedRowsAreNamed() {
        assertRejected("table.csv, line 3 has 2 columns and line 1 has 3", () -> read("1,2,3\n4,5,6\n7,8\n"));
        assertRejected("line 2 has 4 columns and line 1 has 3", () -> read("a,b,c\n4,5,6,7\n"));
        assertRejected("line 2 has 1 columns and line 1 has 2", () -> read("1;2\n1,2\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"x", "", "NaN", "Infinity", "1e999", "0x1p3", "1f", "2d", "1 2", "1e", "--1", "1\"\"", "\u0661"})
    void whatIsNoNumberIsNamed(String field) {
        assertRejected(
                "table.csv, line 3, column 2: \"" + field + "\" is no finite DOUBLE number",
                () -> read("1,2,3\n4,5,6\n7," + field + ",9"));
    }

    @Test
    void numbersMustBeFiniteInTheirType() throws IOException {
        Path file = Files.writeString(folder.resolve("table.csv"), "5,2\n1e39,3\n");
        assertRejected("line 2, column 1: \"1e39\" is no finite FLOAT", () -> numbers(file, DataType.FLOAT));
        assertRejected("INT", () -> numbers(file, DataType.INT32));
    }

    @Test
    void theCallerLearnsWhatTheFirstLineWasTakenFor() throws IOException {
        assertEquals(List.of(), read("1.5,2\n3,4\n", CsvHeader.AUTO).header());
        assertEquals(
                List.of("a, b", "say \"c\""),
                read("\"a, b\",\"say \"\"c\"\"\"\n3,4\n", CsvHeader.AUTO).header());
        CsvTable selected = read("id,x,y\nn1,3,4\n", ColumnSelection.of("3,2"), CsvHeader.AUTO);
        assertEquals(List.of("y", "x"), selected.header());
        assertIdentical(Nd4j.createFromArray(new double[][] {{4, 3}}), selected.numbers());
    }

    /** All of these were dropped as headers, or read as numbers, without a word. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "NaN\n1\n2",
                ",,,\n5,6,8,7\n1,2,3,4",
                "inf,-inf\n3,4\n5,6",
                "NA,NA\n3,4\n5,6",
                "n/a,n/a\n3,4\n5,6",
                "null\n1\n2",
                "TRUE,FALSE\n3,4\n5,6",
                "Infinity\n1\n2",
                "?,?\n3,4\n5,6",
                "-\n1\n2",
                "\"\",\"\"\n3,4\n5,6",
                "\"1,234.5\",\"2,345.6\"\n3,4\n5,6",
                "0,5;1,5\n3;4\n5;6",
                "0x1p3,0x1p4\n3,4\n5,6",
                "1 2 3\n4\n5",
                "12 kg,13 kg\n3,4\n5,6",
                "0,1,2,3\n5.1,3.5,1.4,0.2\n4.9,3.0,1.4,0.2",
                "1,2,3\n5.1,3.5,1.4\n4.9,3.0,1.4",
                "3,2,1\n5.1,3.5,1.4\n4.9,3.0,1.4",
                "0,1\n5.1,3.5\n4.9,3.0",
                "0\n5.1\n4.9",
                "0\n3\n5",
                "1990,1995,2001\n5.1,3.5,1.4\n4.9,3.0,1.4",
                "2020,2000\n5.1,3.5\n4.9,3.0",
                "\"1990\",\"1991\"\n5.1,3.5\n4.9,3.0",
                ",0,1\n7,5.1,3.5\n3,4.9,3.0",
                ",a,b\n7,5.1,3.5\n3,4.9,3.0",
                "150,4,setosa\n5.1,3.5,1\n4.9,3.0,0",
                "a,2\n1,2",
                "1,b\n1,2",
            })
    void aFirstLineThatCouldBeEitherIsRefused(String content) throws IOException {
        assertRejected("table.csv, line 1 may be a header or not: ", () -> read(content));
        CsvTable table = read(content, CsvHeader.YES);
        assertEquals(2 - (content.endsWith("1,2") ? 1 : 0), table.numbers().rows());
        assertEquals(table.numbers().columns(), table.header().size());
    }

    @Test
    void theFirstLineIsRefusedForColumnsThatAreNotSelectedToo() throws IOException {
        // scikit-learn's iris.csv begins with the numbers of samples and features, and the names of the classes.
        String iris = "150,4,setosa,versicolor,virginica\n5.1,3.5,1.4,0.2,0\n4.9,3.0,1.4,0.2,0\n";
        for (String columns : List.of("1-4", "1-2", "1", "3-5", "3")) {
            assertRejected("line 1 may be a header", () -> read(iris, ColumnSelection.of(columns)));
        }
        assertEquals(
                List.of("150", "4"),
                read(iris, ColumnSelection.of("1-2"), CsvHeader.YES).header());
        assertRejected("column 3 holds \"\"", () -> read("1,2,\n4,5,6\n7,8,9\n", ColumnSelection.of("3")));
        assertRejected("line 1 may be", () -> read("country,1990,1991\nit,5,6.5\n", ColumnSelection.of("2-3")));
        assertRejected("line 1 may be", () -> read("name,3,5\n1,5,6.5\n", ColumnSelection.of("2-3")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1,2,3\n2,4,6\n3,6,9",
                "1,2\n3,4",
                "3,4\n7,1",
                "0,0,5\n1,7,9",
                "2001\n2003",
                "0\n0\n1",
                "1,2,3",
                "1990,1991\n1992,1993",
                "1,2\n5,3.5",
                "5,6.5\ncat,7",
                "0.0,1.0,2.0\n5.1,3.5,1.4"
            })
    void numbersThatLookLikeThoseBelowThemAreASample(String content) throws IOException {
        boolean text = content.contains("cat");
        ColumnSelection columns = text ? ColumnSelection.of("2") : ColumnSelection.all();
        CsvTable table = read(content, columns, CsvHeader.AUTO);
        assertEquals(List.of(), table.header());
        assertEquals(content.lines().count(), table.numbers().rows());
        assertIdentical(read(content, columns, CsvHeader.NO).numbers(), table.numbers());
    }

    @Test
    void theOptionDecides() throws IOException {
        String pandas = "0,1,2\n5.1,3.5,1.4\n";
        assertIdentical(
                Nd4j.createFromArray(new double[][] {{0, 1, 2}, {5.1, 3.5, 1.4}}),
                read(pandas, CsvHeader.NO).numbers());
        CsvTable named = read(pandas, CsvHeader.YES);
        assertIdentical(Nd4j.createFromArray(new double[][] {{5.1, 3.5, 1.4}}), named.numbers());
        assertEquals(List.of("0", "1", "2"), named.header());
        assertRejected("line 1, column 1: \"a\" is no finite DOUBLE", () -> read("a,b\n1,2\n", CsvHeader.NO));
        assertRejected("its first line was taken for a header", () -> read("1,2\n", CsvHeader.YES));
    }

    /** In FLOAT the first line was dropped as a header, in DOUBLE it was a sample. */
    @Test
    void aFirstLineThatIsTooLargeForItsTypeIsNoHeader() throws IOException {
        Path file = Files.writeString(folder.resolve("table.csv"), "4e38,-4e38\n1,2\n");
        assertRejected(
                "line 1, column 1: \"4e38\" is no finite FLOAT number: it is too large, and must be read as DOUBLE",
                () -> numbers(file, DataType.FLOAT));
        assertEquals(2, numbers(file, DataType.DOUBLE).rows());
    }

    @Test
    void numbersWithCommasAreToldWithAdvice() {
        for (String field : List.of("0,5", "1.234,5", "\"1,234.5\"", "-1,5e3")) {
            assertRejected(
                    field.replace("\"", "") + "\" is no finite DOUBLE number; write it with a decimal point",
                    () -> read("a;b\n1;2\n3;" + field + "\n"));
        }
    }

    @Test
    void longFieldsAreRefusedAsShortOnesAre() {
        String commas = "1,".repeat(10_000) + "1";
        assertRejected("is no finite DOUBLE number; write it with", () -> read("a\n1\n\"" + commas + "\"\n"));
        assertRejected("line 1 may be a header", () -> read("\"" + commas + "\"\n1\n"));
        assertRejected("table.csv, line 2", () -> read("1.5,2\n" + "9".repeat(100_000) + ",3\n"));
    }

    @Test
    void separatorsBetweenQuotesSeparateNothing() throws IOException {
        CsvTable table = read("\"x; y\",\"z\t\"\n1,2\n", CsvHeader.AUTO);
        assertEquals(List.of("x; y", "z"), table.header());
        assertIdentical(Nd4j.createFromArray(new double[][] {{1, 2}}), table.numbers());
    }

    @Test
    void anIndexIsNoFeature() throws IOException {
        String index = "column 1 counts the lines, as an index does; name the columns that are used, columns = \"2-3\"";
        for (int start = 0; start < 2; start++) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 10; i++) {
                text.append(start + i).append(',').append(i * i).append(",7.5\n");
            }
            assertRejected(index, () -> read(text.toString()));
            assertRejected(index, () -> read("n,a,b\n" + text));
            assertEquals(2, read(text.toString(), ColumnSelection.of("2-3")).columns());
            assertEquals(3, read(text.toString(), ColumnSelection.of("1-3")).columns());
            String other = text + "11.5,3,2\n";
            assertEquals(11, read(other).rows());
        }
        for (String pandas : List.of(",a,b\n0,5.1,3.5\n1,4.9,3.0\n", ",0,1\n0,5.1,3.5\n1,4.9,3.0\n")) {
            assertRejected("line 1 may be a header or not", () -> read(pandas));
            assertRejected(index, () -> read(pandas, CsvHeader.YES));
            CsvTable table = read(pandas, ColumnSelection.of("2-3"), CsvHeader.YES);
            assertIdentical(Nd4j.createFromArray(new double[][] {{5.1, 3.5}, {4.9, 3}}), table.numbers());
        }
        assertEquals(
                12, read("0\n".repeat(2) + "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n").rows());
    }

    @Test
    void otherEncodingsAreNamedAndControlCharactersNeverPrinted() throws IOException {
        Path file = folder.resolve("table.csv");
        for (Charset charset : List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            Files.write(file, "1,2\n3,4\n".getBytes(charset));
            assertRejected("table.csv is no text in UTF-8: it has NUL", () -> numbers(file, DataType.FLOAT));
        }
        assertRejected("line 2, column 1: \"x\\u0000y\\u001b\"", () -> read("1,2\nx\0y\u001b,3\n"));
        assertRejected("\"" + "x".repeat(40) + "...\" is no", () -> read("1,2\n" + "x".repeat(1000) + ",3\n"));
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
    void missingFilesAreTold() {
        Path missing = folder.resolve("missing.csv");
        assertThrows(NoSuchFileException.class, () -> numbers(missing, DataType.FLOAT));
    }

    @Property(tries = 50)
    void whatJavaPrintsIsReadBitForBit(@ForAll @Size(min = 1, max = 20) double[] values) throws IOException {
        Path file = Files.createTempFile("property", ".csv");
        try {
            Files.writeString(
                    file, Arrays.stream(values).mapToObj(Double::toString).collect(Collectors.joining("\t")));
            INDArray read = numbers(file, DataType.DOUBLE);
            assertIdentical(Nd4j.createFromArray(new double[][] {values}), read);
        } finally {
            Files.delete(file);
        }
    }
}
