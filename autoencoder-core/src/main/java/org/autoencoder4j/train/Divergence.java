package org.autoencoder4j.train;

import java.util.Arrays;
import java.util.List;
import java.util.function.LongToDoubleFunction;
import java.util.stream.Collectors;
import org.autoencoder4j.train.StopReason.Kind;

/**
 * Tells a run that has destroyed what it had from one whose loss goes up and down. It has diverged if its last loss lies
 * above twice the least, and more than half of what had been gained since the start is lost again.
 *
 * <p>Batches that differ from step to step make the loss go up and down by themselves. There the best parameters are tried
 * on the batches of the last {@value #WINDOW} steps, and the run has diverged only if each of its {@value #WINDOW} losses
 * lies above twice theirs. Even if both had nothing in common but their distribution, as exponential as that of single
 * samples, this would happen once in {@code 3^10} runs. Shorter runs on such batches are not judged.
 */
final class Divergence {
    static final int WINDOW = 10;

    private static final double FACTOR = 2;

    /** Up to so much rounding a loss that is computed once more is the same, and so the batch. */
    private static final double SAME = 1e-6;

    private static final int NAMED = 10;

    private final double[] losses;
    private final double least;
    private final Step<?> last;
    private final double resolution;

    private Divergence(History history, Step<?> last) {
        this.losses = history.losses();
        this.least = Arrays.stream(losses).min().orElseThrow();
        this.last = last;
        this.resolution = last.gradient().lossResolution();
    }

    /**
     * Returns the reason for which a run ended, or that it has diverged.
     *
     * @param reason why it would have ended
     * @param last the last step
     * @param history the whole run
     * @param collinear the columns that have collapsed
     * @param lossOfBest the loss of the best parameters on the batch of a step
     */
    static StopReason judge(
            StopReason reason,
            Step<?> last,
            History history,
            List<Integer> collinear,
            LongToDoubleFunction lossOfBest) {
        if (reason.kind() != Kind.BUDGET_SPENT && reason.kind() != Kind.CONVERGED) {
            return reason;
        }
        Divergence judge = new Divergence(history, last);
        return judge.hasEndedHigh() && (judge.isSameBatch(lossOfBest) || judge.isWorseThroughout(lossOfBest))
                ? new StopReason(Kind.DIVERGED, judge.message(reason, collinear))
                : reason;
    }

    private boolean hasEndedHigh() {
        double end = losses[losses.length - 1];
        return isFarAbove(end, least) && end > (losses[0] + least) / 2;
    }

    private boolean isFarAbove(double loss, double other) {
        return loss > FACTOR * other + resolution;
    }

    private boolean isSameBatch(LongToDoubleFunction lossOfBest) {
        return Math.abs(lossOfBest.applyAsDouble(last.index()) - least) <= SAME * least + resolution;
    }

    private boolean isWorseThroughout(LongToDoubleFunction lossOfBest) {
        if (losses.length <= WINDOW) {
            return false;
        }
        for (int back = 0; back < WINDOW; back++) {
            double theirs = lossOfBest.applyAsDouble(last.index() - back);
            if (!isFarAbove(losses[losses.length - 1 - back], theirs)) {
                return false;
            }
        }
        return true;
    }

    private String message(StopReason reason, List<Integer> collinear) {
        return "the loss ended at " + losses[losses.length - 1] + ", far above its least, " + least + ", and after "
                + losses[0] + " at the start (" + reason.message() + "); " + columns(collinear)
                + "use a smaller learning rate than " + last.learningRate()
                + " or one that backs off, a higher threshold, or centred data; the best parameters are kept in the"
                + " result";
    }

    private static String columns(List<Integer> collinear) {
        if (collinear.isEmpty()) {
            return "";
        }
        String names = collinear.stream().limit(NAMED).map(String::valueOf).collect(Collectors.joining(", "));
        return collinear.size() + " columns have collapsed or are collinear: " + names
                + (collinear.size() > NAMED ? ", ..." : "") + "; ";
    }
}
