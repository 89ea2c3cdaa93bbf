package org.autoencoder4j.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.autoencoder4j.coding.CodeSign;
import org.autoencoder4j.coding.Planted;
import org.autoencoder4j.coding.SparseCoder;
import org.autoencoder4j.coding.SparseEncoder;
import org.autoencoder4j.gradient.Fixtures;
import org.autoencoder4j.learn.SparsityPath.Point;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** How many units are active: thresholds and paths. */
class SparsityTest {
    private static final Planted PLANTED = Planted.of(4, 32, 24, 3, 1500, CodeSign.SIGNED, 0.05);

    /**
     * Of all samples together, two thresholds next to each other differ by a unit, or by two or three: one that joins may
     * turn the residual to others, and values of the wrong sign are dropped. What is wanted is no whole number of them.
     */
    @Property(tries = 60)
    void theThresholdGivesTheWantedNumberOfActiveUnits(
            @ForAll @IntRange(min = 1, max = 50) int seed,
            @ForAll @DoubleRange(min = 0.2, max = 5) double wanted,
            @ForAll CodeSign sign) {
        INDArray samples = Fixtures.observations(seed, 64, 12);
        SparseCoder coder = new SparseCoder(Planted.dictionary(seed, 12, 16), SparseEncoder.pursuit(3, sign));
        SparseCoder set = ThresholdSearch.of(samples, coder, wanted);
        assertEquals(sign, set.encoder().sign());
        assertEquals(wanted, set.codes(samples).meanL0(), 4.0 / 64);
    }

    /** Samples of exactly one atom without noise have no second; the threshold stops above rounding. */
    @Test
    void whereCodesEndTheThresholdStaysAboveRounding() {
        Planted exact = Planted.of(5, 20, 24, 1, 200, CodeSign.SIGNED, 0);
        SparseCoder coder = new SparseCoder(exact.dictionary(), SparseEncoder.pursuit(1, CodeSign.SIGNED));
        SparseCoder set = ThresholdSearch.of(exact.samples(), coder, 5);
        assertEquals(1, set.codes(exact.samples()).meanL0(), 1e-12);
    }

    /** The residual falls most until all 3 atoms of a sample are there. */
    @Test
    void thePathFindsTheLeastNumberThatReachesTheTarget() {
        DictionaryLearning learning = DictionaryLearning.withDefaults().withUnits(24);
        double two = learning.withSparsity(Sparsity.most(2))
                .fit(PLANTED.samples().dup())
                .r2();
        double three = learning.withSparsity(Sparsity.most(3))
                .fit(PLANTED.samples().dup())
                .r2();
        assertTrue(three > two + 0.05, two + ", " + three);
        Learned learned = learning.withSparsity(Sparsity.reaching((two + three) / 2))
                .fit(PLANTED.samples().dup());
        SparsityPath path = learned.path().orElseThrow();
        assertEquals(
                List.of(1, 2, 3), path.points().stream().map(Point::mostActive).toList());
        assertEquals(3, path.chosen().mostActive());
        assertEquals(SparseEncoder.pursuit(3, CodeSign.SIGNED), learned.coder().encoder());
        assertEquals(path.chosen().r2(), learned.r2(), 0, "what is told of it is what was chosen by");
        assertEquals(24, Atoms.found(PLANTED.dictionary(), learned.dictionary(), 0.06), learned.toString());
        for (int i = 1; i < 3; i++) {
            assertTrue(path.points().get(i).r2() > path.points().get(i - 1).r2());
        }
    }

    /** 9 reaches it and 6 does not, so 7 is tried. */
    @Test
    void thePathGoesBackBetweenItsLastPoints() {
        INDArray samples = Fixtures.observations(3, 400, 20);
        DictionaryLearning learning = DictionaryLearning.withDefaults().withUnits(24);
        SparsityPath whole = learning.withSparsity(Sparsity.reaching(0.92))
                .fit(samples.dup())
                .path()
                .orElseThrow();
        assertTrue(whole.reachesTarget());
        int chosen = whole.chosen().mostActive();
        assertTrue(chosen > 6, whole.toString());
        for (Point point : whole.points()) {
            assertEquals(point.mostActive() >= chosen, point.r2() >= 0.92, whole.toString());
        }
        assertTrue(whole.points().stream().anyMatch(point -> point.mostActive() == chosen - 1), whole.toString());
    }

    @Test
    void aTargetThatIsNotReachedEndsWithTheLastPoint() {
        INDArray samples = Fixtures.observations(3, 400, 8);
        Learned learned = DictionaryLearning.withDefaults()
                .withUnits(3)
                .withSparsity(Sparsity.reaching(0.999))
                .fit(samples);
        SparsityPath path = learned.path().orElseThrow();
        assertFalse(path.reachesTarget());
        assertEquals(
                List.of(1, 2, 3), path.points().stream().map(Point::mostActive).toList());
        assertEquals(3, path.chosen().mostActive());
        assertEquals(path.chosen().r2(), learned.r2());
    }
}
