package org.autoencoder4j.data.format;

import static org.autoencoder4j.data.Messages.assertRejected;
import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Tables of text in other dialects than comma, point and one line of names. */
class TableFormatsTest {
    private static final DataOptions USUAL = DataOptions.usual();
    private static final DataOptions COMMA = USUAL.withDecimal(DecimalMark.COMMA);
    private static final INDArray NUMBERS = Nd4j.createFromArray(new double[][] {{1, -2.5}, {4, 0.1}});

    @TempDir
    private Path folder;

    private CsvTable read(String name, String content, DataOptions options) throws IOException {
        return Csv.read(Files.writeString(folder.resolve(name), content), DataType.DOUBLE, options);
    }

    private CsvTable read(String content, DataOptions options) throws IOException {
        return read("table.csv", content, options);
    }

    /** The third and fourth are what NumPy's savetxt writes, without and with a format of fixed width. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1 -2.5\n4 0.1\n",
                "a b\n1 -2.5\n4 0.1\n",
                "1.000000000000000000e+00 -2.500000000000000000e+00\n4.000000000000000000e+00 1.000000000000000056e-01\n",
                "   1.00   -2.50\n   4.00    0.10\n",
                "# a b\n1 -2.5\n4 0.1\n",
                "# made by hand\n#\n1,-2.5\n# and a line between\n4,0.1\n# end\n",
                "sep=;\n1;-2.5\n4;0.1\n",
                "\"sep=|\"\r\n1|-2.5\r\n4|0.1\r\n",
                "\uFEFFsep=;\na;b\n1;-2.5\n4;0.1\n",
                "#a,b\n1,-2.5\n4,0.1\n",
            })
    void dialectsAreRead(String content) throws IOException {
        assertIdentical(NUMBERS, read(content, USUAL).numbers());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1;-2,5\n4;0,1\n",
                "a;b\n1;-2,5\n4;0,1\n",
                "1\t-2,5\n4\t,1\n",
                "1 -2,5\n4 0,1\n",
                "\"1\";\"-2,5\"\n\"4\";\"1e-1\"\n"
            })
    void decimalCommasAreReadIfAskedFor(String content) throws IOException {
        assertIdentical(NUMBERS, read(content, COMMA).numbers());
    }

    @Test
    void theOtherMarkIsRefusedWithAdvice() {
        assertRejected("or read the file with the decimal mark comma", () -> read("a;b\n1;2\n3;4,5\n", USUAL));
        assertRejected(
                "line 3, column 2: \"1.234,5\" is no finite DOUBLE number; with the decimal mark comma a number has no"
                        + " point",
                () -> read("a;b\n1;2\n3;1.234,5\n", COMMA));
    }

    /** Years below names: a header of their own, or a row. */
    @Test
    void aLineBelowNamesThatMayBeAHeaderIsRefused() throws IOException {
        for (DataOptions options : List.of(USUAL, USUAL.withHeader(CsvHeader.YES))) {
            assertRejected(
                    "line 2 may be a header or not, below a comment that names the columns",
                    () -> read("# date, site\n1990,1991\n3,4\n", options));
        }
        INDArray rows = Nd4j.createFromArray(new double[][] {{1990, 1991}, {3, 4}});
        assertIdentical(
                rows,
                read("# date, site\n1990,1991\n3,4\n", USUAL.withHeader(CsvHeader.NO))
                        .numbers());
        assertEquals(
                List.of("a", "b"),
                read("# a b\n1 -2.5\n4 0.1\n", USUAL.withHeader(CsvHeader.YES)).header());
    }

    @Test
    void commentsNameColumnsIfTheyFit() throws IOException {
        assertEquals(List.of("a", "b c"), read("# a,b c\n1,2\n", USUAL).header());
        assertEquals(List.of(), read("# a,b,c\n1,2\n", USUAL).header(), "too many");
        assertEquals(List.of(), read("# a,7\n1,2\n", USUAL).header(), "a number");
        assertEquals(
                List.of("a", "7"),
                read("# a,7\n1,2\n", USUAL.withHeader(CsvHeader.YES)).header());
        assertEquals(
                List.of(), read("# a,b\n1,2\n", USUAL.withHeader(CsvHeader.NO)).header());
        assertEquals(List.of("x", "y"), read("# a,b\nx,y\n1,2\n", USUAL).header(), "above names");
        assertEquals(List.of(), read("# \"a,b\n1,2\n", USUAL).header(), "half a quote");
        assertRejected("has no line of numbers", () -> read("# a,b\n# c\n", USUAL));
        assertRejected("table.csv, line 4 has 1 columns and line 2 has 2", () -> read("# a\n1,2\n#\n3\n", USUAL));
        assertRejected("line 3, column 1: \"x\" is no", () -> read("sep=;\n1;2\nx;3\n", USUAL));
        assertRejected("table.csv, line 2 may be a header or not", () -> read("#\n0,1\n5.5,3\n", USUAL));
    }

