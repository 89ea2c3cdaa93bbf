package org.autoencoder4j.check.latents;

import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.autoencoder4j.check.Samples;
import org.autoencoder4j.check.consistency.SupportSize;
import org.autoencoder4j.report.Verdict;
import org.autoencoder4j.sae.LatentActivation;
import org.autoencoder4j.sae.LatentActivation.HardThreshold;
import org.autoencoder4j.sae.LatentActivation.JumpRelu;
import org.autoencoder4j.sae.LatentActivation.Relu;
import org.autoencoder4j.sae.LatentActivation.TopK;
import org.autoencoder4j.sae.SparseAutoencoder;
import org.autoencoder4j.testsupport.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ThresholdCertificateTest {
    private static final int MOST = 3;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "beyond_p1_untied_input_centred_0",
                "beyond_p1_untied_input_centred_1",
                "beyond_p1_untied_plain_0",
                "beyond_p1_untied_plain_1"
            })
    void golden(String name) {
        Golden golden = Golden.read(name);
        EncodedDictionary jump = EncodedDictionary.of(autoencoder(golden, JumpRelu.of(golden.doubles("inputs/theta"))));
        EncodedDictionary relu = EncodedDictionary.of(autoencoder(golden, new Relu()));
        LatentNoise noise = new LatentNoise.Ball(golden.number("inputs/rho"));
        for (SupportSize size : SupportSize.values()) {
            LatentCodes codes = LatentCodes.of(
                    (int) golden.number("inputs/k"),
                    size,
                    golden.doubles("inputs/value_low"),
                    golden.doubles("inputs/value_high"));
            String key = "outputs/" + (size == SupportSize.EXACTLY ? "exactly" : "at_most") + "_";
            ThresholdCertificate certificate = ThresholdCertificate.of(jump, codes, noise);
            ThresholdCertificate ofRelu = ThresholdCertificate.of(relu, codes, noise);
            assertEquals(
                    golden.node(key + "jumprelu_holds").asBoolean(),
                    certificate.report().verdict() == Verdict.HOLDS);
            for (int i = 0; i < certificate.units(); i++) {
                LatentUnit unit = certificate.unit(i);
                double[][] pairs = {
                    {golden.doubles(key + "greatest_off")[i], unit.greatestOff()},
                    {golden.doubles(key + "least_off")[i], unit.leastOff()},
                    {golden.doubles(key + "least_on")[i], unit.leastOn()},
                    {
                        golden.doubles(key + "threshold_low")[i],
                        unit.thresholdWindow().low()
                    },
                    {
                        golden.doubles(key + "threshold_high")[i],
                        unit.thresholdWindow().high()
                    },
                    {
                        golden.doubles(key + "value_error_low")[i],
                        unit.valueError().low()
                    },
                    {
                        golden.doubles(key + "value_error_high")[i],
                        unit.valueError().high()
                    },
                    {
                        golden.doubles(key + "relu_bias_low")[i],
                        ofRelu.unit(i).biasWindow().low()
                    },
                    {
                        golden.doubles(key + "relu_bias_high")[i],
                        ofRelu.unit(i).biasWindow().high()
                    },
                    {golden.doubles("outputs/effective_bias")[i], jump.bias(i)},
                };
                for (double[] pair : pairs) {
                    assertClose(pair[0], pair[1], golden.tolerance());
                }
            }
        }
    }

    private static SparseAutoencoder autoencoder(Golden golden, LatentActivation activation) {
        return new SparseAutoencoder(
                golden.matrix("inputs/E"),
                golden.vector("inputs/b_enc"),
                golden.matrix("inputs/A"),
                golden.vector("inputs/b_dec"),
                golden.node("inputs/subtract_b_dec").asBoolean(),
                activation);
    }

    /** The extremes of all codes of at most three atoms, by their number of atoms. */
    private static final class Extremes {
        final double[][] greatestOff;
        final double[][] leastOff;
        final double[][] leastOn;
        final double[][] leastError;
        final double[][] greatestError;

        Extremes(LatentCase example, int most) {
            greatestOff = filled(most, example.m, Double.NEGATIVE_INFINITY);
            leastOff = filled(most, example.m, Double.POSITIVE_INFINITY);
            leastOn = filled(most, example.m, Double.POSITIVE_INFINITY);
            leastError = filled(most, example.m, Double.POSITIVE_INFINITY);
            greatestError = filled(most, example.m, Double.NEGATIVE_INFINITY);
            for (int k = 0; k <= most; k++) {
                int size = k;
                example.forEachCode(k, (code, z) -> {
                    for (int i = 0; i < z.length; i++) {
                        if (code[i] == 0) {
                            greatestOff[size][i] = Math.max(greatestOff[size][i], z[i]);
                            leastOff[size][i] = Math.min(leastOff[size][i], z[i]);
                        } else {
                            leastOn[size][i] = Math.min(leastOn[size][i], z[i]);
                            leastError[size][i] = Math.min(leastError[size][i], z[i] - code[i]);
                            greatestError[size][i] = Math.max(greatestError[size][i], z[i] - code[i]);
                        }
                    }
                });
            }
        }

        private static double[][] filled(int most, int m, double value) {
            double[][] filled = new double[most + 1][m];
            for (double[] row : filled) {
                Arrays.fill(row, value);
            }
            return filled;
        }

        static double greatest(double[][] of, int i, int from, int to) {
            double greatest = Double.NEGATIVE_INFINITY;
            for (int k = from; k <= to; k++) {
                greatest = Math.max(greatest, of[k][i]);
            }
            return greatest;
        }

        static double least(double[][] of, int i, int from, int to) {
            double least = Double.POSITIVE_INFINITY;
            for (int k = from; k <= to; k++) {
                least = Math.min(least, of[k][i]);
            }
            return least;
        }

        /** The margin of a unit by the plain meaning of the activation, for codes of from .. to atoms. */
        double margin(LatentActivation activation, int i, int from, int to, double nu) {
            double highest = greatest(greatestOff, i, from, to) + nu;
            double lowest = least(leastOff, i, from, to) - nu;
            double on = least(leastOn, i, Math.max(1, from), to) - nu;
            if (activation instanceof HardThreshold hard) {
                return Math.min(Math.min(hard.lambda() - highest, lowest + hard.lambda()), on - hard.lambda());
            }
            double level = activation instanceof JumpRelu jump ? Math.max(0, jump.thresholds()[i]) : 0;
            return Math.min(level - highest, on - level);
        }
    }

    private static LatentActivation activation(int kind, LatentCase example, Extremes extremes, int k, boolean open) {
        double[] middle = new double[example.m];
        for (int i = 0; i < middle.length; i++) {
            middle[i] =
                    (Extremes.greatest(extremes.greatestOff, i, 0, k) + Extremes.least(extremes.leastOn, i, 1, k)) / 2;
        }
        if (kind == 1) {
            return JumpRelu.of(
                    open ? middle : Arrays.stream(middle).map(v -> v - 0.4).toArray());
        }
        double level = kind == 0 ? 0 : 0.45;
        for (int i = 0; i < middle.length && open; i++) {
            example.bias[i] += level - middle[i];
        }
        return kind == 0 ? new Relu() : new HardThreshold(level);
    }

    /** Every number and verdict against the search of all supports and corners: 1000 random cases of each activation. */
    @Test
    void agreesWithTheSearchOfAllCodes() {
        RandomGenerator random = Samples.random(20);
        Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
        int[] largest = new int[MOST + 1];
        for (int trial = 0; trial < 3000; trial++) {
            int m = 2 + random.nextInt(trial % 20 == 0 ? 11 : 6);
            LatentCase example = new LatentCase(random, 3 + random.nextInt(30), m);
            int most = Math.min(MOST, m - 1);
            int k = 1 + random.nextInt(most);
            LatentActivation activation = activation(
                    trial % 3, example, new Extremes(example, most), 1 + random.nextInt(k), random.nextInt(4) > 0);
            Extremes extremes = new Extremes(example, most);
            double rho = random.nextInt(3) == 0 ? 0 : 0.02 * random.nextDouble();
            SupportSize size = random.nextBoolean() ? SupportSize.EXACTLY : SupportSize.AT_MOST;
            int from = size == SupportSize.EXACTLY ? k : 0;
            EncodedDictionary encoded = EncodedDictionary.of(example.autoencoder(activation));
            ThresholdCertificate certificate =
                    ThresholdCertificate.of(encoded, example.codes(k, size), new LatentNoise.Ball(rho));
            Verdict all = Verdict.HOLDS;
            for (int i = 0; i < m; i++) {
                LatentUnit unit = certificate.unit(i);
                double nu = rho * example.norm(i);
                assertClose(Extremes.greatest(extremes.greatestOff, i, from, k) + nu, unit.greatestOff(), 1e-12);
                assertClose(Extremes.least(extremes.leastOff, i, from, k) - nu, unit.leastOff(), 1e-12);
                assertClose(Extremes.least(extremes.leastOn, i, Math.max(1, from), k) - nu, unit.leastOn(), 1e-12);
                assertClose(
                        Extremes.least(extremes.leastError, i, Math.max(1, from), k) - nu,
                        unit.valueError().low(),
                        1e-12);
                assertClose(
                        Extremes.greatest(extremes.greatestError, i, Math.max(1, from), k) + nu,
                        unit.valueError().high(),
                        1e-12);
                double margin = extremes.margin(activation, i, from, k, nu);
                assertClose(margin, unit.margin(), 1e-12);
                if (Math.abs(margin) > 1e-9) {
                    assertEquals(margin > 0 ? Verdict.HOLDS : Verdict.FAILS, unit.verdict());
                    all = margin < 0 ? Verdict.FAILS : all;
                }
                int certified = 0;
                while (certified < most && extremes.margin(activation, i, 0, certified + 1, nu) > 1e-12) {
                    certified++;
                }
                assertEquals(certified, Math.min(most, unit.largestSparsity()));
                largest[certified]++;
                assertWitnesses(example, certificate, encoded, i, rho);
            }
            verdicts.merge(certificate.report().verdict(), 1, Integer::sum);
            assertEquals(all, certificate.report().verdict());
        }
        assertTrue(verdicts.getOrDefault(Verdict.HOLDS, 0) > 100, "cases that hold: " + verdicts);
        assertTrue(verdicts.getOrDefault(Verdict.FAILS, 0) > 100, "cases that fail: " + verdicts);
        assertTrue(Arrays.stream(largest).allMatch(count -> count > 50), Arrays.toString(largest));
    }

    /** The codes and noises that are named do what is said of them, in the autoencoder itself. */
    private static void assertWitnesses(
            LatentCase example, ThresholdCertificate certificate, EncodedDictionary encoded, int i, double rho) {
        LatentUnit unit = certificate.unit(i);
        boolean magnitude = encoded.autoencoder().activation() instanceof HardThreshold;
        double off = magnitude && -unit.leastOff() > unit.greatestOff() ? unit.leastOff() : unit.greatestOff();
        for (LatentWitness witness :
                new LatentWitness[] {certificate.worstOffSupport(i), certificate.worstOnSupport(i)}) {
            double[] code = new double[example.m];
            for (int j = 0; j < witness.support().length; j++) {
                code[witness.support()[j]] = witness.values()[j];
            }
            double[] y = example.sample(code);
            double length = 0;
            for (int row = 0; row < y.length; row++) {
                y[row] += witness.noise()[row];
                length += Math.pow(witness.noise()[row], 2);
            }
            assertEquals(rho, Math.sqrt(length), 1e-12);
            assertClose(code[i] == 0 ? off : unit.leastOn(), witness.preActivation(), 1e-12);
            INDArray z = encoded.autoencoder().preActivations(Nd4j.createFromArray(new double[][] {y}));
            assertClose(z.getDouble(0, i), witness.preActivation(), 1e-12);
        }
    }

    /**
     * The verdict on each unit is that of the encoder itself, run on every code at its corners with the noise that is the worst for the
     * unit: 300 cases, a third for each activation, half of the thresholds of JumpReLU below 0. So is the curve.
     */
    @Test
    void theEncoderItselfAgrees() {
        RandomGenerator random = Samples.random(22);
        int[] verdicts = new int[2];
        for (int trial = 0; trial < 300; trial++) {
            int m = 3 + random.nextInt(2);
            LatentCase example = new LatentCase(random, 8 + random.nextInt(20), m);
            LatentActivation activation = activation(trial % 3, example, new Extremes(example, 2), 1, true);
            if (trial % 6 == 1) {
                Arrays.setAll(example.bias, i -> example.bias[i] - 0.3);
                activation = JumpRelu.of(random.doubles(m, -0.2, 0).toArray());
            }
            double rho = trial % 2 == 0 ? 0 : 0.02;
            SparseAutoencoder autoencoder = example.autoencoder(activation);
            ThresholdCertificate certificate = ThresholdCertificate.of(
                    EncodedDictionary.of(autoencoder),
                    example.codes(2, SupportSize.AT_MOST),
                    new LatentNoise.Ball(rho));
            boolean[] right = new boolean[m];
            Arrays.fill(right, true);
            int[] certified = new int[2];
            for (int k = 0; k <= 2; k++) {
                run(example, autoencoder, k, rho, right);
                for (int i = 0; i < m && k > 0; i++) {
                    certified[k - 1] += right[i] ? 1 : 0;
                    assertEquals(
                            right[i],
                            certificate.unit(i).largestSparsity() >= k,
                            certificate.unit(i).toString());
                }
            }
            for (int i = 0; i < m; i++) {
                assertEquals(
                        right[i] ? Verdict.HOLDS : Verdict.FAILS,
                        certificate.unit(i).verdict());
                verdicts[right[i] ? 1 : 0]++;
            }
            assertEquals(certified[0], certificate.certifiedUnits()[0]);
            assertEquals(certified[1], certificate.certifiedUnits()[1]);
        }
        assertTrue(verdicts[0] > 100 && verdicts[1] > 100, "units that fail and hold: " + Arrays.toString(verdicts));
    }

    /** Units that are not right for some code of k atoms are marked: they fire wrongly, or with a code that is not positive. */
    private static void run(LatentCase example, SparseAutoencoder autoencoder, int k, double rho, boolean[] right) {
        List<double[]> codes = new ArrayList<>();
        List<double[]> samples = new ArrayList<>();
        example.forEachCode(k, (code, z) -> {
            for (int i = 0; i < example.m; i++) {
                for (int sign = -1; sign <= 1; sign += 2) {
                    double[] y = example.sample(code);
                    for (int row = 0; row < y.length; row++) {
                        y[row] += sign * rho * example.encoder[i][row] / example.norm(i);
                    }
                    codes.add(code.clone());
                    samples.add(y);
                }
            }
        });
        INDArray found = autoencoder.encode(Nd4j.createFromArray(samples.toArray(double[][]::new)));
        for (int s = 0; s < samples.size(); s++) {
            int i = s / 2 % example.m;
            double code = found.getDouble(s, i);
            right[i] &= codes.get(s)[i] > 0 ? code > 0 : code == 0;
        }
    }

    /** Another dictionary and another offset are used as they are given. */
    @Test
    void anyDictionaryAndOffset() {
        RandomGenerator random = Samples.random(21);
        LatentCase example = new LatentCase(random, 9, 5);
        SparseAutoencoder autoencoder = example.autoencoder(new Relu());
        INDArray dictionary = Samples.gaussian(random, 9, 5);
        INDArray offset = Samples.gaussian(random, 1, 9).reshape(9);
        LatentUnit unit = ThresholdCertificate.of(
                        EncodedDictionary.of(autoencoder, dictionary, offset),
                        example.codes(1, SupportSize.EXACTLY),
                        LatentNoise.none())
                .unit(2);
        double least = Double.POSITIVE_INFINITY;
        for (double value : new double[] {example.low[2], example.high[2]}) {
            INDArray y = dictionary.getColumn(2).mul(value).add(offset).reshape(1, 9);
            least = Math.min(least, autoencoder.preActivations(y).getDouble(0, 2));
        }
        assertClose(least, unit.leastOn(), 1e-12);
    }

    /** m one-sided events of probability delta / m: Q(nu_i / (sigma ||E_i||)) = delta / m; two-sided ones half of it. */
    @Test
    void gaussianNoiseLeavesOutItsShare() {
        LatentNoise noise = new LatentNoise.Gaussian(0.1, 0.01, 10);
        // Q^-1(1e-3) and Q^-1(5e-4) from tables of the normal law.
        assertEquals(0.1 * 2 * 3.090232306167813, noise.bound(2, 1), 1e-12);
        assertEquals(0.1 * 2 * 3.2905267314919255, noise.bound(2, 2), 1e-12);
    }

    /** Windows are what they say: at their ends the margin is 0, inside it is above. */
    @Test
    void atTheEndsOfAWindowTheMarginIsNothing() {
        for (int trial = 0; trial < 20; trial++) {
            LatentCase example = new LatentCase(Samples.random(30 + trial), 12, 5);
            for (LatentActivation activation :
                    new LatentActivation[] {new Relu(), JumpRelu.of(.1, .2, .3, .4, .5), new HardThreshold(.4)}) {
                LatentUnit unit = unit(example, activation);
                double before = example.bias[1];
                for (double end :
                        new double[] {unit.biasWindow().low(), unit.biasWindow().high()}) {
                    example.bias[1] = end;
                    double margin = unit(example, activation).margin();
                    assertTrue(
                            unit.biasWindow().low() < unit.biasWindow().high()
                                    ? Math.abs(margin) < 1e-12
                                    : margin < 1e-12);
                }
                example.bias[1] = before;
            }
        }
    }

    private static LatentUnit unit(LatentCase example, LatentActivation activation) {
        return ThresholdCertificate.of(
                        EncodedDictionary.of(example.autoencoder(activation)),
                        example.codes(1, SupportSize.AT_MOST),
                        LatentNoise.none())
                .unit(1);
    }

    /** More units than one block and more than the curve is long: blocks meet without a seam. */
    @Test
    void blocksMeet() {
        LatentCase example = new LatentCase(Samples.random(40), 40, 300);
        EncodedDictionary encoded = EncodedDictionary.of(example.autoencoder(new Relu()));
        ThresholdCertificate certificate =
                ThresholdCertificate.of(encoded, example.codes(4, SupportSize.EXACTLY), LatentNoise.none());
        assertEquals(64, certificate.greatestSparsity());
        for (int i : new int[] {0, 255, 256, 299}) {
            double[] terms = new double[300];
            for (int j = 0; j < 300; j++) {
                double product = 0;
                for (int row = 0; row < 40; row++) {
                    product += example.encoder[i][row] * example.atoms[j][row];
                }
                terms[j] = j == i
                        ? Double.NEGATIVE_INFINITY
                        : Math.max(product * example.low[j], product * example.high[j]);
            }
            Arrays.sort(terms);
            double expected = encoded.bias(i) + terms[299] + terms[298] + terms[297] + terms[296];
            assertClose(expected, certificate.unit(i).greatestOff(), 1e-12);
        }
    }

    @Test
    void badArgumentsAreNamed() {
        LatentCase example = new LatentCase(Samples.random(50), 4, 3);
        EncodedDictionary encoded = EncodedDictionary.of(example.autoencoder(new TopK(1, true, false)));
        LatentCodes codes = example.codes(1, SupportSize.EXACTLY);
        assertRefused(
                "topK(1, relu); it must be ReLU, JumpReLU", () -> ThresholdCertificate.of(encoded, codes, none()));
        EncodedDictionary relu = EncodedDictionary.of(example.autoencoder(new Relu()));
        LatentCodes ofOthers = LatentCodes.of(1, SupportSize.EXACTLY, 5, 1, 1);
        assertRefused("codes are of 5 atoms", () -> ThresholdCertificate.of(relu, ofOthers, none()));
        LatentNoise wide = new LatentNoise.Gaussian(1, 0.1, 7);
        assertRefused("noise is bounded in 7 units", () -> ThresholdCertificate.of(relu, codes, wide));
        EncodedDictionary zero = EncodedDictionary.of(example.autoencoder(new HardThreshold(0)));
        assertRefused("lambda", () -> ThresholdCertificate.of(zero, codes, none()));
        assertRefused("sparsity = 3", () -> LatentCodes.of(3, SupportSize.EXACTLY, 3, 1, 1));
        assertRefused("a2 = 0.5", () -> LatentCodes.of(1, SupportSize.EXACTLY, 3, 1, 0.5));
        assertRefused("rho = NaN", () -> new LatentNoise.Ball(Double.NaN));
        assertRefused("delta = 0.0", () -> new LatentNoise.Gaussian(1, 0, 3));
    }

    private static LatentNoise none() {
        return LatentNoise.none();
    }

    private static void assertRefused(String part, Executable executable) {
        String message =
                assertThrows(IllegalArgumentException.class, executable).getMessage();
        assertTrue(message.contains(part), message);
    }
}
