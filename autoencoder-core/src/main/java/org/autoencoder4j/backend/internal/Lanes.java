package org.autoencoder4j.backend.internal;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.autoencoder4j.progress.Work;
import org.jspecify.annotations.Nullable;

/**
 * Runs numbered tasks on the caller's thread and on a few more. Which thread runs a task is left to chance; so a task
 * keeps its results to itself, and the caller puts them together in the order of their numbers.
 *
 * <p>The further threads are shared by all callers, at most one for each processor but the caller's own, and end by
 * themselves after a second without work. A caller never waits for one that has not begun: where all are busy, it does
 * the work itself. An interrupt does not disturb a run, and is still set after it, but for one that counts as {@link Work}.
 */
public final class Lanes {
    private static final long IDLE_SECONDS = 1;

    /** A numbered piece of work. */
    @FunctionalInterface
    public interface Task {
        /**
         * Does it.
         *
         * @param worker which of the workers does it: no two threads have the same at a time
         * @param number which piece
         */
        void run(int worker, int number);
    }

    private final Task task;
    private final int count;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger workers = new AtomicInteger();
    private final CountDownLatch finished;
    private final Thread caller = Thread.currentThread();
    private final @Nullable Work work;
    private long counted;
    private @Nullable Throwable failure;
    private int failedAt = Integer.MAX_VALUE;

    private Lanes(Task task, int count, @Nullable Work work) {
        this.task = task;
        this.count = count;
        this.work = work;
        this.finished = new CountDownLatch(count);
    }

    /**
     * Runs tasks {@code 0 .. count - 1} and returns when all have ended.
     *
     * @param mostWorkers how many threads may work, at least 1
     * @param count the number of tasks
     * @param task what to do; if it throws, tasks that have not begun are left out, and what the first of those that
     *     failed has thrown is thrown here
     */
    public static void run(int mostWorkers, int count, Task task) {
        run(mostWorkers, count, task, null);
    }

    /**
     * Runs tasks as {@link #run(int, int, Task)}, and counts them. An interrupt of the caller, or what a listener throws, ends
     * the run as a task that fails does: what has begun is finished.
     *
     * @param mostWorkers how many threads may work, at least 1
     * @param count the number of tasks
     * @param work advances by 1 for each task, on the caller's thread
     * @param task what to do
     */
    public static void run(int mostWorkers, int count, Work work, Task task) {
        run(mostWorkers, count, task, work);
    }

    private static void run(int mostWorkers, int count, Task task, @Nullable Work counter) {
        Lanes run = new Lanes(task, count, counter);
        int helpers = Math.min(mostWorkers, count) - 1;
        Runnable work = run::work;
        for (int i = 0; i < helpers; i++) {
            Helpers.ASKED.increment();
            Helpers.POOL.execute(work);
        }
        run.work();
        run.await();
        run.advance(count);
        // Those that have not begun would wait behind others' long work, and keep the task and all it holds until then.
        boolean waits = helpers > 0;
        while (waits) {
            waits = Helpers.POOL.remove(work);
        }
        run.rethrow();
    }

    /** How often another thread has been asked to help, whether it came in time or not: for tests. */
    static long asked() {
        return Helpers.ASKED.sum();
    }

    private void work() {
        int number = next.getAndIncrement();
        if (number >= count) {
            return;
        }
        int worker = workers.getAndIncrement();
        for (; number < count; number = next.getAndIncrement()) {
            try {
                if (!hasFailed()) {
                    task.run(worker, number);
                }
            } catch (Throwable e) {
                fail(number, e);
            } finally {
                finished.countDown();
            }
            advance(number);
        }
    }

    /** Counts what all have finished since the caller last looked. */
    private void advance(int number) {
        if (work == null || Thread.currentThread() != caller || hasFailed()) {
            return;
        }
        long ended = count - finished.getCount();
        long more = ended - counted;
        counted = ended;
        try {
            work.advance(more);
        } catch (Throwable e) {
            fail(number, e);
        }
    }

    private synchronized boolean hasFailed() {
        return failure != null;
    }

    private synchronized void fail(int number, Throwable e) {
        if (number < failedAt) {
            failedAt = number;
            failure = e;
        }
    }

    private void await() {
        boolean interrupted = false;
        while (true) {
            try {
                finished.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void rethrow() {
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
    }

    /** The threads that help. */
    private static final class Helpers {
        static final LongAdder ASKED = new LongAdder();
        static final ThreadPoolExecutor POOL =
                pool(Math.max(1, Runtime.getRuntime().availableProcessors() - 1));

        private static ThreadPoolExecutor pool(int threads) {
            ThreadPoolExecutor pool = new ThreadPoolExecutor(
                    threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                        Thread thread = new Thread(work, "autoencoder4j-lane");
                        thread.setDaemon(true);
                        return thread;
                    });
            pool.allowCoreThreadTimeOut(true);
            return pool;
        }
    }
}
