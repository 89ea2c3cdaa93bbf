package org.autoencoder4j.spark;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.spark.internal.Gathering;

/**
 * A cluster on this machine for tests and first steps: executors that are processes of their own, with the class path of this one,
 * and no distribution of Spark. What runs here runs on a real cluster; only the address of its master is another.
 *
 * <p>The JVM of this process needs Spark's {@code --add-opens} and, where the machine's name has no address of its own, the
 * environment variable {@code SPARK_LOCAL_IP=127.0.0.1}. It sets the system properties {@code spark.testing} and
 * {@code spark.test.home}, by which Spark does without a distribution.
 */
public final class LocalCluster implements AutoCloseable {
    private static final String TESTING = "spark.testing";
    private static final String TEST_HOME = "spark.test.home";
    private static final long LOOK_MILLIS = 50;
    private static final long MOST_SECONDS = 60;

    private final SparkSession session;
    private final JavaSparkContext context;

    private LocalCluster(JavaSparkContext context) {
        this.context = context;
        this.session = SparkSession.builder().getOrCreate();
    }

    /**
     * Starts executors and waits until all are there.
     *
     * @param executors how many processes, at least 1
     * @param heapMegabytes the heap of each
     * @param settings further settings, which are not changed
     * @return the cluster, with one task slot in each executor
     * @throws IllegalStateException if this process has a Spark context already, or an executor is not there after a minute, as
     *     one that cannot start never is
     * @throws CancellationException if this thread is interrupted; the flag stays set
     */
    public static LocalCluster start(int executors, int heapMegabytes, SparkConf settings) {
        Checks.atLeast("executors", executors, 1);
        Checks.atLeast("heapMegabytes", heapMegabytes, 1);
        SparkConf conf = settings.clone()
                .setMaster("local-cluster[" + executors + ",1," + heapMegabytes + "]")
                .setIfMissing("spark.app.name", "autoencoder4j")
                .setIfMissing("spark.ui.enabled", "false")
                .setIfMissing("spark.driver.bindAddress", "127.0.0.1")
                .setIfMissing("spark.driver.host", "127.0.0.1")
                .set("spark.executor.memory", heapMegabytes + "m")
                .set("spark.executorEnv.SPARK_TESTING", "1")
                .set("spark.executorEnv.SPARK_SCALA_VERSION", "2.13")
                .set("spark.executorEnv.SPARK_LOCAL_IP", "127.0.0.1")
                .set("spark.executor.extraClassPath", classPath());
        System.setProperty(TESTING, "true");
        System.setProperty(TEST_HOME, emptyFolder().toString());
        LocalCluster cluster;
        try {
            // Unlike a session, a context refuses to be the second one of a process.
            cluster = Gathering.heedInterrupts(
                    () -> new LocalCluster(new JavaSparkContext(ExecutorSettings.addTo(conf))));
        } catch (RuntimeException e) {
            clearProperties();
            throw e;
        }
        cluster.awaitExecutors(executors);
        return cluster;
    }

    private static void clearProperties() {
        System.clearProperty(TESTING);
        System.clearProperty(TEST_HOME);
    }

    /** Relative names would be looked for in the executors' own folders. */
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Path emptyFolder() {
        try {
            Path folder = Files.createTempDirectory("autoencoder4j-spark");
            folder.toFile().deleteOnExit();
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitExecutors(int executors) {
        long end = System.nanoTime() + MOST_SECONDS * 1_000_000_000L;
        // The driver counts as one.
        while (context.statusTracker().getExecutorInfos().length < executors + 1) {
            if (System.nanoTime() > end) {
                close();
                throw new IllegalStateException(
                        "of " + executors + " executors not all were there after " + MOST_SECONDS
                                + " s; why one could not start is in its stderr, below worker-... in "
                                + System.getProperty("java.io.tmpdir") + " as long as this process lives");
            }
            try {
                Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                close();
                Thread.currentThread().interrupt();
                CancellationException cancelled = new CancellationException(
                        "the thread was interrupted while executors were starting; its interrupt flag is still set");
                cancelled.initCause(e);
                throw cancelled;
            }
        }
    }

    /**
     * Returns the session, which reads tables.
     *
     * @return the session
     */
    public SparkSession session() {
        return session;
    }

    /**
     * Returns the connection to the executors.
     *
     * @return the context
     */
    public JavaSparkContext context() {
        return context;
    }

    /** Ends the executors, and takes the system properties back. */
    @Override
    public void close() {
        try {
            session.stop();
        } finally {
            clearProperties();
        }
    }
}
