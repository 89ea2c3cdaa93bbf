package org.autoencoder4j.train;

/**
 * Is told of every step of a run, on the training thread. An exception that it throws ends the run and reaches the
 * caller of the trainer.
 *
 * @param <P> the parameters
 */
@FunctionalInterface
public interface TrainingListener<P> {
    /**
     * Is called before each update and once for the final parameters.
     *
     * @param step the step; its arrays are valid during this call only
     * @param progress the run so far, this step included
     */
    void onStep(Step<P> step, Progress progress);
}
