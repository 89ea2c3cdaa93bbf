package org.autoencoder4j.progress;

import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A phase of a long call: counts what has been done, tells the {@link ProgressListener} of this thread of it, and heeds an
 * interrupt. Without a listener it counts, and heeds interrupts all the same.
 *
 * <pre>
 *   try (Work work = Work.begin("certificate: units", m)) {
 *       for (int unit = 0; unit &lt; m; unit++) {
 *           ...
 *           work.advance(1);
 *       }
 *   }
 * </pre>
 *
 * <p>It belongs to the thread that began it; others may only {@link #heed}. Work that is begun within another tells nothing, but heeds interrupts. Cost of
 * {@link #advance}: two comparisons, but for some hundred calls of a listener.
 */
public final class Work implements AutoCloseable {
    /** How often a listener is told of a phase whose length is known. */
    private static final long PARTS = 100;

    /** Of a phase whose length is unknown: each time when a twentieth more has been done. */
    private static final long SHARE = 20;

    /** What listens on a thread, and whether a phase is open there. */
    private static final class Scope {
        final ProgressListener listener;
        boolean open;

        Scope(ProgressListener listener) {
            this.listener = listener;
        }
    }

    private static final ThreadLocal<@Nullable Scope> SCOPE = new ThreadLocal<>();

    private final String what;
    private final long total;
    private final @Nullable Scope scope;
    private final Thread owner = Thread.currentThread();
    private long done;
    private long told = -1;
    private long next;

    private Work(String what, long total, @Nullable Scope scope) {
        this.what = what;
        this.total = total;
        this.scope = scope;
    }

    /**
     * Begins a phase.
     *
     * @param what what is being done, and what is counted: "certificate: units"
     * @param total how much there is to do, at least 0, or {@link ProgressListener#UNKNOWN}
     * @return the phase, to be closed by this thread
     * @throws IllegalArgumentException if total is below -1
     * @throws CancellationException if the thread is interrupted; its flag stays set
     */
    public static Work begin(String what, long total) {
        Work work = open(what, total);
        try {
            work.heed();
        } catch (CancellationException e) {
            work.close();
            throw e;
        }
        return work;
    }

    /** Begins a phase and tells the listener. */
    private static Work open(String what, long total) {
        if (total < ProgressListener.UNKNOWN) {
            throw new IllegalArgumentException(
                    "the total of \"" + what + "\" is " + total + "; it must be at least 0, or -1 where it is unknown");
        }
        Scope scope = SCOPE.get();
        Work work = new Work(what, total, scope == null || scope.open ? null : scope);
        if (work.scope != null) {
            work.scope.open = true;
        }
        try {
            work.tell(total);
        } catch (Throwable e) {
            work.close();
            throw e;
        }
        return work;
    }

    /**
     * Begins a phase of which nobody knows how long it takes. If it ends well, it is to be told so by {@link #complete}.
     *
     * @param what what is being done, and what is counted
     * @return the phase, to be closed by this thread
     * @throws CancellationException if the thread is interrupted; its flag stays set
     */
    public static Work begin(String what) {
        return begin(what, ProgressListener.UNKNOWN);
    }

    /**
     * Begins a phase of which nobody knows how long it takes, whether the thread is interrupted or not: for those who end by
     * themselves then, and {@link #count} instead of advancing.
     *
     * @param what what is being done, and what is counted
     * @return the phase, to be closed by this thread
     */
    public static Work beginCounting(String what) {
        return open(what, ProgressListener.UNKNOWN);
    }

    /**
     * Counts, tells the listener if it is time, and heeds an interrupt.
     *
     * @param more how much has been done since the last time, at least 0
     * @throws CancellationException if the thread is interrupted; its flag stays set
     */
    public void advance(long more) {
        count(more);
        heed();
    }

    /**
     * Counts and tells the listener if it is time, whether the thread is interrupted or not: for those who end by themselves
     * then. No more is counted than the total: a file, say, may grow while it is read.
     *
     * @param more how much has been done since the last time, at least 0
     */
    public void count(long more) {
        done = total < 0 ? done + more : Math.min(total, done + more);
        if (scope != null && done > told && (done >= next || done == total)) {
            tell(total);
        }
    }

    /**
     * Counts up to a number, as {@link #advance} does; a smaller one than before counts nothing.
     *
     * @param so how much has been done in all
     * @throws CancellationException if the thread is interrupted; its flag stays set
     */
    public void reach(long so) {
        advance(Math.max(0, so - done));
    }

    /**
     * Heeds an interrupt of the thread that began the phase. Threads that help it may ask, too.
     *
     * @throws CancellationException if that thread is interrupted; its flag stays set
     */
    public void heed() {
        if (owner.isInterrupted()) {
            throw new CancellationException("the thread was interrupted, in \"" + what + "\" after " + done
                    + (total < 0 ? "" : " of " + total) + "; its interrupt flag is still set");
        }
    }

    /** Says that the phase has ended well, sooner than its total or without one: the listener is told what was done of as much. */
    public void complete() {
        if (scope != null && scope.open && (done != total || told < done)) {
            tell(done);
        }
    }

    /** Ends the phase, whether well or not, and tells nobody. */
    @Override
    public void close() {
        if (scope != null) {
            scope.open = false;
        }
    }

    /**
     * Computes what is wanted of a call that has ended, or is to end, with a result. An interrupt that was there before does not
     * end it, and stays; another one does.
     *
     * @param rest what is to be computed
     * @param <T> what it returns
     * @return what it returns
     */
    public static <T extends @Nullable Object> T afterwards(Supplier<T> rest) {
        boolean interrupted = Thread.interrupted();
        try {
            return rest.get();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Requires that something was cancelled because this thread was interrupted: who then ends with a result must not take what
     * another hand has cancelled for that.
     *
     * @param e what was thrown
     * @throws CancellationException e itself if the thread is not interrupted
     */
    public static void requireInterrupted(CancellationException e) {
        if (!Thread.currentThread().isInterrupted()) {
            throw e;
        }
    }

    private void tell(long of) {
        told = done;
        next = done + Math.max(1, total < 0 ? done / SHARE : (total + PARTS - 1) / PARTS);
        if (scope != null) {
            scope.listener.onProgress(what, done, of);
        }
    }

    static <T extends @Nullable Object, E extends Exception> T listened(
            ProgressListener listener, ProgressListener.Call<T, E> call) throws E {
        Scope before = SCOPE.get();
        SCOPE.set(new Scope(listener));
        try {
            return call.run();
        } finally {
            if (before == null) {
                SCOPE.remove();
            } else {
                SCOPE.set(before);
            }
        }
    }
}
