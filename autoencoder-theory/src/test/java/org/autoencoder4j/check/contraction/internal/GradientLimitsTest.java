package org.autoencoder4j.check.contraction.internal;

import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;

import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.law.ValueLaw;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class GradientLimitsTest {
    /**
     * Four of eight axes, so p1 = 1/2, and weights that are all the same: LamW = 4. Without noise |y| is at most 2; with
     * noise of .5 it is more by .5 (sqrt 8 + sqrt(2 (2 + 6))), and by .5 (8 * 10)^(1/4) in the mean of its fourth power.
     */
    @Test
    void byHand() {
        INDArray axes = Nd4j.eye(8).castTo(DataType.DOUBLE);
        INDArray same = Nd4j.zeros(DataType.DOUBLE, 8, 8);
        same.getRow(0).assign(1);
        GenerativeModel model = GenerativeModel.sparseCoding(axes, 4, ValueLaw.rademacher(), 0.5);
        GradientLimits limits = GradientLimits.of(model, same, 2, Math.exp(6));
        double longest = 2 + 0.5 * (Math.sqrt(8) + 4);
        assertClose(1.5 * 6 * longest * longest, limits.bound(), 1e-12);
        double typical = 2 + 0.5 * Math.pow(80, 0.25);
        assertClose(0.5 * 6 * typical * typical * Math.exp(-4), limits.shift(), 1e-12);
        assertClose(
                1.5 * 2 * longest * longest,
                GradientLimits.of(model, axes, 2, Math.exp(6)).bound(),
                1e-12);
    }
}
