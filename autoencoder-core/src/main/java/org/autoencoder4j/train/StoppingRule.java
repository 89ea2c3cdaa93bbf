package org.autoencoder4j.train;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.train.StopReason.Kind;

/**
 * When a run ends. A rule is an immutable description, so runs and threads may share it; what it remembers of a run lives
 * in a {@link Watch}. A rule of one's own that remembers nothing is a lambda:
 *
 * <pre>{@code
 * StoppingRule<TiedAutoencoder> rule = () -> (step, progress) -> step.learningRate() < 1e-9
 *         ? Optional.of(new StopReason(StopReason.Kind.CONVERGED, "the learning rate is " + step.learningRate()))
 *         : Optional.empty();
 * }</pre>
 *
 * <p>Rules compose with {@link #or} and {@link #and}.
 *
 * @param <P> the parameters that it can judge
 */
@FunctionalInterface
public interface StoppingRule<P> {
    /**
     * Begins to watch a run, be it new or resumed.
     *
     * @return what judges each step of that run, and belongs to it alone
     */
    Watch<P> begin();

    /**
     * Judges the steps of one run, one after the other. One thread uses it.
     *
     * @param <P> the parameters
     */
    @FunctionalInterface
    interface Watch<P> {
        /**
         * Asks whether to stop. Is called once at each step, unless the loss or the gradient's norm there is not finite
         * or the thread was interrupted. Cost: the rules of this library need O(1) on average.
         *
         * @param step the step; its arrays are valid during this call only
         * @param progress the run so far, this step included
         * @return the reason to stop, or empty to go on
         */
        Optional<StopReason> check(Step<? extends P> step, Progress progress);

        /**
         * Tells whether the parameters of the step that was just checked are the best so far, by whatever measure the rule
         * has. The run then keeps a copy of them, instead of those it kept before; checkpoints have it, and it comes out as
         * {@link TrainingResult#kept}. Of two rules that keep parameters the later to find better ones decides.
         *
         * @return whether they are; by default no
         */
        default boolean isBest() {
            return false;
        }

        /**
         * Returns what a resumed run must know of the steps so far, for a checkpoint to hold.
         *
         * @return numbers, each list of them under a name that tells this rule, with its limits, from others; by default
         *     none, which is right for a rule that remembers nothing
         */
        default Map<String, double[]> memory() {
            return Map.of();
        }

        /**
         * Takes over what {@link #memory} returned in the run that is resumed, before the first step is checked. Where the
         * name of this rule is not among the others, the run had another rule, and this one begins anew.
         *
         * @param memory the numbers by their names, of all rules of that run
         * @throws IllegalArgumentException if the numbers under this rule's name are none of its own
         */
        default void restore(Map<String, double[]> memory) {}
    }

    /**
     * Returns the rule that stops after a number of updates, as a spent budget.
     *
     * @param steps the number of updates, at least 0
     * @param <P> the parameters, whatever they are
     * @return the rule
     * @throws IllegalArgumentException if steps is negative
     */
    static <P> StoppingRule<P> steps(long steps) {
        Checks.atLeast("steps", steps, 0);
        return () ->
                (step, progress) -> when(progress.step() >= steps, Kind.BUDGET_SPENT, progress.step() + " steps done");
    }

    /**
     * Returns the rule that stops once a time has passed, as a spent budget.
     *
     * @param limit the time
     * @param <P> the parameters, whatever they are
     * @return the rule
     */
    static <P> StoppingRule<P> time(Duration limit) {
        return () -> (step, progress) -> when(
                progress.elapsed().compareTo(limit) >= 0,
                Kind.BUDGET_SPENT,
                "the time of " + limit.toMillis() / 1000.0 + " s is used up");
    }

    /**
     * Returns the rule that stops when the training loss is small, as converged.
     *
     * @param limit the loss that suffices, finite and at least 0
     * @param <P> the parameters, whatever they are
     * @return the rule
     * @throws IllegalArgumentException if the limit is negative or not finite
     */
    static <P> StoppingRule<P> lossAtMost(double limit) {
        return atMost("the training loss", History.Row::loss, limit);
    }

