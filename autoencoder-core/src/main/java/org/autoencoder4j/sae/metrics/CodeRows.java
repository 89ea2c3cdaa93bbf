package org.autoencoder4j.sae.metrics;

import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.Elements;
import org.autoencoder4j.backend.internal.MatrixLines;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The codes of one sample after the other, without a copy of all of them on the heap. */
final class CodeRows {
    private final MatrixLines lines;
    private final double[] row;

    /** Codes in another order than 'c' are copied once. */
    CodeRows(String name, INDArray codes) {
        Checks.finite(name, codes);
        boolean inOrder = codes.ordering() == 'c' && Elements.isContiguous(codes);
        this.row = new double[codes.columns()];
        this.lines = new MatrixLines(inOrder ? codes : codes.dup('c'), row.length, row.length);
    }

    /** The codes of a sample, overwritten by those of the next. */
    double[] read(int sample) {
        lines.read(sample, 0, row, 0, row.length);
        return row;
    }
}
