package org.autoencoder4j.model.law;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.autoencoder4j.random.RandomStreams;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class CodeLawTest {
    @Nested
    class OneHot extends CodeLawContract {
        @Override
        protected CodeLaw law() {
            return CodeLaw.oneHot(0.4, 0.05, 0.25, 0.2, 0.1);
        }
    }

    @Nested
    class OneHotUniform extends CodeLawContract {
        @Override
        protected CodeLaw law() {
            return CodeLaw.oneHotUniform(7);
        }
    }

    @Nested
    class OneHotOfOneUnit extends CodeLawContract {
        @Override
        protected CodeLaw law() {
            return CodeLaw.oneHotUniform(1);
        }
    }

    @Nested
    class Rademacher extends CodeLawContract {
        @Override
        protected CodeLaw law() {
            return CodeLaw.sparse(9, 3, ValueLaw.rademacher());
        }
    }

    @Nested
    class Uniform extends CodeLawContract {
        @Override
        protected CodeLaw law() {
            return CodeLaw.sparse(8, 4, ValueLaw.symmetricUniform(0.5, 1.5));
        }
    }

    @Nested
    class StandardisedUniform extends CodeLawContract {
        @Override
        protected CodeLaw law() {
            return CodeLaw.sparse(6, 5, ValueLaw.symmetricUniform(0.5, 1.5).standardised());
        }
    }

    @Nested
    class Gaussian extends CodeLawContract {
        @Override
        protected CodeLaw law() {
            return CodeLaw.sparse(10, 2, ValueLaw.truncatedGaussian(0.3, 2.5, 1.2));
        }
    }

    @Nested
    class StandardisedGaussian extends CodeLawContract {
        @Override
        protected CodeLaw law() {
            return CodeLaw.sparse(5, 1, ValueLaw.truncatedGaussian(2, 9, 0.7).standardised());
        }
    }

    @Nested
    class NonNegative extends CodeLawContract {
        @Override
        protected CodeLaw law() {
            return CodeLaw.sparse(9, 3, ValueLaw.nonNegativeUniform(0.8, 1.2));
        }
    }

    @Nested
    class EveryUnit extends CodeLawContract {
        @Override
        protected CodeLaw law() {
            return CodeLaw.sparse(4, 4, ValueLaw.nonNegativeUniform(0.1, 3));
        }
    }

    @Nested
    class Bernoulli extends CodeLawContract {
        @Override
        protected CodeLaw law() {
            return CodeLaw.bernoulli(new double[] {0.5, 0.05, 1, 0.3, 0.2, 0.9}, ValueLaw.symmetricUniform(0.5, 1.5));
        }

        @Override
        protected Set<String> unstated() {
            return Set.of("sparsity");
        }
    }

    @Nested
    class RareBernoulliHalfNormal extends CodeLawContract {
        @Override
        protected CodeLaw law() {
            return CodeLaw.bernoulli(new double[] {0.1, 0.05, 0.2}, ValueLaw.halfNormal(0.7));
        }

        @Override
        protected Set<String> unstated() {
            return Set.of("sparsity", "a1", "a2");
        }
    }

    @Nested
    class SparseLaplace extends CodeLawContract {
        @Override
        protected CodeLaw law() {
            return CodeLaw.sparse(6, 2, ValueLaw.laplace(0.7));
        }

        @Override
        protected Set<String> unstated() {
            return Set.of("a1", "a2");
        }
    }

    /** A law that only draws. */
    @Nested
    class DrawsOnly extends CodeLawContract {
        @Override
        protected CodeLaw law() {
            return new CodeLaw() {
                @Override
                public int units() {
                    return 3;
                }

                @Override
                public SparseCode draw(RandomGenerator random) {
                    int unit = random.nextInt(3);
                    return new SparseCode(3, new int[] {unit}, new double[] {1 + unit});
                }

                @Override
                public String toString() {
                    return "DrawsOnly";
                }
            };
        }

        @Override
        protected Set<String> unstated() {
            return Set.of("sparsity", "values", "inclusion", "a1", "a2", "kappa1", "kappa2", "signed");
        }
    }

    @Provide
    Arbitrary<CodeLaw> laws() {
        Arbitrary<CodeLaw> sparse = Arbitraries.integers()
                .between(1, 9)
                .flatMap(m ->
                        Arbitraries.integers().between(1, m).map(k -> CodeLaw.sparse(m, k, ValueLaw.rademacher())));
        Arbitrary<CodeLaw> oneHot = Arbitraries.doubles()
                .between(0.01, 1)
                .array(double[].class)
                .ofMinSize(1)
                .ofMaxSize(9)
                .map(CodeLawTest::normalised);
        return Arbitraries.oneOf(sparse, oneHot);
    }

    private static CodeLaw normalised(double[] weights) {
        double sum = Arrays.stream(weights).sum();
        return CodeLaw.oneHot(Arrays.stream(weights).map(w -> w / sum).toArray());
    }

    /** E[1_c sum_i 1_i] = k E[1_c], because every support has exactly k units; repeated indices collapse in the sum. */
    @Property
    void summingOverOneIndexGivesKTimesTheRest(@ForAll("laws") CodeLaw law, @ForAll long seed) {
        int m = law.units();
        int[] c = new SplittableRandom(seed).ints(3, 0, m).toArray();
        double k = law.sparsity();
        assertEquals(1, law.inclusion());
        assertEquals(k, sum(m, i -> law.inclusion(i)), 1e-12);
        assertEquals(k * law.inclusion(c[0]), sum(m, i -> law.inclusion(c[0], i)), 1e-12);
        assertEquals(k * law.inclusion(c[0], c[1]), sum(m, i -> law.inclusion(c[0], c[1], i)), 1e-12);
        assertEquals(k * law.inclusion(c[0], c[1], c[2]), sum(m, i -> law.inclusion(c[0], c[1], c[2], i)), 1e-12);
    }

    @Property
    void orderAndRepetitionOfIndicesDoNotMatter(@ForAll("laws") CodeLaw law, @ForAll long seed) {
        int[] c = new SplittableRandom(seed).ints(3, 0, law.units()).toArray();
        double p = law.inclusion(c[0], c[1], c[2]);
        assertEquals(p, law.inclusion(c[2], c[0], c[1]));
        assertEquals(p, law.inclusion(c[1], c[0], c[2], c[1]));
        assertEquals(law.inclusion(c[0]), law.inclusion(c[0], c[0], c[0], c[0]));
        assertTrue(p <= law.inclusion(c[0], c[1]) + 1e-15);
    }

    private static double sum(int m, IntToDoubleFunction term) {
        return IntStream.range(0, m).mapToDouble(term).sum();
    }

    @Test
    void uniformSubsetsHaveTheProductFormula() {
        SparseCodes law = CodeLaw.sparse(10, 3, ValueLaw.rademacher());
        assertEquals(3.0 / 10, law.inclusion(4));
        assertEquals(3.0 / 10 * 2 / 9, law.inclusion(4, 7), 1e-16);
        assertEquals(3.0 / 10 * 2 / 9 * 1 / 8, law.inclusion(4, 7, 0), 1e-16);
        assertEquals(0, law.inclusion(4, 7, 0, 1));
        assertEquals(law.inclusion(4, 7), law.inclusionOfDistinct(2));
        assertThrows(IllegalArgumentException.class, () -> law.inclusionOfDistinct(-1));
    }

    @Test
    void aMixtureHasAllConstantsOne() {
        CodeLaw law = CodeLaw.oneHot(0.25, 0.75);
        assertEquals(0.75, law.inclusion(1, 1));
        assertEquals(0, law.inclusion(0, 1));
        for (double constant : new double[] {law.sparsity(), law.kappa1(), law.kappa2(), law.a1(), law.a2()}) {
            assertEquals(1, constant);
        }
    }

    @Test
    void weightsCannotBeChangedFromOutside() {
        double[] weights = {0.25, 0.75};
        OneHotCodes law = CodeLaw.oneHot(weights);
        weights[0] = 9;
        law.weights()[1] = 9;
        assertEquals(0.25, law.inclusion(0));
        assertEquals(0.75, law.inclusion(1));
    }

    @Provide
    Arbitrary<double[]> probabilities() {
        return Arbitraries.doubles()
                .between(0.01, 1)
                .array(double[].class)
                .ofMinSize(1)
                .ofMaxSize(8);
    }

    /** Independence: products of p_i, whatever the order and repetition; and the sets' probabilities sum to 1. */
    @Property(tries = 200)
    void bernoulliUnitsAreIndependent(@ForAll("probabilities") double[] p, @ForAll long seed) {
        BernoulliCodes law = CodeLaw.bernoulli(p, ValueLaw.laplace(2));
        int[] c = new SplittableRandom(seed).ints(3, 0, p.length).toArray();
        double product = Arrays.stream(c).distinct().mapToDouble(i -> p[i]).reduce(1, (a, b) -> a * b);
        assertEquals(product, law.inclusion(c), 1e-15);
        assertEquals(sum(p.length, i -> p[i]), law.meanSupportSize(), 1e-14);
        double total = 0;
        double mean = 0;
        for (int set = 0; set < 1 << p.length; set++) {
            int members = set;
            int[] support = IntStream.range(0, p.length)
                    .filter(i -> (members >> i & 1) == 1)
                    .toArray();
            total += law.supportProbability(support);
            mean += law.supportProbability(support) * support.length;
        }
        assertEquals(1, total, 1e-12);
        assertEquals(law.meanSupportSize(), mean, 1e-12);
    }

    /** Recorded from this program: the same numbers on every JDK and for ever, or users' runs break. */
    @Test
    void theFirstBernoulliCodesOfASeedNeverChange() {
        RandomGenerator random = RandomStreams.of(1).at("codes", 0, 0);
        CodeLaw law = CodeLaw.bernoulli(new double[] {0.5, 0.2, 0.8, 0.3}, ValueLaw.laplace(1));
        assertCode(new int[] {2}, new double[] {0.6240315771957208}, law.draw(random));
        assertCode(new int[] {0, 2}, new double[] {1.6212479724310065, 0.5077675826170214}, law.draw(random));
    }

    private static void assertCode(int[] support, double[] values, SparseCode code) {
        assertArrayEquals(support, code.support());
        assertArrayEquals(values, code.values());
    }

    @Test
    void codesWithWrongArraysAreNamed() {
        assertMessage("support has length 2", () -> new SparseCode(4, new int[] {0, 1}, new double[] {1}));
        assertMessage("support[1] = 1 must", () -> new SparseCode(4, new int[] {1, 1}, new double[] {1, 1}));
        assertMessage("support[0] = -1", () -> new SparseCode(4, new int[] {-1}, new double[] {1}));
        assertMessage("support[0] = 4", () -> new SparseCode(4, new int[] {4}, new double[] {1}));
        assertMessage("values[0] = 0.0", () -> new SparseCode(4, new int[] {3}, new double[] {0}));
        assertMessage("values[0] = NaN", () -> new SparseCode(4, new int[] {3}, new double[] {Double.NaN}));
        assertEquals(0, new SparseCode(4, new int[0], new double[0]).size());
    }

    @Test
    void probabilitiesOutOfRangeAreNamed() {
        ValueLaw values = ValueLaw.rademacher();
        assertMessage("number of probabilities = 0", () -> CodeLaw.bernoulli(new double[0], values));
        assertMessage("probabilities[1] = 0.0", () -> CodeLaw.bernoulli(new double[] {0.5, 0}, values));
        assertMessage("probabilities[0] = 1.1", () -> CodeLaw.bernoulli(new double[] {1.1}, values));
        assertMessage("probabilities[0] = NaN", () -> CodeLaw.bernoulli(new double[] {Double.NaN}, values));
        BernoulliCodes law = CodeLaw.bernoulli(new double[] {0.5, 0.25}, values);
        law.probabilities()[0] = 9;
        assertEquals(0.5, law.inclusion(0));
    }

    private static void assertMessage(String part, Executable action) {
        String message = String.valueOf(
                assertThrows(IllegalArgumentException.class, action).getMessage());
        assertTrue(message.contains(part), message);
    }
}
