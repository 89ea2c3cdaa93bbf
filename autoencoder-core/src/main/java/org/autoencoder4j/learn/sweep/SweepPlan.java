package org.autoencoder4j.learn.sweep;

import java.util.Arrays;

/**
 * How many samples a sweep reads and how its codes are made, from the first sweep to the last.
 *
 * @param most k, the most active units
 * @param units m
 * @param samples N, the most samples of a sweep
 */
record SweepPlan(int most, int units, long samples) {
    /** Uses of each unit in the first sweep; near the atoms one update of it then lands beside them. */
    private static final long FIRST_USES = 16;

    private static final long FIRST_USES_NEAR = 32;

    private static final double GROWTH = 1.3;
    private static final double FAST_GROWTH = 4;

    /** Sweeps with one number of units while atoms are found. */
    private static final int SWEEPS_OF_A_STAGE = 3;

    /** Polishing sweeps, and how many there are at most while columns move by more than their errors. */
    private static final int POLISHING_SWEEPS = 2;

    private static final int MOST_POLISHING_SWEEPS = 20;

    /** A residual energy that falls by less, relative to the least so far, has stopped falling. */
    private static final double FALL = 1e-3;

    /** So many sweeps without a fall are the end, even if units are still replaced. */
    private static final int MOST_STALLS = 3;

    private static final double HALF = 0.5;
    private static final double NEARLY_ALL = 0.9;

    /** What a run goes through. */
    enum Course {
        FROM_ANYWHERE("anywhere"),
        FROM_NEAR("near"),
        ALTERNATING("alternating");

        private final String text;

        Course(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * What the next sweep is.
     *
     * @param phase the phase
     * @param sparsity the most active units of its codes
     * @param done how many sweeps of its kind were done before it
     * @param samples how many samples it reads
     * @param leastResidual the least mean residual energy of the sweeps over all samples so far, or infinite
     * @param stalls how many sweeps in a row that has not fallen
     */
    record Stage(Phase phase, int sparsity, int done, long samples, double leastResidual, int stalls) {
        /** Whether the sums leave out samples that are not explained: while polishing, and if that was done before. */
        boolean onlyExplained() {
            return phase == Phase.POLISHING || (phase == Phase.SETTLED && done > 0);
        }
    }

    /**
     * What a sweep and the update after it gave.
     *
     * @param swaps how many units were replaced
     * @param explainedShare the share of the samples that are explained
     * @param movement of the columns, before units were replaced, in the median
     * @param error the estimated errors, in the median
     * @param moved by how much a column moved at most, relative to its own error
     * @param residual the mean residual energy
     */
    record Outcome(int swaps, double explainedShare, double movement, double error, double moved, double residual) {
        boolean isStill() {
            return moved <= 1;
        }
    }

    /**
     * Lengths in two numbers.
     *
     * @param median their median, NaN if there are none
     * @param greatest the greatest, NaN if there are none
     */
    record Spread(double median, double greatest) {
        /** The spread of the finite ones of some lengths. */
        static Spread of(double[] lengths) {
            double[] sorted =
                    Arrays.stream(lengths).filter(Double::isFinite).sorted().toArray();
            int count = sorted.length;
            return count == 0
                    ? new Spread(Double.NaN, Double.NaN)
                    : new Spread((sorted[count / 2] + sorted[(count - 1) / 2]) / 2, sorted[count - 1]);
        }
    }

    /** The first sweep of a run. */
    Stage first(Course course) {
        return switch (course) {
            case FROM_ANYWHERE -> new Stage(Phase.FINDING, 1, 0, few(FIRST_USES), Double.POSITIVE_INFINITY, 0);
            case FROM_NEAR -> new Stage(Phase.REFINING, most, 0, few(FIRST_USES_NEAR), Double.POSITIVE_INFINITY, 0);
            case ALTERNATING -> new Stage(Phase.ALTERNATING, most, 0, samples, Double.POSITIVE_INFINITY, 0);
        };
    }

    private long few(long uses) {
        return Math.min(samples, (uses * units + most - 1) / most);
    }

    Stage next(Stage stage, Outcome outcome) {
        return switch (stage.phase()) {
            case FINDING -> afterFinding(stage, outcome);
            case REFINING -> afterRefining(stage, outcome);
            case POLISHING -> afterPolishing(stage, outcome);
            case SETTLED, ALTERNATING -> stage;
        };
    }

    private Stage afterFinding(Stage stage, Outcome outcome) {
        int done = stage.done() + 1;
        if (done < SWEEPS_OF_A_STAGE) {
            return new Stage(Phase.FINDING, stage.sparsity(), done, grown(stage, outcome), stage.leastResidual(), 0);
        }
        if (stage.sparsity() < most) {
            int more = Math.min(most, Math.max(stage.sparsity() + 1, stage.sparsity() * 3 / 2));
            return new Stage(Phase.FINDING, more, 0, grown(stage, outcome), stage.leastResidual(), 0);
        }
        return new Stage(Phase.REFINING, most, 0, samples, Double.POSITIVE_INFINITY, 0);
    }

    /** More sweeps over so few samples would only follow their noise. */
    private long grown(Stage stage, Outcome outcome) {
        boolean still =
                outcome.swaps() == 0 && outcome.explainedShare() >= HALF && outcome.movement() <= 2 * outcome.error();
        return Math.min(samples, (long) ((still ? FAST_GROWTH : GROWTH) * stage.samples()));
    }

    private Stage afterRefining(Stage stage, Outcome outcome) {
        if (stage.samples() < samples) {
            return new Stage(
                    Phase.REFINING, most, stage.done() + 1, grown(stage, outcome), Double.POSITIVE_INFINITY, 0);
        }
        boolean fell = outcome.residual() < (1 - FALL) * stage.leastResidual();
        int stalls = fell ? 0 : stage.stalls() + 1;
        boolean still = outcome.explainedShare() >= HALF && outcome.isStill();
        if ((outcome.swaps() == 0 && (still || !fell)) || stalls >= MOST_STALLS) {
            return end(stage, outcome);
        }
        double least = Math.min(stage.leastResidual(), outcome.residual());
        return new Stage(Phase.REFINING, most, stage.done() + 1, samples, least, stalls);
    }

    private Stage afterPolishing(Stage stage, Outcome outcome) {
        int done = stage.done() + 1;
        boolean goesOn = done < POLISHING_SWEEPS || (!outcome.isStill() && done < MOST_POLISHING_SWEEPS);
        Phase phase = goesOn ? Phase.POLISHING : Phase.SETTLED;
        return new Stage(phase, most, done, stage.samples(), stage.leastResidual(), 0);
    }

    private Stage end(Stage stage, Outcome outcome) {
        boolean gains = outcome.explainedShare() >= NEARLY_ALL && outcome.explainedShare() < 1;
        return new Stage(gains ? Phase.POLISHING : Phase.SETTLED, most, 0, samples, stage.leastResidual(), 0);
    }
}
