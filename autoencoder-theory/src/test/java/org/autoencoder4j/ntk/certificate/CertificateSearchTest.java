package org.autoencoder4j.ntk.certificate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.autoencoder4j.ntk.certificate.CertificateSearch.Choice;
import org.junit.jupiter.api.Test;

/** The search among choices of any kind: each suits up to a norm of its own. */
class CertificateSearchTest {
    /**
     * Two axes and four units: the first can flip the columns (1.2, 0) and (0, .9), of norm 1.2 and Frobenius norm 1.5; the
     * second (1.4, 0). All of them have the norm 1.84.
     */
    private static final PlainRun RUN = new PlainRun(
            new double[][] {{1, 0}, {0, 1}},
            new double[][] {{1, 9}, {1, 9}, {9, 1}, {9, 9}},
            new double[][] {{1.2, 0}, {0, 0.9}, {1.4, 0}, {0, 0.1}});

    private static final double LEAST = 1.5 / Math.sqrt(2);

    private record Found(double limit, double value, double norm) {
        boolean suits() {
            return norm <= limit;
        }
    }

    /** Remembers of which norms it was asked. */
    private record Asked(double limit, double value, List<Double> norms) implements Choice<Found> {
        Asked(double limit, double value) {
            this(limit, value, new ArrayList<>());
        }

        @Override
        public double[] reach() {
            return new double[] {2, 2, 2, 2};
        }

        @Override
        public Found certificate(double flipNorm) {
            norms.add(flipNorm);
            return new Found(limit, value, flipNorm);
        }

        boolean wasAskedOf(double norm) {
            return norms.stream().anyMatch(each -> Math.abs(each - norm) < 1e-5);
        }
    }

    private static Found best(Asked... choices) {
        StartState state = new StartState(RUN.autoencoder(), RUN.samples(), 0);
        return new CertificateSearch<>(state, Found::suits, Comparator.comparingDouble(Found::value))
                .best(Arrays.asList(choices), Comparator.comparingDouble(Found::limit));
    }

    @Test
    void whereCountingWillDoNoNormIsComputed() {
        Asked counted = new Asked(1.6, 1);
        Asked better = new Asked(1.45, 2);
        assertEquals(new Found(1.6, 1, 1.5), best(counted, better), "what norms would allow is not looked for");
        assertEquals(List.of(1.5), counted.norms());
        assertEquals(List.of(1.5), better.norms());
    }

    @Test
    void normsAreComputedInTheOrderOfWhatIsPromised() {
        Asked first = new Asked(1.45, 2);
        Asked low = new Asked(1.45, 1);
        Asked high = new Asked(1.45, 3);
        Asked equal = new Asked(1.45, 3);
        Found found = best(first, low, high, equal);
        assertEquals(3, found.value());
        assertEquals(1.4, found.norm(), 1e-12);
        assertTrue(high.wasAskedOf(1.4));
        for (Asked other : List.of(first, low, equal)) {
            assertTrue(!other.wasAskedOf(1.2) && !other.wasAskedOf(1.4), "it promises no more than what was found");
        }
    }

    /** What promises most may not keep it, and then the next is tried. */
    @Test
    void aPromiseThatIsNotKeptIsPassedOver() {
        assertEquals(
                2,
                best(new Asked(1.3, 3), new Asked(1.45, 2), new Asked(1.3, 1)).value());
    }

    @Test
    void aChoiceIsGivenUpAtTheFirstSampleThatIsTooMuch() {
        Asked choice = new Asked(1.1, 1);
        assertEquals(1.5, best(choice).norm(), 1e-12, "the nearest by counting");
        assertTrue(choice.wasAskedOf(LEAST) && choice.wasAskedOf(1.2));
        assertTrue(!choice.wasAskedOf(1.4), "the second sample is not looked at");
    }

    @Test
    void noNormIsComputedWithoutHope() {
        Asked hopeless = new Asked(1, 2);
        Asked nearer = new Asked(1.05, 1);
        assertEquals(new Found(1.05, 1, 1.5), best(hopeless, nearer));
        for (Asked choice : List.of(hopeless, nearer)) {
            assertTrue(choice.norms().stream().noneMatch(norm -> Math.abs(norm - LEAST) > 1e-5 && norm != 1.5));
        }
    }

    /** A sample that flips few long columns has the greater norm. */
    @Test
    void columnsCountByTheirLengths() {
        PlainRun run = new PlainRun(
                new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
                new double[][] {{1, 9, 9}, {9, 1, 9}, {9, 9, 1}},
                new double[][] {{3, 0, 0}, {0, 1, 0}, {0, 0, 5}});
        FlippedDecoder decoder = new FlippedDecoder(new StartState(run.autoencoder(), run.samples(), 0));
        double[] reach = {2, 2, 2};
        assertEquals(5, decoder.spectral(reach, norm -> true), 1e-12);
        assertEquals(5, decoder.counted(List.of(reach))[0], 1e-12);
    }
}
