package org.autoencoder4j.examples;

import org.autoencoder4j.data.format.ColumnSelection;
import org.autoencoder4j.data.format.CsvHeader;
import org.autoencoder4j.data.format.DataOptions;

/**
 * How a table of text is read.
 *
 * @param columns the columns that are read, or "all"
 * @param header what its first line is
 */
record TableText(String columns, CsvHeader header) {
    static final String ALL = "all";
    static final TableText USUAL = new TableText(ALL, CsvHeader.AUTO);

    TableText withHeader(CsvHeader other) {
        return new TableText(columns, other);
    }

    DataOptions options() {
        return DataOptions.usual()
                .withColumns(columns.equals(ALL) ? ColumnSelection.all() : ColumnSelection.of(columns))
                .withHeader(header);
    }
}
