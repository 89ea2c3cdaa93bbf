package org.autoencoder4j.examples.samples;

import org.autoencoder4j.data.format.ColumnSelection;
import org.autoencoder4j.data.format.CsvHeader;
import org.autoencoder4j.data.format.DataOptions;
import org.autoencoder4j.data.format.DecimalMark;

/**
 * How a table of text is read.
 *
 * @param columns the columns that are read, or "all"
 * @param header what its first line is
 * @param decimal what stands before the decimals of a number
 */
public record TableText(String columns, CsvHeader header, DecimalMark decimal) {
    static final String ALL = "all";
    public static final TableText USUAL = new TableText(ALL, CsvHeader.AUTO);

    public TableText(String columns, CsvHeader header) {
        this(columns, header, DecimalMark.POINT);
    }

    public TableText withHeader(CsvHeader other) {
        return new TableText(columns, other, decimal);
    }

    public DataOptions options() {
        return DataOptions.usual()
                .withColumns(columns.equals(ALL) ? ColumnSelection.all() : ColumnSelection.ofNames(columns))
                .withHeader(header)
                .withDecimal(decimal);
    }
}
