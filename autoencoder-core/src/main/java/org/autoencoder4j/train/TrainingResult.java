package org.autoencoder4j.train;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.autoencoder4j.provenance.Provenance;

/**
 * What a run gave. It owns its parameters.
 *
 * @param parameters the final parameters; after a loss that is not finite, the newest at which it was
 * @param best the parameters with the least loss of all steps, each on the batch of its step: where batches are small the
 *     least loss may be luck. A copy of their own, so a result holds two sets of parameters, and a third if a rule kept one
 * @param stopReason why the run ended
 * @param history a row for each step, of a long run for some; the last belongs to the final parameters
 * @param collinearColumns the columns of the final weights that have collapsed: those with a cosine of at least 0.99 to
 *     another, up to sign, and those of a length that is 0 or not finite; none where the rule trains no dictionary
 * @param elapsed how long it took
 * @param kept the parameters that were the best by the measure of the stopping rule, if it has one: see
 *     {@link StoppingRule#earlyStopping}
 * @param provenance how it was made: where it ran, also before it was resumed, the rule with its options, and the digest of the
 *     first samples. The seed is known if {@link Trainer#withProvenance} told it. {@code provenance().save(folder,
 *     parameters()::save)} keeps it with the parameters
 * @param <P> the parameters
 */
public record TrainingResult<P>(
        P parameters,
        P best,
        StopReason stopReason,
        History history,
        List<Integer> collinearColumns,
        Duration elapsed,
        Optional<Kept<P>> kept,
        Provenance provenance) {
    /**
     * Puts a result together; the list is copied.
     *
     * @param parameters the final parameters
     * @param best those with the least loss
     * @param stopReason why the run ended
     * @param history the rows
     * @param collinearColumns the columns that have collapsed
     * @param elapsed how long it took
     * @param kept what the stopping rule kept
     * @param provenance how it was made
     */
    public TrainingResult {
        collinearColumns = List.copyOf(collinearColumns);
    }

    /**
     * Returns the number of updates.
     *
     * @return the last row's step
     */
    public long steps() {
        return history.row(history.size() - 1).step();
    }

    /**
     * Returns the loss at step 0.
     *
     * @return the first row's loss
     */
    public double initialLoss() {
        return history.row(0).loss();
    }

    /**
     * Returns the least loss, which is that of {@link #best}.
     *
     * @return the least of the finite losses, NaN if there are none
     */
    public double bestLoss() {
        return Arrays.stream(history.losses()).filter(Double::isFinite).min().orElse(Double.NaN);
    }

    /**
     * Returns the loss at the last step.
     *
     * @return the last row's loss, which belongs to the final parameters unless it is not finite
     */
    public double loss() {
        return history.row(history.size() - 1).loss();
    }

    /**
     * What a stopping rule kept of a run.
     *
     * @param parameters the parameters of the step that was the best by the rule's measure; a copy
     * @param row what was recorded at that step
     * @param <P> the parameters
     * @see StoppingRule.Watch#isBest
     */
    public record Kept<P>(P parameters, History.Row row) {}
}
