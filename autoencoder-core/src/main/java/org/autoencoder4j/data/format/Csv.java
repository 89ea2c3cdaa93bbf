package org.autoencoder4j.data.format;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.ZipException;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.data.format.internal.WholeGzip;
import org.autoencoder4j.progress.Work;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Reads tables of numbers from text files, plain or compressed ({@code .gz}), in UTF-8.
 *
 * <ul>
 *   <li>Fields are separated by tabs, semicolons or commas: by the first of these three that occurs in the first line
 *       outside quotes; by tabs in a file whose name ends with {@code .tsv}; by what a line {@code sep=;} before all others
 *       says. If none of the three occurs, they are separated by blanks, one or more, if the first two lines have the same
 *       number of fields, at least two, and the second only numbers, as {@code np.savetxt} writes them. Else the file has
 *       one column.
 *   <li>Lines that begin with {@code #} are comments. The one just above the first other line names the columns, if that
 *       line has numbers, it has as many fields, and all of them are names (or the first line is said to be a header). If
 *       that line may be a header itself, as one of years, it is refused.
 *   <li>A number has a decimal point or, if that is asked for, a decimal comma, which then separates no fields. It may
 *       have an exponent, blanks around it, and double quotes around it. It must be finite in the type that is asked for. Columns that are not selected may hold any text in one line.
 *   <li>All lines must have the same number of fields. Empty lines may only follow the last one.
 *   <li>A first column that counts ten or more lines, from 0 or 1, is an index: it is refused unless columns are selected. With an empty name above it, fewer lines are enough.
 * </ul>
 *
 * <p>The first line is a header or not, as {@link CsvHeader} says. {@link CsvHeader#AUTO} takes it for
 *
 * <ul>
 *   <li>a header, if each selected field is a name and no field is a number. A name begins with a letter or an
 *       underscore, perhaps after a {@code #}, and is no word for a missing or special value such as {@code NA}, {@code
 *       NaN}, {@code null} or {@code inf};
 *   <li>numbers, if each selected field is a number, and the second line gives no reason to doubt it: a name above a
 *       number in another column does, and so do selected fields that are years (1500 to 2199, all different) or whole
 *       numbers at equal distances such as {@code 0,1,2,3}, if those of the second line are not. Of one or two fields
 *       only {@code 0} and {@code 0,1} are doubted.
 * </ul>
 *
 * and refuses all others.
 */
public final class Csv {
    private Csv() {}

    /**
     * Reads columns of a table. Cost: besides the result, Java's heap holds its numbers once more while it reads, and 100
     * bytes for each character of the longest line. Both together must fit into half of the heap (-Xmx): a compressed
     * file may hold a thousand times its size.
     *
     * @param file the file; compressed if its name ends with {@code .gz}
     * @param type FLOAT or DOUBLE
     * @param columns which columns, for example {@code ColumnSelection.of("1-64")}
     * @param header what the first line is
     * @return the numbers, and what the first line was taken for
     * @throws IOException if the file is missing or cannot be read
     * @throws IllegalArgumentException if the file has no line of numbers, lines of different length, fewer columns than
     *     are asked for, or a selected field that is no finite number; if its first line or first column is refused; if
     *     it takes more than half of the heap; or if it is compressed and damaged, cut, or followed by other bytes. The
     *     message names the file, and line and column if there are such
     */
    public static CsvTable read(Path file, DataType type, ColumnSelection columns, CsvHeader header)
            throws IOException {
        return read(file, type, DataOptions.usual().withColumns(columns).withHeader(header));
    }

    /**
     * Reads columns of a table with all options, at the same cost.
     *
     * @param file the file; compressed if its name ends with {@code .gz}
     * @param type FLOAT or DOUBLE
     * @param options the columns, what the first line is, and the decimal mark
     * @return the numbers, and what the first line was taken for
     * @throws IOException if the file is missing or cannot be read
     * @throws IllegalArgumentException as {@link #read(Path, DataType, ColumnSelection, CsvHeader)} does, or if a column
     *     is asked for by a name that is not there once
     */
    public static CsvTable read(Path file, DataType type, DataOptions options) throws IOException {
        Checks.realType("type", type);
        boolean compressed = file.toString().toLowerCase(Locale.ROOT).endsWith(".gz");
        try (InputStream bytes = Files.newInputStream(file);
                InputStream plain = compressed ? new WholeGzip(bytes) : bytes;
                Reader text = new InputStreamReader(plain, StandardCharsets.UTF_8);
                Work work = Work.begin("reading " + file.getFileName() + ": lines")) {
            CsvTable table = new CsvParser(file, text, type, options, work).read();
            work.complete();
            return table;
        } catch (ZipException | EOFException e) {
            String reason = e.getMessage() == null ? "it is damaged or ends too early" : e.getMessage();
            throw new IllegalArgumentException(file + " is no whole .gz file: " + reason, e);
        }
    }
}
