package org.autoencoder4j.check.consistency;

import static org.autoencoder4j.testsupport.ArrayAssert.assertUnchanged;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.autoencoder4j.check.Samples;
import org.autoencoder4j.check.closeness.Matching;
import org.autoencoder4j.check.closeness.SignFlips;
import org.autoencoder4j.model.Draw;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.law.ValueLaw;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.report.Verdict;
import org.autoencoder4j.testsupport.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class CodeConsistencyTest {
    /** Two orthonormal atoms and a hard threshold of 1/2; the samples are the codes, each wrong in one way. */
    private static final INDArray IDENTITY = Nd4j.eye(2).castTo(DataType.DOUBLE);

    @ParameterizedTest
    @CsvSource({
        "p1_consistency_relu_0, DOUBLE", "p1_consistency_relu_1, DOUBLE",
        "p1_consistency_threshold_0, DOUBLE", "p1_consistency_threshold_1, DOUBLE",
        "p1_consistency_relu_0, FLOAT", "p1_consistency_threshold_1, FLOAT"
    })
    void golden(String name, DataType type) {
        Golden golden = Golden.read(name);
        Activation activation = golden.text("inputs/activation").equals("relu")
                ? Activation.relu()
                : Activation.hardThreshold(golden.number("inputs/lam"));
        TiedAutoencoder autoencoder = new TiedAutoencoder(
                golden.matrix("inputs/W").castTo(type),
                golden.vector("inputs/b").castTo(type),
                activation);
        INDArray observations = golden.matrix("inputs/Y").transpose().castTo(type);
        INDArray codes = golden.matrix("inputs/Xstar").transpose().castTo(type);
        CodeConsistency consistency =
                assertUnchanged(() -> CodeConsistency.of(autoencoder, observations, codes), observations, codes);
        assertEquals(
                golden.node("outputs/n_sign_ok").asLong(),
                consistency.consistent().successes());
        assertEquals(
                golden.node("outputs/n_support_ok").asLong(),
                consistency.sameSupport().successes());
        assertEquals(golden.node("outputs/false_pos").asLong(), sum(consistency.falsePositives()));
        assertEquals(golden.node("outputs/false_neg").asLong(), sum(consistency.falseNegatives()));
        int[] signsRight = golden.ints("outputs/sign_ok");
        assertEquals(
                IntStream.range(0, signsRight.length)
                        .filter(i -> signsRight[i] == 0)
                        .mapToLong(i -> i)
                        .findFirst(),
                consistency.witness());
    }

    @Test
    void countsEachKindOfFailure() {
        INDArray observations = Nd4j.createFromArray(
                new double[][] {{1, 0}, {-1, 0.4}, {1, 0.5}, {0.4, 0}, {-1, 0}, {0, 2}, {0.1, 0.9}});
        INDArray codes = Nd4j.createFromArray(new double[][] {{1, 0}, {-1, 0}, {1, 0}, {1, 0}, {1, 0}, {0, 2}, {0, 0}});
        CodeConsistency consistency = CodeConsistency.of(hardThreshold(IDENTITY), observations, codes);
        assertEquals(new Proportion(3, 7), consistency.consistent());
        assertEquals(new Proportion(4, 7), consistency.sameSupport());
        assertArrayEquals(new long[] {0, 2}, consistency.falsePositives());
        assertArrayEquals(new long[] {1, 0}, consistency.falseNegatives());
        assertArrayEquals(new long[] {1, 0}, consistency.wrongSigns());
        assertEquals(0, consistency.leftOver());
        assertEquals(0, consistency.worstAtom());
        assertEquals(OptionalLong.of(2), consistency.witness());
    }

    @Test
    void aUnitWithoutAnAtomMustStaySilent() {
        INDArray weights = Nd4j.createFromArray(new double[][] {{0, 0.9, 1}, {1, 0.9, 0}});
        Matching matching = Matching.minimumSum(weights, IDENTITY, SignFlips.ALLOWED);
        assertArrayEquals(new int[] {2, 0}, matching.columns());
        INDArray observations = Nd4j.createFromArray(new double[][] {{0.51, 0}, {1, 0}, {0, 1}, {0, 0}});
        CodeConsistency consistency =
                CodeConsistency.of(hardThreshold(weights), matching, observations, observations.dup());
        assertEquals(new Proportion(2, 4), consistency.sameSupport());
        assertEquals(new Proportion(2, 4), consistency.consistent());
        assertEquals(2, consistency.leftOver());
        assertEquals(0, sum(consistency.falsePositives()));
        assertEquals(OptionalLong.of(1), consistency.witness());
    }

    @Property(tries = 50)
    void matchedUnitsMayComeInAnyOrderAndSign(@ForAll @IntRange(min = 1, max = 1100) int samples, @ForAll long seed) {
        RandomGenerator random = Samples.random(seed);
        INDArray dictionary = Samples.unitColumns(random, 6, 4);
        INDArray codes = sparse(random, samples, 4);
        INDArray observations = codes.mmul(dictionary.transpose());
        INDArray weights = Samples.rearranged(dictionary, Samples.permutation(random, 4), Samples.signs(random, 4));
        CodeConsistency direct = CodeConsistency.of(hardThreshold(dictionary), observations, codes);
        CodeConsistency matched = CodeConsistency.of(
                hardThreshold(weights),
                Matching.minimumSum(weights, dictionary, SignFlips.ALLOWED),
                observations,
                codes);
        assertEquals(direct.consistent(), matched.consistent());
        assertEquals(direct.witness(), matched.witness());
        assertArrayEquals(direct.falsePositives(), matched.falsePositives());
        assertArrayEquals(direct.falseNegatives(), matched.falseNegatives());
        assertArrayEquals(direct.wrongSigns(), matched.wrongSigns());
        assertEquals(samples, matched.consistent().trials());
    }

    @Test
    void agreesWithTheAutoencodersOwnCodesOverManyChunks() {
        RandomGenerator random = Samples.random(11);
        INDArray dictionary = Samples.unitColumns(random, 8, 12);
        INDArray codes = sparse(random, 1300, 12);
        INDArray observations = codes.mmul(dictionary.transpose());
        INDArray bias = Samples.gaussian(random, 1, 12).reshape(12).muli(0.1);
        TiedAutoencoder autoencoder = new TiedAutoencoder(dictionary, bias, Activation.relu());
        double[][] encoded = autoencoder.encode(observations).toDoubleMatrix();
        double[][] truth = codes.toDoubleMatrix();
        long right = IntStream.range(0, 1300)
                .filter(i ->
                        IntStream.range(0, 12).allMatch(j -> Math.signum(encoded[i][j]) == Math.signum(truth[i][j])))
                .count();
        CodeConsistency consistency = CodeConsistency.of(autoencoder, observations, codes);
        assertEquals(new Proportion(right, 1300), consistency.consistent());
        assertTrue(right > 0 && right < 1300, "an informative case: " + right);
        // Observations and codes in 'f' order and as views give the same.
        INDArray wide = Nd4j.hstack(observations, codes).dup('f');
        CodeConsistency viewed = CodeConsistency.of(
                autoencoder,
                wide.get(NDArrayIndex.all(), NDArrayIndex.interval(0, 8)),
                wide.get(NDArrayIndex.all(), NDArrayIndex.interval(8, 20)));
        assertEquals(consistency.consistent(), viewed.consistent());
        assertArrayEquals(consistency.falseNegatives(), viewed.falseNegatives());
    }

    /** 4100 samples: the second chunk has four, and the first failure after the first chunk has its own row. */
    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void drawnSamplesGiveWhatTheirArraysGive(DataType type) {
        INDArray dictionary =
                Samples.unitColumns(Samples.random(2), 24, 12).castTo(type).dup('f');
        GenerativeModel model = GenerativeModel.sparseCoding(dictionary, 2, ValueLaw.rademacher(), 0.02);
        Draw draw = model.draw(RandomStreams.of(5), 0, 4100);
        int[] columns = Samples.permutation(Samples.random(3), 12);
        INDArray weights = Samples.rearranged(dictionary, columns, Samples.signs(Samples.random(4), 12))
                .dup('f');
        Matching matching = Matching.minimumSum(weights, dictionary, SignFlips.ALLOWED);
        TiedAutoencoder direct = hardThreshold(dictionary);
        TiedAutoencoder moved = hardThreshold(weights);
        CodeConsistency ofArrays = CodeConsistency.of(direct, draw.observations(), draw.codes());
        assertTrue(ofArrays.consistent().rate() > 0.1 && ofArrays.consistent().rate() < 0.9, ofArrays::toString);
        for (CodeConsistency drawn : List.of(
                CodeConsistency.of(direct, model, RandomStreams.of(5), 4100),
                CodeConsistency.of(moved, matching, model, RandomStreams.of(5), 4100))) {
            assertEquals(ofArrays.consistent(), drawn.consistent());
            assertEquals(ofArrays.sameSupport(), drawn.sameSupport());
            assertEquals(ofArrays.witness(), drawn.witness());
            assertArrayEquals(ofArrays.falsePositives(), drawn.falsePositives());
            assertArrayEquals(ofArrays.falseNegatives(), drawn.falseNegatives());
            assertArrayEquals(ofArrays.wrongSigns(), drawn.wrongSigns());
        }
        assertEquals(
                4096,
                CodeConsistency.of(direct, model, RandomStreams.of(5), 4096)
                        .consistent()
                        .trials());
    }

    @Test
    void drawsNothingThatDoesNotFit() {
        GenerativeModel model = GenerativeModel.sparseCoding(IDENTITY.dup('f'), 1, ValueLaw.rademacher(), 0);
        RandomStreams streams = RandomStreams.of(1);
        TiedAutoencoder fitting = hardThreshold(IDENTITY);
        assertEquals(
                1, CodeConsistency.of(fitting, model, streams, 1).consistent().successes());
        assertThrows(IllegalArgumentException.class, () -> CodeConsistency.of(fitting, model, streams, 0));
        TiedAutoencoder wide = hardThreshold(Nd4j.ones(DataType.DOUBLE, 2, 3));
        assertThrows(IllegalArgumentException.class, () -> CodeConsistency.of(wide, model, streams, 1));
        TiedAutoencoder tall = hardThreshold(Nd4j.ones(DataType.DOUBLE, 3, 2));
        assertThrows(IllegalArgumentException.class, () -> CodeConsistency.of(tall, model, streams, 1));
        TiedAutoencoder single = hardThreshold(IDENTITY.castTo(DataType.FLOAT));
        assertThrows(IllegalArgumentException.class, () -> CodeConsistency.of(single, model, streams, 1));
        Matching matching = Matching.minimumSum(Nd4j.ones(DataType.DOUBLE, 2, 3), IDENTITY, SignFlips.ALLOWED);
        assertThrows(IllegalArgumentException.class, () -> CodeConsistency.of(fitting, matching, model, streams, 1));
    }

    @Test
    void reports() {
        INDArray codes = Nd4j.zeros(DataType.DOUBLE, 1000, 2);
        codes.getColumn(0).assign(1);
        INDArray observations = codes.dup();
        CodeConsistency perfect = CodeConsistency.of(hardThreshold(IDENTITY), observations, codes);
        assertEquals(Verdict.INCONCLUSIVE, perfect.report(1).verdict());
        assertEquals(Verdict.HOLDS, perfect.report(0.98).verdict());
        assertEquals(OptionalLong.empty(), perfect.witness());
        assertTrue(perfect.report(1).witness().isEmpty());
        assertEquals(0, perfect.report(1).findings().get("falsePositives"));

        observations.putScalar(417, 1, 1.0);
        CodeConsistency oneFailure = CodeConsistency.of(hardThreshold(IDENTITY), observations, codes);
        assertEquals(Verdict.FAILS, oneFailure.report(1).verdict());
        assertEquals(Verdict.INCONCLUSIVE, oneFailure.report(0.9999).verdict());
        assertEquals(Verdict.HOLDS, oneFailure.report(0.98).verdict());
        assertEquals(
                "sample 417 is the first that fails; the unit of atom 1 fails most often, 1 times",
                oneFailure.report(1).witness().orElseThrow());
        assertThrows(IllegalArgumentException.class, () -> oneFailure.report(1.5));
    }

    @Test
    void refusesWhatDoesNotFit() {
        TiedAutoencoder autoencoder = hardThreshold(IDENTITY);
        INDArray samples = Nd4j.ones(DataType.DOUBLE, 3, 2);
        INDArray invalid = samples.dup().putScalar(2, 1, Double.NaN);
        assertThrows(
                IllegalArgumentException.class,
                () -> CodeConsistency.of(autoencoder, Nd4j.ones(DataType.DOUBLE, 3, 3), samples));
        assertThrows(
                IllegalArgumentException.class,
                () -> CodeConsistency.of(autoencoder, samples, Nd4j.ones(DataType.DOUBLE, 4, 2)));
        assertThrows(
                IllegalArgumentException.class,
                () -> CodeConsistency.of(autoencoder, samples, Nd4j.ones(DataType.DOUBLE, 3, 3)));
        assertThrows(
                IllegalArgumentException.class,
                () -> CodeConsistency.of(autoencoder, samples.castTo(DataType.FLOAT), samples));
        assertThrows(
                IllegalArgumentException.class,
                () -> CodeConsistency.of(autoencoder, samples, samples.castTo(DataType.FLOAT)));
        assertThrows(IllegalArgumentException.class, () -> CodeConsistency.of(autoencoder, invalid, samples));
        assertThrows(IllegalArgumentException.class, () -> CodeConsistency.of(autoencoder, samples, invalid));
        INDArray three = Nd4j.ones(DataType.DOUBLE, 2, 3);
        Matching matching = Matching.minimumSum(three, IDENTITY, SignFlips.ALLOWED);
        assertThrows(IllegalArgumentException.class, () -> CodeConsistency.of(autoencoder, matching, samples, samples));
    }

    private static TiedAutoencoder hardThreshold(INDArray weights) {
        return TiedAutoencoder.withoutBias(weights, Activation.hardThreshold(0.5));
    }

    private static INDArray sparse(RandomGenerator random, int samples, int units) {
        INDArray codes = Nd4j.zeros(DataType.DOUBLE, samples, units);
        for (int i = 0; i < samples; i++) {
            codes.putScalar(i, random.nextInt(units), random.nextBoolean() ? 1 : -1);
            codes.putScalar(i, random.nextInt(units), random.nextDouble(0.8, 1.2));
        }
        return codes;
    }

    private static long sum(long[] counts) {
        return Arrays.stream(counts).sum();
    }

    /** Each kind of failure counts: atom 1 has one of each, atom 0 two of one. */
    @Test
    void theWorstAtomHasTheGreatestSum() {
        INDArray codes = Nd4j.createFromArray(new double[][] {{1, 0}, {1, 1}, {0, 1}, {1, 0}, {1, 0}});
        INDArray observations = Nd4j.createFromArray(new double[][] {{1, 1}, {1, 0}, {0, -1}, {0, 0}, {0, 0}});
        CodeConsistency consistency = CodeConsistency.of(hardThreshold(IDENTITY), observations, codes);
        assertArrayEquals(new long[] {0, 1}, consistency.falsePositives());
        assertArrayEquals(new long[] {2, 1}, consistency.falseNegatives());
        assertArrayEquals(new long[] {0, 1}, consistency.wrongSigns());
        assertEquals(1, consistency.worstAtom());
        Report report = consistency.report(0.5);
        assertEquals(
                "sample 0 is the first that fails; the unit of atom 1 fails most often, 3 times",
                report.witness().orElseThrow());
        assertEquals(5, report.findings().get("samples"));
        assertEquals(1, report.findings().get("falsePositives"));
        assertEquals(3, report.findings().get("falseNegatives"));
        assertEquals(1, report.findings().get("wrongSigns"));
        assertEquals(0, report.findings().get("leftOver"));
        assertEquals(0.2, report.findings().get("rateOfSameSupport"));
        assertEquals(new Proportion(0, 5).wilson(0.95).low(), report.findings().get("wilson95Low"));
        assertEquals(new Proportion(0, 5).wilson(0.95).high(), report.findings().get("wilson95High"));
        assertEquals(
                new Proportion(0, 5).confidence().high(), report.bounds().get(0).high());
    }

    /** The counts are copies. */
    @Test
    void countsCannotBeChanged() {
        INDArray samples = Nd4j.ones(DataType.DOUBLE, 3, 2);
        CodeConsistency consistency = CodeConsistency.of(hardThreshold(IDENTITY), samples, samples);
        consistency.falsePositives()[0] = 7;
        consistency.falseNegatives()[0] = 7;
        consistency.wrongSigns()[0] = 7;
        assertEquals(0, sum(consistency.falsePositives()));
        assertEquals(0, sum(consistency.falseNegatives()));
        assertEquals(0, sum(consistency.wrongSigns()));
    }
}
