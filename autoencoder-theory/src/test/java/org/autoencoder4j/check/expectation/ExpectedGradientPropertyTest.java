package org.autoencoder4j.check.expectation;

import static org.autoencoder4j.check.expectation.PopulationFixtures.autoencoder;
import static org.autoencoder4j.check.expectation.PopulationFixtures.model;
import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.autoencoder4j.check.Samples;
import org.autoencoder4j.gradient.TiedGradient;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.law.CodeLaw;
import org.autoencoder4j.model.law.SparseCode;
import org.autoencoder4j.model.law.ValueLaw;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** W of any norm, a bias of its own for each unit, atoms of any norm, all k up to m, with and without noise. */
class ExpectedGradientPropertyTest {
    private static final double TOLERANCE = 1e-12;

    @Property(tries = 200)
    void closedFormsAreTheSumOverSupports(
            @ForAll("laws") CodeLaw law,
            @ForAll @IntRange(min = 1, max = 7) int features,
            @ForAll @DoubleRange(max = 0.7) double noise,
            @ForAll long seed) {
        GenerativeModel model = model(seed, features, law, noise);
        TiedAutoencoder autoencoder = autoencoder(seed, model);
        LiteralExpectation literal = new LiteralExpectation(model, autoencoder);
        for (ExpectedGradient source : List.of(ExpectedGradient.of(model), ExpectedGradient.byEnumeration(model))) {
            TiedGradient gradient = source.at(autoencoder, 0);
            assertClose(literal.weights(), gradient.weights(), TOLERANCE);
            assertClose(literal.bias(), gradient.bias(), TOLERANCE);
            assertClose(literal.loss(), gradient.loss(), TOLERANCE);
            assertClose(activity(law), gradient.activity(), TOLERANCE);
        }
    }

    /**
     * Independent units, and supports of a table, of any sizes and correlations: closed forms against the sum over all
     * supports.
     */
    @Property(tries = 150)
    void lawsThatAreNotUniformHaveClosedForms(
            @ForAll @IntRange(min = 1, max = 6) int units,
            @ForAll @DoubleRange(max = 0.7) double noise,
            @ForAll boolean signed,
            @ForAll long seed) {
        ValueLaw values = signed ? ValueLaw.symmetricUniform(0.5, 2) : ValueLaw.nonNegativeUniform(0.6, 1.5);
        RandomGenerator random = Samples.random(seed);
        double[] p = random.doubles(units, 0.01, 1).toArray();
        for (CodeLaw law : List.of(CodeLaw.bernoulli(p, values), new TableLaw(random, units, values))) {
            GenerativeModel model = model(seed, 5, law, noise);
            TiedAutoencoder autoencoder = autoencoder(seed, model);
            TiedGradient sum = ExpectedGradient.byEnumeration(model).at(autoencoder, 0);
            for (ExpectedGradient source : List.of(ExpectedGradient.of(model), ExpectedGradient.byInclusion(model))) {
                TiedGradient gradient = source.at(autoencoder, 0);
                assertClose(sum.weights(), gradient.weights(), TOLERANCE);
                assertClose(sum.bias(), gradient.bias(), TOLERANCE);
                assertClose(sum.loss(), gradient.loss(), TOLERANCE);
                assertClose(activity(law), gradient.activity(), TOLERANCE);
            }
        }
    }

    /** Each set of units with a probability of its own. */
    private static final class TableLaw implements CodeLaw {
        private static final long serialVersionUID = 1;

        private final double[] probabilities;
        private final int units;
        private final ValueLaw values;

        TableLaw(RandomGenerator random, int units, ValueLaw values) {
            this.probabilities =
                    random.doubles(1L << units, 0, 1).map(v -> v * v * v).toArray();
            this.units = units;
            this.values = values;
            double sum = Arrays.stream(probabilities).sum();
            Arrays.setAll(probabilities, set -> probabilities[set] / sum);
        }

        @Override
        public int units() {
            return units;
        }

