package org.autoencoder4j.check.latents;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.check.Samples;
import org.autoencoder4j.check.consistency.Proportion;
import org.autoencoder4j.check.latents.law.SupportLaw;
import org.autoencoder4j.check.latents.law.ValueMoments;
import org.autoencoder4j.model.Draw;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.law.CodeLaw;
import org.autoencoder4j.model.law.SparseCodes;
import org.autoencoder4j.model.law.ValueLaw;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.sae.LatentActivation;
import org.autoencoder4j.sae.LatentActivation.HardThreshold;
import org.autoencoder4j.sae.LatentActivation.JumpRelu;
import org.autoencoder4j.sae.LatentActivation.Relu;
import org.autoencoder4j.sae.LatentActivation.TopK;
import org.autoencoder4j.sae.SparseAutoencoder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Bounds of misfires against the encoders themselves on drawn codes, over random settings: n, m, k, encoder, thresholds, laws
 * of supports and values, noise. A bound that is true is below the lower limit of a frequency, at the level of all
 * frequencies together, with a probability of at most Q(4) = 3.2e-5 in a run. 2000 samples a setting.
 */
class RandomCodeSimulationTest {
    private static final int SAMPLES = 2000;
    private static final int MOST_UNITS = 20;

    /** What was seen of the bounds that are not trivial. */
    private static final class Search {
        private final long frequencies;
        private int bounds;
        /** Frequencies whose lower limit is above a hundredth of the bound: these would be noticed if it were so small. */
        private int close;

        Search(int settings) {
            this.frequencies = settings * (2L * MOST_UNITS + 1);
        }

        void compare(int count, int trials, double bound, Object setting) {
            double low = new Proportion(count, trials).confidence(frequencies).low();
            assertTrue(low <= bound, () -> count + " of " + trials + " and a bound of " + bound + ": " + setting);
            bounds += bound > 0 && bound < 0.5 ? 1 : 0;
            close += bound < 0.5 && low > bound / 100 ? 1 : 0;
        }

        void run(int settings) {
            for (int setting = 0; setting < settings; setting++) {
                follow(new Setting(Samples.random(5000 + setting), setting), this);
            }
        }
    }

    /** One law of samples and one encoder. */
    private record Setting(
            SparseAutoencoder autoencoder,
            GenerativeModel model,
            SupportLaw supports,
            ValueMoments values,
            int number) {
        Setting(RandomGenerator random, int number) {
            this(random, number, 8 + random.nextInt(57), 6 + random.nextInt(MOST_UNITS - 5));
        }

        private Setting(RandomGenerator random, int number, int n, int m) {
            this(random, number, new LatentCase(random, n, m), 1 + random.nextInt(4));
        }

        private Setting(RandomGenerator random, int number, LatentCase example, int k) {
            this(
                    example.autoencoder(activation(random, number % 4, example.m, k)),
                    new GenerativeModel(
                            Nd4j.createFromArray(example.atoms).transpose().dup('f'),
                            isIndependent(number) ? law(random, example.m, number) : uniform(example.m, k, number),
                            number % 3 == 0 ? 0 : 0.05 + 0.1 * random.nextDouble()),
                    number);
        }

        private Setting(SparseAutoencoder autoencoder, GenerativeModel model, int number) {
            this(autoencoder, model, supports(model.codeLaw()), moments(number), number);
        }

        /** TopK needs a k. */
        private static boolean isIndependent(int number) {
            return number % 5 == 0 && number % 4 != 3;
        }

        private static LatentActivation activation(RandomGenerator random, int kind, int m, int k) {
            return switch (kind) {
                case 0 -> new Relu();
                case 1 -> JumpRelu.of(random.doubles(m, 0.2, 0.7).toArray());
                case 2 -> new HardThreshold(0.3 + 0.4 * random.nextDouble());
                default -> new TopK(k, random.nextBoolean(), false);
            };
        }

        private static CodeLaw law(RandomGenerator random, int m, int number) {
            return CodeLaw.bernoulli(random.doubles(m, 0.02, 0.3).toArray(), valueLaw(number));
        }

        private static CodeLaw uniform(int m, int k, int number) {
            return CodeLaw.sparse(m, k, valueLaw(number));
        }

        private static SupportLaw supports(CodeLaw law) {
            double[] inclusion = new double[law.units()];
            Arrays.setAll(inclusion, law::inclusion);
            return law instanceof SparseCodes sparse
                    ? new SupportLaw.Uniform(sparse.sparsity(), sparse.units())
                    : SupportLaw.Independent.of(inclusion);
        }

        private static boolean isSigned(int number) {
            return number % 4 == 2 && number % 3 != 0;
        }

        private static ValueLaw valueLaw(int number) {
            return isSigned(number) ? ValueLaw.symmetricUniform(0.8, 1.2) : ValueLaw.nonNegativeUniform(0.8, 1.2);
        }

        /** What is told of the values, from their law to their range. */
        private static ValueMoments moments(int number) {
            ValueMoments uniform = new ValueMoments.Uniform(0.8, 1.2);
            if (isSigned(number)) {
                return new ValueMoments.Signed(uniform);
            }
            return switch (number % 7) {
                case 0 -> new ValueMoments.Range(0.8, 1.2);
                case 1 -> new ValueMoments.Mean(0.8, 1.2, 1);
                case 2 -> new ValueMoments.SubGaussian(1, 0.2);
                default -> uniform;
            };
        }

        @Override
        public String toString() {
            return "setting " + number + ": " + autoencoder + ", " + model + ", " + values;
        }
    }

