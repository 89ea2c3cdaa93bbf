package org.autoencoder4j.gradient.internal.form;

import org.autoencoder4j.gradient.internal.rows.ActiveCodes;
import org.autoencoder4j.gradient.internal.rows.ColumnSums;
import org.autoencoder4j.gradient.internal.rows.EncoderParameters;
import org.autoencoder4j.gradient.internal.rows.LaneSums;
import org.autoencoder4j.gradient.internal.rows.Rows;
import org.autoencoder4j.gradient.internal.rows.Shape;

/**
 * What the reconstructions cost where {@code G = W^T W} is known: {@code V = (P - G X) .* 1[X != 0]} from the rows of G
 * for the active units alone, and the sum C of all {@code X X^T}, of which {@code W C} is subtracted once at the end.
 */
final class CodesGram {
    private final GramMatrix gram;
    private final Rows gramRows;
    private final Rows[] sums;

    CodesGram(Shape shape, int lanes) {
        this.gram = new GramMatrix(shape);
        this.gramRows = shape.rows(shape.units(), shape.units());
        this.sums = new Rows[lanes];
        for (int lane = 0; lane < lanes; lane++) {
            sums[lane] = shape.rows(shape.units(), shape.units());
        }
    }

    void begin(EncoderParameters parameters, int workers) {
        gram.compute(parameters.weights(), gramRows, workers);
    }

    void clear(int lane) {
        sums[lane].clear();
    }

    /** C, column by column. */
    ColumnSums sums() {
        return ColumnSums.of(sums);
    }

    /**
     * Adds codes to C, V to the bias and {@code -X^T (P + V)} to the loss.
     *
     * @param factors receives {@code X + V} for each entry
     */
    void add(int lane, ActiveCodes codes, double[] factors, LaneSums s) {
        Rows sum = sums[lane];
        for (int sample = 0; sample < codes.samples(); sample++) {
            int from = codes.starts[sample];
            int to = codes.starts[sample + 1];
            double inner = 0;
            double squares = 0;
            for (int e = from; e < to; e++) {
                int unit = codes.units[e];
                double code = codes.codes[e];
                double v = codes.products[e] - gramRows.gather(unit, codes.units, codes.codes, from, to);
                inner += code * (codes.products[e] + v);
                squares += code * code;
                s.bias[unit] += v;
                factors[e] = code + v;
                sum.scatter(unit, codes.units, codes.codes, from, to, code);
            }
            s.twiceLoss -= inner;
            s.codes += squares;
        }
    }
}
