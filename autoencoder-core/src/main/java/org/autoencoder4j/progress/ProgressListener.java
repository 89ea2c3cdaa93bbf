package org.autoencoder4j.progress;

import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Is told how far a long call of this library is. Any call can be listened to, whatever it calls in turn:
 *
 * <pre>
 *   ProgressListener bar = (what, done, total) -&gt; logger.info("{}: {} of {}", what, done, total);
 *   ThresholdCertificate certificate = bar.during(() -&gt; ThresholdCertificate.of(encoded, codes));
 * </pre>
 *
 * <p>A call consists of phases, one after the other. Each begins with {@code done = 0} and ends, if it succeeds, with
 * {@code done = total}; in between {@code done} never falls. A phase is told of at most some hundred times, however much there is
 * to do, and phases within a phase are not told of. The same phase may come again, from 0.
 *
 * <p>The listener is called on the thread that called {@link #during}, and listens to nothing that other threads begin. It
 * changes no bit of what is computed. What it throws ends the call and reaches the caller, with nothing left half done.
 *
 * <p><b>Stopping.</b> {@link Thread#interrupt} of the calling thread ends a long call, with or without a listener, by a
 * {@link CancellationException}; the thread's interrupt flag stays set, and nothing is left half written. A listener stops the
 * call in this way by interrupting its own thread. Training ends with a result instead, whose reason says that it was
 * interrupted.
 */
@FunctionalInterface
public interface ProgressListener {
    /** The total of a phase of which nobody knows beforehand how long it takes. Its last call tells it. */
    long UNKNOWN = -1;

    /**
     * Is told how far a phase is.
     *
     * @param what what is being done, and what is counted, in some words for people: "certificate: units"
     * @param done how much of it has been done, at least 0
     * @param total how much there is to do, at least 0, or {@link #UNKNOWN}
     */
    void onProgress(String what, long done, long total);

    /**
     * What is listened to.
     *
     * @param <T> what it returns
     * @param <E> what it may throw beside unchecked exceptions
     */
    @FunctionalInterface
    interface Call<T extends @Nullable Object, E extends Exception> {
        /**
         * Does it.
         *
         * @return what it makes
         * @throws E if it fails
         */
        T run() throws E;
    }

    /**
     * Runs a call on this thread and is told of its phases. Within the call another listener may listen to a part of it, in
     * the place of this one.
     *
     * @param call what to run
     * @param <T> what it returns
     * @param <E> what it may throw beside unchecked exceptions
     * @return what the call returns
     * @throws E if the call throws it
     * @throws CancellationException if the thread is interrupted and the call heeds it
     */
    default <T extends @Nullable Object, E extends Exception> T during(Call<T, E> call) throws E {
        return Work.listened(this, call);
    }
}
