package org.autoencoder4j.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.autoencoder4j.linalg.Checks;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Reads tables of numbers from text files, plain or compressed ({@code .gz}), in UTF-8.
 *
 * <ul>
 *   <li>Fields are separated by tabs, semicolons or commas: by the first of these three that occurs in the first line. A
 *       file with none of them has one column.
 *   <li>The first line is a header, and skipped, if none of its selected fields is a number.
 *   <li>A number has a decimal point, may have an exponent, blanks around it, and double quotes around it. It must be
 *       finite in the type that is asked for. Columns that are not selected may hold any text in one line.
 *   <li>All lines must have the same number of fields. Empty lines may only follow the last one.
 * </ul>
 */
public final class Csv {
    private Csv() {}

    /**
     * Reads columns of a table. Cost: about three times the memory of the result while it reads.
     *
     * @param file the file; compressed if its name ends with {@code .gz}
     * @param type FLOAT or DOUBLE
     * @param columns which columns, for example {@code ColumnSelection.of("1-64")}
     * @return the numbers, {@code N x n} in 'c' order: one row for each line but the header
     * @throws IOException if the file is missing or cannot be read
     * @throws IllegalArgumentException if the file has no line of numbers, lines of different length, fewer columns than
     *     are asked for, or a selected field that is no finite number; the message names line and column
     */
    public static INDArray read(Path file, DataType type, ColumnSelection columns) throws IOException {
        Checks.realType("type", type);
        boolean compressed = file.toString().toLowerCase(Locale.ROOT).endsWith(".gz");
        try (InputStream bytes = Files.newInputStream(file);
                InputStream plain = compressed ? new GZIPInputStream(bytes) : bytes;
                BufferedReader lines = new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8))) {
            return new CsvTable(file, type, columns).read(lines);
        }
    }
}
