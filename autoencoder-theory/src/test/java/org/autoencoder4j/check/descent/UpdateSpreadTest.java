package org.autoencoder4j.check.descent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.autoencoder4j.check.internal.HeapColumns;
import org.autoencoder4j.descent.Normalisation;
import org.junit.jupiter.api.Test;

/** The jackknife by hand, with two columns in the plane and three groups. */
class UpdateSpreadTest {
    private static final double[] STILL = {0, 0};

    private static UpdateSpread spread(Normalisation normalisation) {
        HeapColumns weights = HeapColumns.of(new double[] {1, 2}, new double[] {0, 1});
        HeapColumns atoms = HeapColumns.of(new double[] {1, 0}, new double[] {0, 0});
        List<HeapColumns> gradients = List.of(
                HeapColumns.of(new double[] {0, 2}, STILL),
                HeapColumns.of(new double[] {0, 4}, STILL),
                HeapColumns.of(new double[] {0, 0}, STILL));
        return new UpdateSpread(weights, gradients, atoms, 0.5, normalisation);
    }

    /**
     * Means without one group: 2, 1, 3; column 0 becomes (1, 1), (1, 1.5), (1, .5), which are its distances from (1, 0).
     * Their variance by the jackknife is 2/3 (0 + .25 + .25) = 1/3. Column 1 stays at distance 1.
     */
    @Test
    void withoutNormalisation() {
        UpdateSpread spread = spread(Normalisation.NONE);
        assertEquals(Math.sqrt(1.0 / 3), spread.standardError(0), 1e-15);
        assertEquals(Math.sqrt(1.0 / 3), spread.noise(0), 1e-15);
        assertEquals(0, spread.standardError(1));
        assertEquals(0, spread.noise(1));
        assertEquals(Math.sqrt(1.0 / 3), spread.noise(2), 1e-15);
        double[] all = {Math.sqrt(2), Math.sqrt(3.25), Math.sqrt(1.25)};
        double mean = (all[0] + all[1] + all[2]) / 3;
        double squares = 0;
        for (double each : all) {
            squares += (each - mean) * (each - mean);
        }
        assertEquals(Math.sqrt(squares * 2 / 3), spread.standardError(2), 1e-15);
    }

    /** Both coordinates of the normalised column vary. */
    @Test
    void withNormalisation() {
        double[][] columns = {
            {1 / Math.sqrt(2), 1 / Math.sqrt(2)},
            {1 / Math.sqrt(3.25), 1.5 / Math.sqrt(3.25)},
            {1 / Math.sqrt(1.25), 0.5 / Math.sqrt(1.25)}
        };
        double variance = 0;
        for (int row = 0; row < 2; row++) {
            double mean = (columns[0][row] + columns[1][row] + columns[2][row]) / 3;
            for (double[] column : columns) {
                variance += (column[row] - mean) * (column[row] - mean) * 2 / 3;
            }
        }
        assertEquals(Math.sqrt(variance), spread(Normalisation.UNIT_COLUMNS).noise(0), 1e-15);
    }

    @Test
    void aStep() {
        double[] column = {3, 5};
        double[] gradient = {0, 2};
        assertArrayEquals(new double[] {3, 4}, UpdateSpread.update(column, gradient, 0.5, Normalisation.NONE));
        double[] unit = UpdateSpread.update(column, gradient, 0.5, Normalisation.UNIT_COLUMNS);
        assertArrayEquals(new double[] {0.6, 0.8}, unit, 1e-15);
        double[] vanishing = {6, 10};
        assertArrayEquals(column, UpdateSpread.update(column, vanishing, 0.5, Normalisation.UNIT_COLUMNS));
        assertArrayEquals(new double[] {0, 0}, UpdateSpread.update(column, vanishing, 0.5, Normalisation.NONE));
    }
}
