package org.autoencoder4j.sae;

import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.gradient.Fixtures;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.sae.LatentActivation.HardThreshold;
import org.autoencoder4j.sae.LatentActivation.JumpRelu;
import org.autoencoder4j.sae.LatentActivation.Relu;
import org.autoencoder4j.sae.LatentActivation.TopK;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SparseAutoencoderTest {
    private static final int FEATURES = 5;
    private static final int UNITS = 7;

    private final INDArray encoder = Fixtures.normal(1, "encoder", FEATURES, UNITS);
    private final INDArray decoder = Fixtures.normal(2, "decoder", FEATURES, UNITS);
    private final INDArray encoderBias =
            Fixtures.normal(3, "b", 1, UNITS).reshape(UNITS).mul(0.3);
    private final INDArray decoderBias = Fixtures.normal(4, "c", 1, FEATURES).reshape(FEATURES);
    private final INDArray samples = Fixtures.observations(5, 40, FEATURES);

    private SparseAutoencoder with(boolean centred, LatentActivation activation) {
        return new SparseAutoencoder(encoder.dup(), encoderBias, decoder.dup(), decoderBias, centred, activation);
    }

    private double[] plainProducts(double[] sample, boolean centred) {
        return IntStream.range(0, UNITS)
                .mapToDouble(i -> encoderBias.getDouble(i)
                        + IntStream.range(0, FEATURES)
                                .mapToDouble(j -> encoder.getDouble(j, i)
                                        * (sample[j] - (centred ? decoderBias.getDouble(j) : 0)))
                                .sum())
                .toArray();
    }

    private double norm(int unit) {
        return decoder.getColumn(unit).norm2Number().doubleValue();
    }

    /** By the definition of each activation, one number after the other. */
    @Test
    void codesAndReconstructionsAreThoseOfTheDefinition() {
        double[] thetas = {0.2, -1, 0, 0.5, 1, 0.1, 3};
        for (boolean centred : new boolean[] {false, true}) {
            for (LatentActivation activation : new LatentActivation[] {
                new Relu(),
                new HardThreshold(0.7),
                JumpRelu.of(thetas),
                new TopK(3, false, false),
                new TopK(3, true, false),
                new TopK(2, true, true)
            }) {
                SparseAutoencoder sae = with(centred, activation);
                INDArray codes = sae.encode(samples);
                INDArray reconstructions = sae.reconstruct(samples);
                for (int s = 0; s < samples.rows(); s++) {
                    double[] z = plainProducts(samples.getRow(s).toDoubleVector(), centred);
                    double[] expected = expected(z, activation, thetas);
                    for (int i = 0; i < UNITS; i++) {
                        assertEquals(expected[i], codes.getDouble(s, i), 1e-12, sae + ", latent " + i);
                    }
                    for (int j = 0; j < FEATURES; j++) {
                        double y = decoderBias.getDouble(j);
                        for (int i = 0; i < UNITS; i++) {
                            boolean rescaled = activation instanceof TopK top && top.rescaled();
                            y += decoder.getDouble(j, i) * expected[i] / (rescaled ? norm(i) : 1);
                        }
                        assertEquals(y, reconstructions.getDouble(s, j), 1e-12);
                    }
                }
                double loss = samples.sub(reconstructions).norm2Number().doubleValue();
                assertEquals(loss * loss / (2 * samples.rows()), sae.loss(Batches.of(samples)), 1e-12);
            }
        }
    }

    private double[] expected(double[] z, LatentActivation activation, double[] thetas) {
        double[] code = new double[UNITS];
        for (int i = 0; i < UNITS; i++) {
            int unit = i;
            if (activation instanceof Relu) {
                code[i] = Math.max(z[i], 0);
            } else if (activation instanceof HardThreshold) {
                code[i] = Math.abs(z[i]) >= 0.7 ? z[i] : 0;
            } else if (activation instanceof JumpRelu) {
                code[i] = z[i] > Math.max(0, thetas[i]) ? z[i] : 0;
            } else if (activation instanceof TopK top) {
                double own = z[i] * (top.rescaled() ? norm(i) : 1);
                long greater = IntStream.range(0, UNITS)
                        .filter(j -> z[j] * (top.rescaled() ? norm(j) : 1) > own)
                        .filter(j -> j != unit)
                        .count();
                code[i] = greater < top.k() && (own > 0 || !top.relu()) ? own : 0;
            }
        }
        return code;
    }

    @Test
    void ofEqualProductsTheLowerLatentsStay() {
        double[] z = {1, 2, 1, 1, -3};
        new TopK(3, false, false).apply(z, new double[5]);
        assertTrue(Arrays.equals(new double[] {1, 2, 1, 0, 0}, z));
        double[] all = {-1, -2};
        new TopK(2, true, false).apply(all, new double[2]);
        assertTrue(Arrays.equals(new double[2], all));
    }

    @Test
    void aThresholdIsNotReached() {
        double[] z = {0.5, 0.5000001, 0, -1, -0.0};
        JumpRelu.of(0.5, 0.5, 0, -2, -1).apply(z, new double[5]);
        assertTrue(Arrays.equals(new double[] {0, 0.5000001, 0, 0, 0}, z));
    }

    @Test
    void lengthsOfTheDecoderGoIntoTheEncoder() {
        for (LatentActivation activation :
                new LatentActivation[] {new Relu(), JumpRelu.of(0.2, 0.1, 0, 0.5, 1, 0.1, 3), new TopK(3, true, true)
                }) {
            SparseAutoencoder sae = with(true, activation);
            SparseAutoencoder folded = sae.folded();
            for (double norm : folded.decoderNorms()) {
                assertEquals(1, norm, 1e-12);
            }
            assertClose(sae.reconstruct(samples), folded.reconstruct(samples), 1e-12);
        }
        for (LatentActivation activation : new LatentActivation[] {new HardThreshold(0.5), new TopK(3, true, false)}) {
            String message = refusal(() -> with(false, activation).folded());
            assertTrue(message.contains(activation.toString()), message);
        }
    }

    @Test
    void tiedOnesAreSparseOnesAndBack() {
        for (Activation activation : new Activation[] {Activation.relu(), Activation.hardThreshold(0.4)}) {
            TiedAutoencoder tied = new TiedAutoencoder(encoder.dup('f'), encoderBias, activation);
            SparseAutoencoder sae = SparseAutoencoder.of(tied);
            assertClose(tied.encode(samples), sae.encode(samples), 1e-14);
            assertClose(tied.reconstruct(samples), sae.reconstruct(samples), 1e-13);
            assertEquals(activation.name(), sae.toTied().activation().name());
        }
        assertTrue(refusal(() -> with(false, new Relu()).toTied()).contains("differ by up to"));
        TiedAutoencoder soft = new TiedAutoencoder(encoder.dup('f'), encoderBias, Activation.softThreshold(0.4));
        assertTrue(refusal(() -> SparseAutoencoder.of(soft)).contains("softThreshold"));
    }

    /** A product that is the threshold in FLOAT: 0.7 is rounded down and 0.1 up, and both keep it. */
    @Test
    void thresholdsInFloatAreThoseOfTheTiedOne() {
        for (double lambda : new double[] {0.7, 0.1, 0.5, 0}) {
            float at = (float) lambda;
            INDArray around = Nd4j.createFromArray(
                    new float[][] {{at}, {Math.nextDown(at)}, {Math.nextUp(at)}, {-at}, {-Math.nextDown(at)}});
            INDArray one = Nd4j.createFromArray(new float[][] {{1}});
            INDArray none = Nd4j.createFromArray(0f);
            TiedAutoencoder tied = new TiedAutoencoder(one, none, Activation.hardThreshold(lambda));
            SparseAutoencoder sae = SparseAutoencoder.of(tied);
            assertClose(tied.encode(around), sae.encode(around), 0);
            assertClose(tied.encode(around), sae.toTied().encode(around), 0);
            // One that was not made of a tied one compares with lambda as it is.
            SparseAutoencoder own = new SparseAutoencoder(one, none, one, none, false, new HardThreshold(lambda));
            assertClose(own.encode(around), own.toTied().encode(around), 0);
            assertEquals(at >= lambda, own.encode(around).getFloat(0) == at);
        }
    }

    /** Divided by the length 0 the reconstruction would not be a number, and unfolded latents would take a place. */
    @Test
    void latentsWithoutADirectionNeverCount() {
        INDArray dead = decoder.dup();
        dead.putColumn(2, Nd4j.zeros(DataType.DOUBLE, FEATURES));
        SparseAutoencoder sae =
                new SparseAutoencoder(encoder.mul(3), encoderBias, dead, decoderBias, true, new TopK(4, true, true));
        INDArray reconstructions = sae.reconstruct(samples);
        assertTrue(Double.isFinite(reconstructions.sumNumber().doubleValue()));
        assertClose(reconstructions, sae.folded().reconstruct(samples), 1e-12);
        assertEquals(0, sae.folded().encode(samples).getColumn(2).amaxNumber().doubleValue());
    }

    private static String refusal(org.junit.jupiter.api.function.Executable action) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, action).getMessage());
    }

    @Test
    void badInputIsNamed() {
        assertTrue(refusal(() -> with(true, JumpRelu.of(1, 2))).contains("2 thresholds"));
        assertTrue(refusal(() -> with(true, new TopK(8, true, true))).contains("k = 8"));
        assertTrue(refusal(() -> JumpRelu.of(1, Double.NaN)).contains("thresholds[1]"));
        INDArray nan = decoder.dup();
        nan.putScalar(1, 2, Double.NaN);
        assertTrue(refusal(() -> new SparseAutoencoder(encoder, encoderBias, nan, decoderBias, true, new Relu()))
                .contains("decoder"));
        assertTrue(refusal(() -> with(true, new Relu()).encode(samples.castTo(DataType.FLOAT)))
                .contains("FLOAT"));
    }

    @Test
    void whatIsNotANumberIsNoSampleWithoutActiveLatents() {
        INDArray broken = samples.dup().putScalar(3, 1, Double.NaN);
        for (LatentActivation activation : new LatentActivation[] {
            new Relu(),
            new HardThreshold(0.7),
            JumpRelu.of(new double[UNITS]),
            new TopK(3, true, false),
            new TopK(2, true, true)
        }) {
            SparseAutoencoder sae = with(true, activation);
            INDArray codes = sae.encode(broken);
            for (int i = 0; i < UNITS; i++) {
                assertTrue(Double.isNaN(codes.getDouble(3, i)), activation + ", latent " + i);
                assertEquals(sae.encode(samples).getDouble(2, i), codes.getDouble(2, i), 1e-12);
            }
            assertTrue(Double.isNaN(sae.loss(Batches.of(samples.getRows(0, 1)))
                    + sae.reconstruct(broken).getDouble(3, 0)));
        }
    }

    @Test
    void withoutCentringCodesAndReconstructionsStay() {
        for (LatentActivation activation :
                new LatentActivation[] {new Relu(), new HardThreshold(0.7), new TopK(2, true, true)}) {
            SparseAutoencoder centred = with(true, activation);
            SparseAutoencoder sae = centred.uncentred();
            assertTrue(!sae.centresInput() && sae.uncentred() == sae);
            assertClose(centred.encode(samples), sae.encode(samples), 1e-12);
            assertClose(centred.reconstruct(samples), sae.reconstruct(samples), 1e-12);
        }
    }

    @Test
    void whereAllLengthsAreOneNothingIsFolded() {
        INDArray unit = decoder.divRowVector(decoder.norm2(0));
        for (LatentActivation activation : new LatentActivation[] {new HardThreshold(0.7), new TopK(2, true, false)}) {
            SparseAutoencoder sae = new SparseAutoencoder(encoder, encoderBias, unit, decoderBias, true, activation);
            assertTrue(sae.folded() == sae);
            assertThrows(IllegalArgumentException.class, with(true, activation)::folded);
        }
    }

    @Test
    void soManyAreCodedAtOnceThatMemoryDoesNotGrowWithTheLatents() {
        assertEquals(1024, with(true, new Relu()).samplesAtOnce());
        int many = 1 << 15;
        INDArray wide = Nd4j.ones(DataType.FLOAT, 1, many);
        SparseAutoencoder sae = new SparseAutoencoder(
                wide, Nd4j.zeros(DataType.FLOAT, many), wide, Nd4j.zeros(DataType.FLOAT, 1), false, new Relu());
        assertEquals(512, sae.samplesAtOnce());
    }
}
