package org.autoencoder4j.data.format;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The numbers of a CSV file.
 *
 * @param numbers the selected columns, {@code N x n} in 'c' order: one row for each line but the header
 * @param header the names of the selected columns if the first line was taken for a header; empty if it was taken for
 *     numbers, and is the first row
 */
public record CsvTable(INDArray numbers, List<String> header) {
    /**
     * Keeps the array, and a copy of the list.
     *
     * @param numbers the selected columns
     * @param header the names of the selected columns, or empty
     */
    public CsvTable {
        header = List.copyOf(header);
    }
}
