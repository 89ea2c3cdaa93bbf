package org.autoencoder4j.model.law;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CodeLawTest {
    @Nested
    class OneHot extends CodeLawContract {
        @Override
        CodeLaw law() {
            return CodeLaw.oneHot(0.4, 0.05, 0.25, 0.2, 0.1);
        }
    }

    @Nested
    class OneHotUniform extends CodeLawContract {
        @Override
        CodeLaw law() {
            return CodeLaw.oneHotUniform(7);
        }
    }

    @Nested
    class OneHotOfOneUnit extends CodeLawContract {
        @Override
        CodeLaw law() {
            return CodeLaw.oneHotUniform(1);
        }
    }

    @Nested
    class Rademacher extends CodeLawContract {
        @Override
        CodeLaw law() {
            return CodeLaw.sparse(9, 3, ValueLaw.rademacher());
        }
    }

    @Nested
    class Uniform extends CodeLawContract {
        @Override
        CodeLaw law() {
            return CodeLaw.sparse(8, 4, ValueLaw.symmetricUniform(0.5, 1.5));
        }
    }

    @Nested
    class StandardisedUniform extends CodeLawContract {
        @Override
        CodeLaw law() {
            return CodeLaw.sparse(6, 5, ValueLaw.symmetricUniform(0.5, 1.5).standardised());
        }
    }

    @Nested
    class Gaussian extends CodeLawContract {
        @Override
        CodeLaw law() {
            return CodeLaw.sparse(10, 2, ValueLaw.truncatedGaussian(0.3, 2.5, 1.2));
        }
    }

    @Nested
    class StandardisedGaussian extends CodeLawContract {
        @Override
        CodeLaw law() {
            return CodeLaw.sparse(5, 1, ValueLaw.truncatedGaussian(2, 9, 0.7).standardised());
        }
    }

    @Nested
    class NonNegative extends CodeLawContract {
        @Override
        CodeLaw law() {
            return CodeLaw.sparse(9, 3, ValueLaw.nonNegativeUniform(0.8, 1.2));
        }
    }

    @Nested
    class EveryUnit extends CodeLawContract {
        @Override
        CodeLaw law() {
            return CodeLaw.sparse(4, 4, ValueLaw.nonNegativeUniform(0.1, 3));
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
}
