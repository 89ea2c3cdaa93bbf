package org.autoencoder4j.spark.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.spark.SparkJobInfo;
import org.apache.spark.SparkStageInfo;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.autoencoder4j.parts.Sum;
import org.autoencoder4j.parts.TreeSum;
import org.autoencoder4j.progress.Work;
import org.autoencoder4j.provenance.Environment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for the answers of a job, tells how far it is, and adds them up in the order of the tasks. Threads may share it. */
public final class Gathering {
    private static final Logger LOG = LoggerFactory.getLogger(Gathering.class);

    private static final String INTERRUPT = "spark.job.interruptOnCancel";

    /** Between two looks at how far a job is. */
    private static final long LOOK_MILLIS = 200;

    private final JavaSparkContext context;
    private final AtomicBoolean warned = new AtomicBoolean();

    public Gathering(JavaSparkContext context) {
        this.context = context;
    }

    /**
     * Adds up.
     *
     * @throws IllegalArgumentException if a task met samples that are not to be used
     * @throws IllegalStateException if the cluster could not compute, or executors have another version of the library
     * @throws InterruptedException if this thread is interrupted; the job is cancelled
     */
    public <Q, S extends Sum<S>> S total(Question<Q, S> question, JavaRDD<Answer> answers) throws InterruptedException {
        TreeSum<S> tree = new TreeSum<>();
        List<Answer> all = await(question.tasks(), answers::collectAsync);
        requireAlike(all);
        for (Answer answer : all) {
            answer.addTo(tree, question.what());
        }
        return tree.total(question.parts().count());
    }

    /**
     * Makes of an interrupt what it is everywhere in the library. Spark throws it as it comes, without saying so in its
     * signatures, or as the cause of something else, and forgets the flag.
     */
    public static <T> T heedInterrupts(Callable<T> work) {
        try {
            return work.call();
        } catch (Exception e) {
            for (Throwable cause = e; cause != null && !(cause instanceof Failed); cause = cause.getCause()) {
                if (cause instanceof InterruptedException) {
                    Thread.currentThread().interrupt();
                    CancellationException cancelled = new CancellationException(
                            "the thread was interrupted while it waited for the cluster; its interrupt flag is still set");
                    cancelled.initCause(e);
                    throw cancelled;
                }
            }
            throw e instanceof RuntimeException known
                    ? known
                    : new IllegalStateException("the cluster failed: " + e.getMessage(), e);
        }
    }

    /** What went wrong there; an interrupt that executors tell of is none of this thread. */
    private static final class Failed extends IllegalStateException {
        private static final long serialVersionUID = 1;

        Failed(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Starts a job and waits for it; if this ends in any other way, the job is cancelled, with the tasks that run. */
    <T> T await(long tasks, Supplier<JavaFutureAction<T>> start) throws InterruptedException {
        try (Work work = Work.begin("tasks on the cluster", tasks)) {
            JavaFutureAction<T> job = started(start);
            try {
                while (true) {
                    try {
                        T result = job.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                        work.reach(tasks);
                        return result;
                    } catch (TimeoutException e) {
                        work.reach(done(job));
                    }
                }
            } catch (ExecutionException e) {
                Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
                throw new Failed(
                        "the cluster could not add up: " + cause.getMessage()
                                + "; what failed is in the logs of the executors",
                        cause);
            } finally {
                if (!job.isDone()) {
                    job.cancel(true);
                }
            }
        }
    }

    /** Without this property a cancelled job lets its tasks run to their end. */
    private <T> T started(Supplier<T> start) {
        String before = context.getLocalProperty(INTERRUPT);
        context.setLocalProperty(INTERRUPT, "true");
        try {
            return start.get();
        } finally {
            context.setLocalProperty(INTERRUPT, before);
        }
    }

    private long done(JavaFutureAction<?> job) {
        long done = 0;
        for (int id : job.jobIds()) {
            SparkJobInfo info = context.statusTracker().getJobInfo(id);
            int[] stages = info == null ? new int[0] : info.stageIds();
            // The last stage is that of the answers; those before it prepare rows.
            int last = Arrays.stream(stages).max().orElse(-1);
            SparkStageInfo stage = context.statusTracker().getStageInfo(last);
            done += stage == null ? 0 : stage.numCompletedTasks();
        }
        return done;
    }

    private void requireAlike(List<Answer> answers) {
        Environment here = Environment.current();
        String library = here.library();
        Map<String, String> kernels = new TreeMap<>();
        kernels.put(Answer.kernels(here), "driver");
        for (Answer answer : answers) {
            if (answer.isSum() && !answer.library().equals(library)) {
                throw new IllegalStateException("executor " + answer.executor() + " has version " + answer.library()
                        + " of autoencoder4j and the driver has " + library + "; both must have the same");
            }
            if (answer.isSum()) {
                kernels.putIfAbsent(answer.kernels(), answer.executor());
            }
        }
        if (kernels.size() > 1 && !warned.getAndSet(true)) {
            LOG.warn(
                    "Driver and executors compute with different kernels, for example {}: last bits of results depend on"
                            + " which executor gets which task. With the variable OPENBLAS_CORETYPE, for executors"
                            + " spark.executorEnv.OPENBLAS_CORETYPE, all take the same.",
                    kernels);
        }
    }
}
