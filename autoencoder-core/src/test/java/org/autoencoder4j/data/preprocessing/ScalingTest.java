package org.autoencoder4j.data.preprocessing;

import static org.autoencoder4j.data.Messages.assertRejected;
import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.autoencoder4j.testsupport.ArrayAssert.assertUnchanged;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.autoencoder4j.data.Batches;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ScalingTest {
    @Property(tries = 25)
    void eachFeatureGetsVarianceOneAndKeepsItsShape(
            @ForAll @IntRange(min = 2, max = 2500) int samples,
            @ForAll @IntRange(min = 1, max = 12) int features,
            @ForAll long seed) {
        INDArray observations = PreprocessingTest.observations(samples, features, seed);
        Scaling scaling = Scaling.of(Batches.of(observations));
        INDArray scaled = assertUnchanged(() -> scaling.apply(observations), observations);

        double[][] before = PreprocessingTest.covariance(observations);
        double[][] after = PreprocessingTest.covariance(scaled);
        for (int i = 0; i < features; i++) {
            for (int j = 0; j < features; j++) {
                // On the diagonal 1, elsewhere the correlation, which scaling does not change.
                double expected = before[i][j] / Math.sqrt(before[i][i] * before[j][j]);
                assertClose(Nd4j.scalar(expected), Nd4j.scalar(after[i][j]), 1e-9);
            }
        }
        assertClose(observations, scaling.invert(scaled), 1e-13);
    }

    /** StandardScaler(with_mean=False) of scikit-learn: deviations sqrt(2/3), 1 for a constant, and sqrt(8/3). */
    @Test
    void aFeatureThatDoesNotVaryStaysAsItIs() {
        for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
            INDArray observations = Nd4j.createFromArray(
                            new double[][] {{1, 0.1, 2, 0, 0.3}, {2, 0.1, 4, 0, 0.1 + 0.2}, {3, 0.1, 6, 0, 0.3}})
                    .castTo(type);
            INDArray deviations = Nd4j.createFromArray(Math.sqrt(2 / 3.0), 1, Math.sqrt(8 / 3.0), 1, 1)
                    .castTo(type);
            Scaling scaling = Scaling.of(Batches.of(observations));
            assertIdentical(observations.divRowVector(deviations), scaling.apply(observations));
        }
    }

    /** 0.1 is not a binary fraction: a mean by summing 10^5 of it errs, and a variance about that mean is not 0. */
    @Test
    void manyEqualEntriesDoNotVary() {
        INDArray observations = Nd4j.valueArrayOf(new long[] {100_000, 1}, 0.1, DataType.DOUBLE);
        Batches data = Batches.of(observations);
        assertIdentical(observations, Scaling.of(data).apply(observations));
        Preprocessing both = Preprocessing.fit(data, Centring::of, Scaling::of);
        assertClose(Nd4j.zeros(DataType.DOUBLE, 100_000, 1), both.apply(observations), 1e-10);
    }

    @Test
    void aSingleSampleStaysAsItIs() {
        INDArray single = PreprocessingTest.observations(1, 4, 2);
        assertIdentical(single, Scaling.of(Batches.of(single)).apply(single));
    }

    @Test
    void deviationsAreRightAtAnyScale() {
        INDArray observations = PreprocessingTest.observations(50, 3, 1);
        INDArray scaled = Scaling.of(Batches.of(observations.dup())).apply(observations);
        for (double scale : new double[] {0x1p-1000, 0x1p-600, 0x1p600, 0x1p1000}) {
            INDArray other = observations.mul(scale);
            assertClose(scaled, Scaling.of(Batches.of(other.dup())).apply(other), 1e-12);
        }
    }

    /** A deviation of one ulp of 3 is rounding beside a mean of 3, and data beside a mean that is as small. */
    @Test
    void whatOnlyRoundingVariesIsComparedWithTheMean() {
        double[] values = new double[16];
        Arrays.setAll(values, i -> 3 + (i % 2) * 2 * Math.ulp(3.0));
        INDArray rounding = Nd4j.createFromArray(values).reshape(16, 1);
        assertIdentical(rounding, Scaling.of(Batches.of(rounding.dup())).apply(rounding));
        INDArray alone = rounding.sub(3);
        INDArray expected = alone.div(Math.ulp(3.0));
        assertIdentical(expected, Scaling.of(Batches.of(alone.dup())).apply(alone));
    }

    @Test
    void whatCannotBeDividedByIsRejected() {
        assertRejected("deviation has an entry 0.0", () -> new Scaling(Nd4j.createFromArray(1.0, 0.0)));
        assertRejected("deviation has an entry -2.0", () -> new Scaling(Nd4j.createFromArray(-2.0, 1.0)));
        assertRejected("deviation [2]", () -> new Scaling(Nd4j.createFromArray(1.0, Double.NaN)));
    }
}