        @Override
        public ValueLaw values() {
            return values;
        }

        private static int set(int... units) {
            return Arrays.stream(units).map(i -> 1 << i).reduce(0, (a, b) -> a | b);
        }

        @Override
        public double inclusion(int... indices) {
            return IntStream.range(0, probabilities.length)
                    .filter(set -> (set & set(indices)) == set(indices))
                    .mapToDouble(set -> probabilities[set])
                    .sum();
        }

        @Override
        public double supportProbability(int... indices) {
            return probabilities[set(indices)];
        }

        @Override
        public SparseCode draw(RandomGenerator random) {
            throw new UnsupportedOperationException();
        }
    }

    /** Renaming units and atoms alike renames the columns of the gradient, and nothing else. */
    @Property(tries = 50)
    void permutedUnitsGiveThePermutedGradient(
            @ForAll @IntRange(min = 1, max = 9) int units,
            @ForAll @DoubleRange(max = 0.7) double noise,
            @ForAll long seed) {
        CodeLaw law = CodeLaw.sparse(units, (units + 1) / 2, ValueLaw.nonNegativeUniform(0.6, 1.5));
        GenerativeModel model = model(seed, 5, law, noise);
        TiedAutoencoder autoencoder = autoencoder(seed, model);
        List<Integer> order = new ArrayList<>(IntStream.range(0, units).boxed().toList());
        Collections.rotate(order, (int) Math.floorMod(seed, (long) units));
        int[] permutation = order.stream().mapToInt(i -> i).toArray();
        TiedGradient gradient = ExpectedGradient.of(model).at(autoencoder, 0);
        TiedGradient permuted = ExpectedGradient.of(
                        new GenerativeModel(columns(model.dictionary(), permutation), law, noise))
                .at(
                        new TiedAutoencoder(
                                columns(autoencoder.weights(), permutation),
                                entries(autoencoder.bias(), permutation),
                                Activation.relu()),
                        0);
        assertClose(columns(gradient.weights(), permutation), permuted.weights(), TOLERANCE);
        assertClose(entries(gradient.bias(), permutation), permuted.bias(), TOLERANCE);
        assertClose(gradient.loss(), permuted.loss(), TOLERANCE);
    }

    @Provide
    Arbitrary<CodeLaw> laws() {
        Arbitrary<ValueLaw> values = Arbitraries.of(
                ValueLaw.rademacher(),
                ValueLaw.symmetricUniform(0.5, 2),
                ValueLaw.nonNegativeUniform(0.6, 1.5),
                ValueLaw.nonNegativeUniform(0.8, 0.8));
        Arbitrary<CodeLaw> sparse = Arbitraries.integers()
                .between(1, 6)
                .flatMap(units -> Arbitraries.integers().between(1, units).map(k -> Tuple.of(units, k)))
                .flatMap(size -> values.map(v -> CodeLaw.sparse(size.get1(), size.get2(), v)));
        Arbitrary<CodeLaw> mixture = Arbitraries.doubles()
                .between(0.1, 1)
                .list()
                .ofMinSize(1)
                .ofMaxSize(6)
                .map(weights -> {
                    double sum = weights.stream().mapToDouble(w -> w).sum();
                    return CodeLaw.oneHot(
                            weights.stream().mapToDouble(w -> w / sum).toArray());
                });
        return Arbitraries.oneOf(sparse, mixture);
    }

    private static INDArray activity(CodeLaw law) {
        return Nd4j.createFromArray(
                IntStream.range(0, law.units()).mapToDouble(law::inclusion).toArray());
    }

    private static INDArray columns(INDArray matrix, int[] order) {
        return matrix.mmul(
                Nd4j.eye(order.length).castTo(DataType.DOUBLE).getRows(order).transpose());
    }

    private static INDArray entries(INDArray vector, int[] order) {
        return Nd4j.createFromArray(
                Arrays.stream(order).mapToDouble(vector::getDouble).toArray());
    }
}
