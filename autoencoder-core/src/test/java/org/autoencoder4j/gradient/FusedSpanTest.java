package org.autoencoder4j.gradient;

import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.autoencoder4j.testsupport.ArrayAssert.relativeDifference;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Objects;
import java.util.OptionalInt;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.autoencoder4j.descent.LearningRate;
import org.autoencoder4j.descent.SpanDescent;
import org.autoencoder4j.gradient.internal.FusedSpan;
import org.autoencoder4j.gradient.internal.SpanBatchGradient;
import org.autoencoder4j.gradient.internal.SpanGradient;
import org.autoencoder4j.network.SpanAutoencoder;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

class FusedSpanTest {
    /** One neuron, the edges of a tile, and more tiles than lanes. */
    private static final int[] WIDTHS = {1, 2, 511, 512, 513, 1024, 2100};

    /** Both compute one gradient: tile by tile, and by products of whole arrays. */
    @Property(tries = 60)
    void equalsThePlainGradient(
            @ForAll @IntRange(min = 1, max = 40) int samples,
            @ForAll @IntRange(min = 1, max = 30) int features,
            @ForAll @IntRange(min = 0, max = 6) int width,
            @ForAll Shift shift,
            @ForAll boolean joint,
            @ForAll boolean single,
            @ForAll int seed) {
        DataType type = single ? DataType.FLOAT : DataType.DOUBLE;
        Regime regime = joint ? Regime.JOINTLY_TRAINED : Regime.WEAKLY_TRAINED;
        Case drawn = new Case(samples, features, WIDTHS[width], shift, type, seed);
        SpanDescent rule = SpanDescent.of(drawn.x, regime, LearningRate.constant(0.1));
        SpanAutoencoder parameters = rule.begin(drawn.autoencoder);
        SpanBatchGradient fusedSource = new SpanBatchGradient(parameters.samples(), regime);
        SpanBatchGradient plainSource = new SpanBatchGradient(parameters.samples(), regime);
        SpanGradient fused = fusedSource.at(parameters, 0);
        SpanGradient plain = plainSource.plain(parameters);

        double tolerance = single ? 1e-5 : 1e-12;
        // Where outputs cancel, what rounding leaves of their sums is large beside the residuals.
        double rounding = 2 * (single ? Math.ulp(1f) : Math.ulp(1.0)) * drawn.magnitude() / Math.sqrt(2 * plain.loss());
        assertEquals(joint ? 3 : 2, plain.arrays().size());
        plain.arrays()
                .forEach((name, expected) -> assertTrue(
                        relativeDifference(
                                        expected,
                                        Objects.requireNonNull(fused.arrays().get(name)))
                                <= tolerance + rounding,
                        name));
        assertEquals(plain.loss(), fused.loss(), (tolerance + 2 * rounding) * plain.loss());
        assertEquals(
                plain.norm(), fused.norm(), 10 * tolerance * (plain.norm() + plain.loss()) + rounding * plain.norm());
        assertEquals(plain.meanL0(), fused.meanL0(), 1e-5 * WIDTHS[width]);
        assertEquals(plain.deadUnits(), fused.deadUnits());
    }

    /** Three outputs of which each sums 512 numbers a thousand times as large as itself. */
    @Test
    void equalsThePlainGradientWhereOutputsCancel() {
        equalsThePlainGradient(3, 1, 3, Shift.ALL_ACTIVE, true, true, 2);
    }

    @Test
    void anyNumberOfThreadsGivesTheSameBits() {
        for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
            Case drawn = new Case(33, 17, 2100, Shift.NONE, type, 5);
            INDArray[] one = computed(drawn, 1);
            for (int threads : new int[] {2, 3, 8}) {
                INDArray[] many = computed(drawn, threads);
                for (int i = 0; i < one.length; i++) {
                    assertIdentical(one[i], many[i]);
                }
            }
        }
    }

    private static INDArray[] computed(Case drawn, int threads) {
        DataType type = drawn.x.dataType();
        int width = drawn.autoencoder.width();
        int samples = drawn.x.rows();
        INDArray[] results = {
            Nd4j.create(type, new long[] {samples, width}, 'f'),
            Nd4j.create(type, new long[] {samples, width}, 'f'),
            Nd4j.create(type, new long[] {drawn.x.columns(), width}, 'f'),
            Nd4j.zeros(type, width),
            Nd4j.zeros(DataType.DOUBLE, 3)
        };
        INDArray gram = Nd4j.gemm(drawn.x, drawn.x, false, true);
        FusedSpan.Sizes sizes = new FusedSpan(drawn.x, gram, OptionalInt.of(threads))
                .compute(
                        drawn.autoencoder.preActivations(drawn.x),
                        drawn.autoencoder.decoder(),
                        drawn.autoencoder.scale(),
                        true,
                        new FusedSpan.Target(results[0], results[1], results[2], results[3]));
        results[4].putScalar(0, sizes.loss()).putScalar(1, sizes.encoder()).putScalar(2, sizes.decoder());
        return results;
    }

    /** What is added to all pre-activations. */
    enum Shift {
        NONE(0),
        ALL_DEAD(-1e3),
        ALL_ACTIVE(1e3);

        private final double amount;

        Shift(double amount) {
            this.amount = amount;
        }
    }

    private static final class Case {
        private final INDArray x;
        private final TwoLayerAutoencoder autoencoder;

        /** The last feature is 1 in all samples; its weights shift the pre-activations. */
        Case(int samples, int features, int width, Shift shift, DataType type, int seed) {
            Random random = new Random(seed);
            x = gaussian(random, samples, features, 'c').castTo(type);
            x.getColumn(features - 1L).assign(1);
            INDArray encoder = gaussian(random, features, width, 'f').castTo(type);
            encoder.getRow(features - 1L).addi(shift.amount);
            autoencoder = new TwoLayerAutoencoder(
                    encoder, gaussian(random, features, width, 'f').castTo(type));
        }

        /** The norm of what the outputs would be if nothing in their sums cancelled. */
        double magnitude() {
            INDArray pre = autoencoder.preActivations(x).castTo(DataType.DOUBLE);
            INDArray hidden = Transforms.max(pre, 0);
            INDArray decoder = Transforms.abs(autoencoder.decoder().castTo(DataType.DOUBLE));
            return autoencoder.scale()
                    * Nd4j.gemm(hidden, decoder, false, true).norm2Number().doubleValue();
        }

        private static INDArray gaussian(Random random, int rows, int columns, char order) {
            double[] values = random.doubles((long) rows * columns, -1.5, 1.5).toArray();
            return Nd4j.create(values, new long[] {rows, columns}, order);
        }
    }
}
