package org.autoencoder4j.spark.internal;

import java.io.Serializable;
import org.autoencoder4j.parts.SampleParts;
import org.autoencoder4j.parts.SampleSum;
import org.autoencoder4j.parts.Sum;

/**
 * What the tasks of one job are to add up: all but the query, which is broadcast.
 *
 * @param source by which executors know the samples again
 * @param samples what the samples are
 * @param what what is added up
 * @param parts how the samples are cut
 * @param shared the parts that are shared out among tasks: these, or more of the same
 * @param tasks among how many tasks
 */
public record Question<Q, S extends Sum<S>>(
        String source, Description samples, SampleSum<Q, S> what, SampleParts parts, SampleParts shared, int tasks)
        implements Serializable {
    int firstPart(int task) {
        return Math.min(parts.count(), shared.firstOfTask(task, tasks));
    }

    /** What was wrong, as who read it says, and where. */
    String failure(int task, IllegalArgumentException e) {
        String why = e.getMessage() == null ? e.toString() : e.getMessage();
        long from = parts.start(firstPart(task));
        long to = parts.start(firstPart(task + 1));
        return why + " (task " + (task + 1) + " of " + tasks + ", samples " + from + " to " + (to - 1) + ")";
    }
}
