package org.autoencoder4j.train;

/**
 * Why a run ended.
 *
 * @param kind what sort of reason it is
 * @param message a sentence with the numbers that decided, and what can be done where something went wrong
 */
public record StopReason(Kind kind, String message) {
    /** The sorts of reasons. */
    public enum Kind {
        /** A criterion of convergence was met. */
        CONVERGED,
        /** The steps or the time allowed are used up. */
        BUDGET_SPENT,
        /** The thread was interrupted; its interrupt flag is set again. */
        INTERRUPTED,
        /** A checkpoint could not be written, as on a disk that is full; the result is that of the last step. */
        CHECKPOINT_FAILED,
        /** The loss or the gradient is NaN or infinite; the result is the newest that was finite. */
        NOT_FINITE,
        /**
         * The run used up its budget, or met a criterion, at a loss far above its least: above twice that, and with more
         * than half of what it had gained lost again. Where the batches of the steps differ, each of the last ten losses
         * must also be above twice that of the best parameters on the same batch, so that noise does not count; shorter
         * runs on such batches are not judged. The best parameters are in {@link TrainingResult#best}.
         */
        DIVERGED
    }

    /**
     * Says whether the run converged.
     *
     * @return whether the kind is {@link Kind#CONVERGED}
     */
    public boolean converged() {
        return kind == Kind.CONVERGED;
    }

    @Override
    public String toString() {
        return kind + ": " + message;
    }
}