    @Test
    void tabsSeparateWhatIsNamedSo() throws IOException {
        CsvTable table = read("table.tsv", "a, b\n1\n2\n", USUAL);
        assertEquals(List.of("a, b"), table.header());
        assertIdentical(
                NUMBERS, read("table.TSV", "a,\tb\n1\t-2.5\n4\t0.1\n", USUAL).numbers());
    }

    @Test
    void blanksSeparateNothingInOneColumn() throws IOException {
        assertEquals(List.of("my values"), read("my values\n1\n2\n", USUAL).header());
        assertEquals(
                1,
                read("12 kg\n4\n5\n", USUAL.withHeader(CsvHeader.YES)).numbers().columns());
        assertRejected("line 2, column 1: \"dog 2\" is no", () -> read("cat 1\ndog 2\n", USUAL));
        assertEquals(3, read("1 2 4", USUAL).numbers().columns(), "one line");
        assertRejected("line 3 has 3 columns and line 1 has 2", () -> read("1 2\n3 4\n5 6 7\n", USUAL));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "b            | 2",
                "c, a         | 3 1",
                "b,1          | 2 1",
                "2-3,a        | 2 3 1",
                "1-2          | 1 2",
            })
    void columnsAreSelectedByName(String list, String expected) throws IOException {
        for (String content : List.of("a,b,c\n1,2,3\n", "# a,b,c\n1,2,3\n", "a b c\n1 2 3\n")) {
            CsvTable table = read(content, USUAL.withColumns(ColumnSelection.ofNames(list)));
            String[] numbers = expected.split(" ", -1);
            assertEquals(numbers.length, table.numbers().columns());
            for (int i = 0; i < numbers.length; i++) {
                assertEquals(Double.parseDouble(numbers[i]), table.numbers().getDouble(0, i));
                assertEquals(
                        List.of("a", "b", "c").get(Integer.parseInt(numbers[i]) - 1),
                        table.header().get(i));
            }
        }
    }

    @Test
    void namesThatAreNotThereOnceAreTold() {
        assertRejected(
                "table.csv has no column of the name \"d\"; its first line names \"a\", \"b\"",
                () -> read("a,b\n1,2\n", USUAL.withColumns(ColumnSelection.ofNames("a,d"))));
        assertRejected(
                "has several columns of the name \"a\"",
                () -> read("a,b,a\n1,2,3\n", USUAL.withColumns(ColumnSelection.ofNames("a"))));
        assertRejected(
                "must not name a column twice",
                () -> read("a,b\n1,2\n", USUAL.withColumns(ColumnSelection.ofNames("a,1"))));
        assertRejected(
                "asks for column 3", () -> read("a,b\n1,2\n", USUAL.withColumns(ColumnSelection.ofNames("a,3"))));
        assertRejected("has an empty name", () -> ColumnSelection.ofNames("a,,b"));
        assertRejected("must lie between 1 and", () -> ColumnSelection.ofNames("a,3-2"));
        assertRejected(
                "line 1, column 1: \"a\" is no finite",
                () -> read("a,b\n1,2\n", USUAL.withHeader(CsvHeader.NO).withColumns(ColumnSelection.ofNames("a"))));
    }

    @Test
    void quotesMustBeWhole() throws IOException {
        assertRejected(
                "table.csv, line 2 has text after a quoted field; a quote within quotes is written twice",
                () -> read("1,2\n\"3\"4,5\n", USUAL));
        assertRejected("line 2 has a quote without its partner", () -> read("1,2\n3,\"4\n", USUAL));
        assertEquals(
                List.of("say \"a\", or b"),
                read("\"say \"\"a\"\", or b\";x\n1;2\n", USUAL.withColumns(ColumnSelection.of("1")))
                        .header());
        assertRejected("sep=\" is a quote", () -> read("sep=\"\n1,2\n", USUAL));
    }
}
