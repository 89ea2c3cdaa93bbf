package org.autoencoder4j.benchmarks;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What became of a run.
 *
 * @param who the learner
 * @param secondsToLimit until delta was small enough, NaN if it never was
 * @param secondsToStop until the learner stopped by its own rule
 * @param updates how many updates of the dictionary it took until then
 * @param stopped whether it stopped by its own rule, and not because it might make no more
 * @param delta of the weights that it stopped with
 * @param median over the atoms, of the distance of the nearest column
 * @param found how many atoms have a column as near as the limit
 */
record Recovery(
        String who,
        double secondsToLimit,
        double secondsToStop,
        long updates,
        boolean stopped,
        double delta,
        double median,
        long found) {
    /** Measures the weights at the end of a run. */
    static Recovery of(
            String who,
            double secondsToLimit,
            double secondsToStop,
            long updates,
            boolean stopped,
            RecoveryTask task,
            INDArray weights,
            double limit) {
        double[] distances = Arrays.stream(task.distances(weights)).sorted().toArray();
        long found = Arrays.stream(distances).filter(d -> d <= limit).count();
        return new Recovery(
                who,
                secondsToLimit,
                secondsToStop,
                updates,
                stopped,
                task.delta(weights),
                distances[distances.length / 2],
                found);
    }
}
