package org.autoencoder4j.parts;

import java.io.Serializable;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.random.RandomStreams;

/**
 * How samples are cut into parts: by their number alone, never by who works on them. A part has at least {@value #LEAST} samples
 * and there are at most {@value #MOST} parts; the length of a part is a multiple of {@link RandomStreams#BLOCK_SIZE}, so that
 * fresh samples are not drawn twice, and arrays of parts lie alike in memory. The last part has what is left.
 *
 * @param samples how many samples are cut, at least 1
 * @param length the samples of each part but the last, a multiple of 256
 */
public record SampleParts(long samples, long length) implements Serializable {
    /** The least samples of a part, unless there are fewer in all. */
    public static final int LEAST = 16384;

    /** The most parts. */
    public static final int MOST = 256;

    /**
     * Checks the sizes.
     *
     * @param samples how many samples are cut
     * @param length the samples of each part but the last
     * @throws IllegalArgumentException if samples is below 1 or length is no positive multiple of 256
     */
    public SampleParts {
        Checks.atLeast("samples", samples, 1);
        if (length < 1 || length % RandomStreams.BLOCK_SIZE != 0) {
            throw new IllegalArgumentException(
                    "length = " + length + " must be a positive multiple of " + RandomStreams.BLOCK_SIZE);
        }
    }

    /**
     * Cuts samples.
     *
     * @param samples how many, at least 1
     * @return the parts
     * @throws IllegalArgumentException if samples is below 1
     */
    public static SampleParts of(long samples) {
        Checks.atLeast("samples", samples, 1);
        long even = ceiling(samples, MOST);
        long blocks = ceiling(Math.max(LEAST, even), RandomStreams.BLOCK_SIZE);
        return new SampleParts(samples, blocks * RandomStreams.BLOCK_SIZE);
    }

    private static long ceiling(long number, long divisor) {
        return (number - 1) / divisor + 1;
    }

    /**
     * Returns the parts of the first samples, cut at the same places.
     *
     * @param first how many, from 1 to all
     * @return the parts
     * @throws IllegalArgumentException if first is out of its range
     */
    public SampleParts first(long first) {
        return new SampleParts(Checks.between("first", first, 1, samples), length);
    }

    /**
     * Returns the number of parts.
     *
     * @return at least 1
     */
    public int count() {
        return Math.toIntExact(ceiling(samples, length));
    }

    /**
     * Returns where a part begins.
     *
     * @param part from 0 to {@link #count()}
     * @return its first sample; of the last number, the number of samples
     * @throws IllegalArgumentException if there is no such part
     */
    public long start(int part) {
        Checks.between("part", part, 0, count());
        return part == count() ? samples : part * length;
    }

    /**
     * Shares the parts out among tasks, each a run of parts, as evenly as can be.
     *
     * @param task which, from 0 to tasks
     * @param tasks how many, at least 1
     * @return the first part of the task; of the last number, the number of parts; the same as of the next task if there are more
     *     tasks than parts
     * @throws IllegalArgumentException if there is no such task
     */
    public int firstOfTask(int task, int tasks) {
        Checks.atLeast("tasks", tasks, 1);
        Checks.between("task", task, 0, tasks);
        return (int) ((long) count() * task / tasks);
    }
}