    /**
     * Returns the rule that stops when the loss on held-out samples is small, as converged. Steps at which it was not
     * measured do not count.
     *
     * @param limit the loss that suffices, finite and at least 0
     * @param <P> the parameters, whatever they are
     * @return the rule
     * @throws IllegalArgumentException if the limit is negative or not finite
     * @see Trainer#withHeldOut
     */
    static <P> StoppingRule<P> heldOutLossAtMost(double limit) {
        return atMost("the held-out loss", History.Row::heldOutLoss, limit);
    }

    /**
     * Returns the rule that stops when the gradient is short, as converged. A gradient of exactly zero because no unit
     * fires at all is no convergence and does not count.
     *
     * @param limit the norm that suffices, finite and at least 0
     * @param <P> the parameters, whatever they are
     * @return the rule
     * @throws IllegalArgumentException if the limit is negative or not finite
     */
    static <P> StoppingRule<P> gradientNormAtMost(double limit) {
        return atMost("the gradient's norm", row -> row.meanL0() == 0 ? Double.NaN : row.gradientNorm(), limit);
    }

    /**
     * Returns the rule that stops when the least loss of the last {@code window} steps is not better than the least loss
     * before them by more than a fraction, as converged. Steps at which no unit fires do not count.
     *
     * <p>Cost: O(1) a step on average, and memory for {@code window} numbers at the most.
     *
     * @param window the number of steps, at least 1
     * @param fraction the improvement that counts, relative to the loss before, in [0, 1]
     * @param <P> the parameters, whatever they are
     * @return the rule
     * @throws IllegalArgumentException if an argument is out of range
     */
    static <P> StoppingRule<P> stalled(int window, double fraction) {
        Checks.atLeast("window", window, 1);
        Checks.between("fraction", fraction, 0, 1);
        return () -> new Stall<>(window, fraction);
    }

    /**
     * Returns the rule that stops when a metric has not fallen below its least for a number of steps, as converged, and
     * keeps the parameters at which it was least: {@link TrainingResult#kept} has them, whatever the run ended for. Steps at
     * which it was not measured, or was no number, do not lower it.
     *
     * @param metric the name of a {@linkplain Trainer#withMetric metric}, of which less is better; or {@code heldOutLoss}
     *     or {@code loss}
     * @param patience the number of steps, at least 1
     * @param <P> the parameters, whatever they are
     * @return the rule; a run in which no such metric is measured ends with an {@link IllegalArgumentException}
     * @throws IllegalArgumentException if the patience is below 1
     */
    static <P> StoppingRule<P> earlyStopping(String metric, long patience) {
        Checks.atLeast("patience", patience, 1);
        return () -> new EarlyStopping<>(metric, patience);
    }

    /**
     * Returns the rule that stops as soon as one of two does; the reason of this one goes first.
     *
     * @param other the other rule
     * @param <Q> the parameters that both can judge
     * @return the rule
     */
    default <Q extends P> StoppingRule<Q> or(StoppingRule<? super Q> other) {
        return () -> new WatchPair<Q>(begin(), other.begin(), (first, second) -> first.or(() -> second));
    }

    /**
     * Returns the rule that stops when both do at the same step. It means convergence if one of them does.
     *
     * @param other the other rule
     * @param <Q> the parameters that both can judge
     * @return the rule
     */
    default <Q extends P> StoppingRule<Q> and(StoppingRule<? super Q> other) {
        return () -> new WatchPair<Q>(
                begin(),
                other.begin(),
                (first, second) -> first.flatMap(one -> second.map(two -> new StopReason(
                        one.converged() ? one.kind() : two.kind(), one.message() + ", and " + two.message()))));
    }

    private static <P> StoppingRule<P> atMost(String what, ToDoubleFunction<History.Row> measure, double limit) {
        Checks.nonNegative("limit", limit);
        return () -> (step, progress) -> {
            double value = measure.applyAsDouble(progress.last());
            return when(value <= limit, Kind.CONVERGED, what + " " + value + " is at most " + limit);
        };
    }

    private static Optional<StopReason> when(boolean holds, Kind kind, String message) {
        return holds ? Optional.of(new StopReason(kind, message)) : Optional.empty();
    }
}
