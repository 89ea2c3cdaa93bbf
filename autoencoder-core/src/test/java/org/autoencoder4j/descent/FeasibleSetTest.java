package org.autoencoder4j.descent;

import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.autoencoder4j.testsupport.ArrayAssert.assertUnchanged;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.autoencoder4j.gradient.Fixtures;
import org.autoencoder4j.linalg.SpectralNorm;
import org.autoencoder4j.testsupport.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class FeasibleSetTest {
    @ParameterizedTest
    @ValueSource(strings = {"p1_projection_0", "p1_projection_1"})
    void agreesWithTheGoldenFiles(String name) {
        Golden golden = Golden.read(name);
        FeasibleSet set =
                new FeasibleSet(golden.matrix("inputs/A0"), golden.number("inputs/delta"), golden.number("inputs/cap"));
        INDArray m = golden.matrix("inputs/M");
        assertClose(golden.matrix("outputs/ball"), set.ontoBalls(m), golden.tolerance());
        assertClose(golden.matrix("outputs/spectral"), set.ontoSpectralBall(m), golden.tolerance());
        assertClose(golden.matrix("outputs/dykstra"), assertUnchanged(() -> set.project(m), m), golden.tolerance());
        INDArray inFloat = set.project(m.castTo(DataType.FLOAT));
        assertEquals(DataType.FLOAT, inFloat.dataType());
        assertClose(golden.matrix("outputs/dykstra"), inFloat.castTo(DataType.DOUBLE), 1e-4);
    }

    /** The variational inequality: for every feasible V, {@code <W - P, V - P> <= 0}; and the projection is feasible. */
    @Property(tries = 6)
    void isTheNearestFeasiblePoint(@ForAll @IntRange(max = 1000) int seed) {
        INDArray centre = Fixtures.normal(seed, "centre", 4, 6);
        double cap = 1.02 * SpectralNorm.of(centre);
        FeasibleSet set = new FeasibleSet(centre, 0.6, cap);
        INDArray w = centre.add(Fixtures.normal(seed, "offset", 4, 6));
        INDArray p = set.project(w);
        assertTrue(p.sub(centre).norm2(0).maxNumber().doubleValue() <= 0.6 + 1e-8);
        assertTrue(SpectralNorm.of(p) <= cap + 1e-8);
        for (int i = 0; i < 5; i++) {
            INDArray feasible = set.project(centre.add(Fixtures.normal(seed + i + 1, "feasible", 4, 6)));
            double inner = w.sub(p).mul(feasible.sub(p)).sumNumber().doubleValue();
            assertTrue(inner <= 1e-8, "inner product " + inner);
        }
        assertClose(p, set.project(p), 1e-8);
    }

    @Test
    void refusesWhatMayBeEmptyOrDoesNotFit() {
        INDArray centre = Fixtures.normal(1, "centre", 4, 6);
        IllegalArgumentException empty =
                assertThrows(IllegalArgumentException.class, () -> new FeasibleSet(centre, 0.1, 0.5));
        assertTrue(empty.getMessage().contains("may be empty"), empty.getMessage());
        FeasibleSet set = new FeasibleSet(centre, 0.1, 100);
        assertThrows(IllegalArgumentException.class, () -> set.project(centre.transpose()));
        assertThrows(IllegalArgumentException.class, () -> new FeasibleSet(centre, -1, 100));
    }
}
