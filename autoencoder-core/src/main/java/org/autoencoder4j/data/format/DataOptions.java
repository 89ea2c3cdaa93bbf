package org.autoencoder4j.data.format;

import java.util.Optional;

/**
 * What must be known of some files to read them; the other formats take no notice of it.
 *
 * @param columns the columns of a table that are read
 * @param header what the first line of a table is
 * @param decimal what stands before the decimals of a number in a table
 * @param array the array of an archive that is read; if empty, its only matrix
 */
public record DataOptions(ColumnSelection columns, CsvHeader header, DecimalMark decimal, Optional<String> array) {
    /**
     * All columns, a first line that is told by itself, decimal points, and the only matrix.
     *
     * @return the usual options
     */
    public static DataOptions usual() {
        return new DataOptions(ColumnSelection.all(), CsvHeader.AUTO, DecimalMark.POINT, Optional.empty());
    }

    /**
     * Selects columns of a table.
     *
     * @param selection the columns
     * @return new options
     */
    public DataOptions withColumns(ColumnSelection selection) {
        return new DataOptions(selection, header, decimal, array);
    }

    /**
     * Says what the first line of a table is.
     *
     * @param first what it is
     * @return new options
     */
    public DataOptions withHeader(CsvHeader first) {
        return new DataOptions(columns, first, decimal, array);
    }

    /**
     * Says what stands before the decimals of a number in a table.
     *
     * @param mark the mark
     * @return new options
     */
    public DataOptions withDecimal(DecimalMark mark) {
        return new DataOptions(columns, header, mark, array);
    }

    /**
     * Selects an array of an archive.
     *
     * @param name its name
     * @return new options
     */
    public DataOptions withArray(String name) {
        return new DataOptions(columns, header, decimal, Optional.of(name));
    }
}
