package org.autoencoder4j.train;

import java.time.Duration;
import java.util.Optional;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.train.StopReason.Kind;

/**
 * When a run ends. A rule is a pure function of the run so far, so it can be shared and used again; rules compose with
 * {@link #or} and {@link #and}.
 */
@FunctionalInterface
public interface StoppingRule {
    /**
     * Asks whether to stop.
     *
     * @param progress the run so far, the present step included
     * @return the reason to stop, or empty to go on
     */
    Optional<StopReason> check(Progress progress);

    /**
     * Returns the rule that stops after a number of updates, as a spent budget.
     *
     * @param steps the number of updates, at least 0
     * @return the rule
     * @throws IllegalArgumentException if steps is negative
     */
    static StoppingRule steps(long steps) {
        Checks.atLeast("steps", steps, 0);
        return progress -> when(progress.step() >= steps, Kind.BUDGET_SPENT, progress.step() + " steps done");
    }

    /**
     * Returns the rule that stops once a time has passed, as a spent budget.
     *
     * @param limit the time
     * @return the rule
     */
    static StoppingRule time(Duration limit) {
        return progress -> when(
                progress.elapsed().compareTo(limit) >= 0,
                Kind.BUDGET_SPENT,
                "the time of " + limit.toMillis() / 1000.0 + " s is used up");
    }

    /**
     * Returns the rule that stops when the training loss is small, as converged.
     *
     * @param limit the loss that suffices, finite and at least 0
     * @return the rule
     * @throws IllegalArgumentException if the limit is negative or not finite
     */
    static StoppingRule lossAtMost(double limit) {
        Checks.nonNegative("limit", limit);
        return progress -> atMost("the training loss", progress.last().loss(), limit);
    }

    /**
     * Returns the rule that stops when the loss on held-out samples is small, as converged. Steps at which it was not
     * measured do not count.
     *
     * @param limit the loss that suffices, finite and at least 0
     * @return the rule
     * @throws IllegalArgumentException if the limit is negative or not finite
     * @see Trainer#withHeldOut
     */
    static StoppingRule heldOutLossAtMost(double limit) {
        Checks.nonNegative("limit", limit);
        return progress -> atMost("the held-out loss", progress.last().heldOutLoss(), limit);
    }

    /**
     * Returns the rule that stops when the gradient is short, as converged. A gradient of exactly zero because no unit
     * fires at all is no convergence and does not count.
     *
     * @param limit the norm that suffices, finite and at least 0
     * @return the rule
     * @throws IllegalArgumentException if the limit is negative or not finite
     */
    static StoppingRule gradientNormAtMost(double limit) {
        Checks.nonNegative("limit", limit);
        return progress -> progress.last().meanL0() == 0
                ? Optional.empty()
                : atMost("the gradient's norm", progress.last().gradientNorm(), limit);
    }

    /**
     * Returns the rule that stops when the least loss of the last {@code window} steps is not better than the least loss
     * before them by more than a fraction, as converged. Steps at which no unit fires do not count.
     *
     * @param window the number of steps, at least 1
     * @param fraction the improvement that counts, relative to the loss before, in [0, 1]
     * @return the rule
     * @throws IllegalArgumentException if an argument is out of range
     */
    static StoppingRule stalled(int window, double fraction) {
        Checks.atLeast("window", window, 1);
        Checks.between("fraction", fraction, 0, 1);
        return progress -> {
            History.Row[] alive = progress.history().rows().stream()
                    .filter(row -> row.meanL0() > 0)
                    .toArray(History.Row[]::new);
            double before = Double.POSITIVE_INFINITY;
            double recent = Double.POSITIVE_INFINITY;
            for (int i = 0; i < alive.length; i++) {
                if (i < alive.length - window) {
                    before = Math.min(before, alive[i].loss());
                } else {
                    recent = Math.min(recent, alive[i].loss());
                }
            }
            return when(
                    before < Double.POSITIVE_INFINITY && !(recent < before * (1 - fraction)),
                    Kind.CONVERGED,
                    "the loss has not fallen by a fraction of " + fraction + " in " + window + " steps (least before "
                            + before + ", since " + recent + ")");
        };
    }

    /**
     * Returns the rule that stops as soon as one of two does; this one is asked first.
     *
     * @param other the other rule
     * @return the rule
     */
    default StoppingRule or(StoppingRule other) {
        return progress -> check(progress).or(() -> other.check(progress));
    }

    /**
     * Returns the rule that stops when both do at the same step. It means convergence if one of them does.
     *
     * @param other the other rule
     * @return the rule
     */
    default StoppingRule and(StoppingRule other) {
        return progress -> check(progress)
                .flatMap(first -> other.check(progress)
                        .map(second -> new StopReason(
                                first.converged() ? first.kind() : second.kind(),
                                first.message() + ", and " + second.message())));
    }

    private static Optional<StopReason> atMost(String what, double value, double limit) {
        return when(value <= limit, Kind.CONVERGED, what + " " + value + " is at most " + limit);
    }

    private static Optional<StopReason> when(boolean holds, Kind kind, String message) {
        return holds ? Optional.of(new StopReason(kind, message)) : Optional.empty();
    }
}
