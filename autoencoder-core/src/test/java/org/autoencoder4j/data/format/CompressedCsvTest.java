package org.autoencoder4j.data.format;

import static org.autoencoder4j.data.Messages.assertRejected;
import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import java.util.zip.Inflater;
import org.autoencoder4j.progress.Work;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class CompressedCsvTest {
    private static final String TEXT = "4,5\n6,7\n";
    private static final int HEADER = 10;
    private static final int TRAILER = 8;

    @TempDir
    private Path folder;

    private static INDArray numbers(Path file) throws IOException {
        return Csv.read(file, DataType.FLOAT, ColumnSelection.all(), CsvHeader.AUTO)
                .numbers();
    }

    private static byte[] compressed(String text) throws IOException {
        return compressed(text, Deflater.DEFAULT_COMPRESSION);
    }

    private static byte[] compressed(String text, int level) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(compressed) {
            {
                def.setLevel(level);
            }
        }) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return compressed.toByteArray();
    }

    private Path parts(byte[]... parts) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.write(part);
        }
        return Files.write(folder.resolve("parts.csv.gz"), all.toByteArray());
    }

    private static String refusal(Path file) {
        String message = assertThrows(IllegalArgumentException.class, () -> numbers(file), file::toString)
                .getMessage();
        return message.substring(file.toString().length());
    }

    private static byte[] changed(byte[] bytes, int at, int bits) {
        byte[] changed = bytes.clone();
        changed[at] ^= (byte) bits;
        return changed;
    }

    @Test
    void readsCompressedTables() throws IOException {
        Path file = Files.write(folder.resolve("table.CSV.GZ"), compressed("1,-2.5,3e-5\r\n4,0.1,1e10\r\n"));
        double[][] expected = {{1, -2.5, 3e-5}, {4, 0.1, 1e10}};
        assertIdentical(Nd4j.createFromArray(expected).castTo(DataType.FLOAT), numbers(file));
    }

    @Test
    void everyPartIsRead() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 5000; i++) {
            text.append(i * 7919 % 1000).append(',').append(i).append('\n');
        }
        byte[] first = compressed(text.toString());
        byte[] second = compressed(TEXT);
        assertEquals(5002, numbers(parts(first, second)).rows());
        assertEquals(5004, numbers(parts(first, second, compressed(""), second)).rows());
        for (byte[] head : new byte[][] {first, second}) {
            for (int length = 1; length < second.length; length++) {
                Path cut = parts(head, Arrays.copyOf(second, length));
                assertRejected("parts.csv.gz is no whole .gz file: ", () -> numbers(cut));
            }
            Path followed = parts(head, "garbage that is longer than any header".getBytes(StandardCharsets.UTF_8));
            assertEquals(
                    " is no whole .gz file: 38 bytes follow after byte " + head.length
                            + " that are no compressed data: a second part may be cut or damaged",
                    refusal(followed));
        }
    }

    @Test
    void manyEmptyPartsAreSkipped() throws IOException {
        byte[] empty = compressed("");
        byte[] all = new byte[100_000 * empty.length];
        for (int at = 0; at < all.length; at += empty.length) {
            System.arraycopy(empty, 0, all, at, empty.length);
        }
        assertEquals(2, numbers(parts(all, compressed(TEXT), all)).rows());
    }

    /** Without compression the text lies open in the file, so that what is damaged is known. */
    @Test
    void damageIsToldByWhatItHits() throws IOException {
        byte[] whole = compressed(TEXT, Deflater.NO_COMPRESSION);
        int text = new String(whole, StandardCharsets.ISO_8859_1).indexOf(TEXT);
        String damaged = " is no whole .gz file: ";
        // A 6 that becomes a 2 leaves a table, but not its checksum. A 6 that becomes a v is refused when it is read.
        assertEquals(damaged + "Corrupt GZIP trailer", refusal(parts(changed(whole, text + 4, '6' ^ '2'))));
        assertEquals(
                ", line 2, column 1: \"v\" is no finite FLOAT number",
                refusal(parts(changed(whole, text + 4, '6' ^ 'v'))));
        assertEquals(damaged + "Not in GZIP format", refusal(parts(changed(whole, 0, 1))));
        assertEquals(damaged + "Unsupported compression method", refusal(parts(changed(whole, 2, 1))));
        assertEquals(damaged + "invalid stored block lengths", refusal(parts(changed(whole, text - 1, 1))));
        assertEquals(damaged + "Unexpected end of ZLIB input stream", refusal(parts(Arrays.copyOf(whole, text + 2))));
        assertEquals(
                damaged + "it is damaged or ends too early", refusal(parts(Arrays.copyOf(whole, whole.length - 1))));
        assertEquals(damaged + "Not in GZIP format", refusal(parts(TEXT.getBytes(StandardCharsets.UTF_8))));
        for (int length = 0; length < whole.length; length++) {
            Path cut = parts(Arrays.copyOf(whole, length));
            assertRejected("parts.csv.gz is no whole .gz file: ", () -> numbers(cut));
        }
        for (int bit = 0; bit < 8 * TRAILER; bit++) {
            Path file = parts(changed(whole, whole.length - TRAILER + bit / 8, 1 << bit % 8));
            assertEquals(damaged + "Corrupt GZIP trailer", refusal(file), "bit " + bit + " of the trailer");
        }
    }

    /**
     * A line that a changed bit has spoilt is refused as it would be without compression, or else the checksum tells. Only
     * bits that fill the last byte of the compressed text change nothing.
     */
    @Test
    void everyChangedBitOfCompressedTextIsNoticed() throws IOException {
        byte[] whole = compressed(TEXT);
        Set<String> outcomes = new HashSet<>();
        for (int bit = 8 * HEADER; bit < 8 * (whole.length - TRAILER); bit++) {
            byte[] changed = changed(whole, bit / 8, 1 << bit % 8);
            Path file = parts(changed);
            Optional<String> text = text(changed);
            Optional<String> refusedLine = text.flatMap(CompressedCsvTest::refusalOfLine);
            if (text.equals(Optional.of(TEXT))) {
                assertEquals(2, numbers(file).rows());
                assertEquals(whole.length - TRAILER - 1, bit / 8);
                outcomes.add("read");
            } else if (refusedLine.isPresent()) {
                assertEquals(refusedLine.get(), refusal(file), "bit " + bit);
                outcomes.add("line");
            } else {
                String told = refusal(file);
                assertTrue(told.matches(" is no whole \\.gz file: (?!null).+"), "bit " + bit + ": " + told);
                outcomes.add("file");
            }
        }
        assertEquals(Set.of("read", "line", "file"), outcomes);
    }

    /** The text, or what there is of it if its end is missing; empty if it cannot be decompressed. */
    private static Optional<String> text(byte[] compressed) {
        byte[] text = new byte[1 << 10];
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(compressed, HEADER, compressed.length - HEADER);
            return Optional.of(new String(text, 0, inflater.inflate(text), StandardCharsets.UTF_8));
        } catch (DataFormatException e) {
            return Optional.empty();
        } finally {
            inflater.end();
        }
    }

    /** Why a line of the text is refused before the end is reached, if one is. */
    private static Optional<String> refusalOfLine(String text) {
        try {
            parser(text).read();
        } catch (IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        } catch (IOException e) {
            return Optional.empty();
        }
        throw new AssertionError("a text that fails at its end was read");
    }

    private static CsvParser parser(String text) {
        Reader failing = new StringReader(text) {
            @Override
            public int read(char[] target, int offset, int length) throws IOException {
                int read = super.read(target, offset, length);
                if (read < 0) {
                    throw new EOFException();
                }
                return read;
            }
        };
        return new CsvParser(Path.of(""), failing, DataType.FLOAT, DataOptions.usual(), Work.begin("test"));
    }
}