    private static void follow(Setting setting, Search search) {
        SparseAutoencoder autoencoder = setting.autoencoder;
        RandomCodeCertificate certificate = RandomCodeCertificate.of(
                EncodedDictionary.of(autoencoder), setting.supports, setting.values, setting.model.noise(), 0.01);
        Draw draw = setting.model.draw(RandomStreams.of(setting.number), 0, SAMPLES);
        INDArray observations = draw.observations().addRowVector(autoencoder.decoderBias());
        double[][] codes = HeapMatrix.rows(autoencoder.encode(observations));
        int units = autoencoder.units();
        // TopK without ReLU keeps what is below 0, too.
        boolean anySign = autoencoder.activation() instanceof TopK;
        int[] off = new int[units];
        int[] on = new int[units];
        int missed = 0;
        for (int t = 0; t < SAMPLES; t++) {
            boolean[] inside = new boolean[units];
            int[] support = draw.support(t);
            double[] values = draw.values(t);
            boolean wrong = false;
            double[] truth = new double[units];
            for (int s = 0; s < support.length; s++) {
                inside[support[s]] = true;
                truth[support[s]] = values[s];
            }
            for (int i = 0; i < units; i++) {
                boolean found = anySign ? codes[t][i] != 0 : codes[t][i] * truth[i] > 0;
                off[i] += !inside[i] && codes[t][i] != 0 ? 1 : 0;
                on[i] += inside[i] && !found ? 1 : 0;
                wrong |= inside[i] ? !found : codes[t][i] != 0;
            }
            missed += wrong ? 1 : 0;
        }
        search.compare(missed, SAMPLES, certificate.expectedMisfires(), setting);
        if (!anySign) {
            for (int i = 0; i < units; i++) {
                search.compare(off[i], SAMPLES, certificate.unit(i).falseFiring(), setting);
                search.compare(on[i], SAMPLES, certificate.unit(i).missing(), setting);
            }
        }
    }

    @Test
    void noBoundIsBelowWhatIsSeen() {
        Search search = new Search(40);
        search.run(40);
        assertTrue(search.bounds > 200, search.bounds + " bounds");
        assertTrue(search.close > 20, search.close + " frequencies are near their bounds");
    }

    @Test
    @Tag("slow")
    void noBoundOfAThousandSettingsIsBelowWhatIsSeen() {
        Search search = new Search(1000);
        search.run(1000);
        assertTrue(search.bounds > 5000, search.bounds + " bounds");
        assertTrue(search.close > 500, search.close + " frequencies are near their bounds");
    }
}
