package org.autoencoder4j.spark;

import org.apache.spark.SparkConf;

/**
 * What a cluster needs to be told so that it computes well: settings that were made already stay as they are.
 *
 * <ul>
 *   <li>{@code OMP_NUM_THREADS=1}: one BLAS thread for each task slot; {@code OMP_WAIT_POLICY=passive}: threads that wait sleep;
 *   <li>{@code java.util.concurrent.ForkJoinPool.common.parallelism=0}: fresh samples are drawn by the task's own thread;
 *   <li>{@code spark.executor.memoryOverhead}: room for native memory beside the heap, as Spark has it by default: a tenth of the
 *       heap, or {@code spark.executor.memoryOverheadFactor} of it, and at least 384 MB;
 *   <li>{@code org.bytedeco.javacpp.maxphysicalbytes}: the whole process, heap, that room and Spark's own memory off the heap, is
 *       not to take more; an allocation beyond it fails with a message of JavaCPP in the executor's log, and ends the executor, before
 *       the machine is out of memory;
 *   <li>{@code spark.driver.maxResultSize=0}: the driver takes as many sums as tasks send.
 * </ul>
 *
 * <p>None of these changes a bit of a result.
 */
public final class ExecutorSettings {
    private static final String JAVA_OPTIONS = "spark.executor.extraJavaOptions";
    private static final String OVERHEAD = "spark.executor.memoryOverhead";
    private static final long LEAST_OVERHEAD = 384;
    private static final double SHARE = 0.1;
    private static final long MEGABYTE = 1 << 20;

    private ExecutorSettings() {}

    /**
     * Adds the settings, in place.
     *
     * @param conf what a context is to be made of
     * @return the same, for chaining
     */
    public static SparkConf addTo(SparkConf conf) {
        conf.setIfMissing("spark.executorEnv.OMP_NUM_THREADS", "1");
        conf.setIfMissing("spark.executorEnv.OMP_WAIT_POLICY", "passive");
        conf.setIfMissing("spark.driver.maxResultSize", "0");
        long heap = conf.getSizeAsMb("spark.executor.memory", "1g");
        double share = conf.getDouble("spark.executor.memoryOverheadFactor", SHARE);
        conf.setIfMissing(OVERHEAD, Math.max(LEAST_OVERHEAD, (long) (share * heap)) + "m");
        long offHeap = conf.getBoolean("spark.memory.offHeap.enabled", false)
                ? (conf.getSizeAsBytes("spark.memory.offHeap.size", "0") + MEGABYTE - 1) / MEGABYTE
                : 0;
        long all = heap + conf.getSizeAsMb(OVERHEAD) + offHeap;
        addJavaOption(conf, "java.util.concurrent.ForkJoinPool.common.parallelism", "0");
        addJavaOption(conf, "org.bytedeco.javacpp.maxphysicalbytes", all + "m");
        addJavaOption(conf, "org.nd4j.log.initialization", "false");
        return conf;
    }

    private static void addJavaOption(SparkConf conf, String name, String value) {
        String present = conf.get(JAVA_OPTIONS, "");
        if (!present.contains("-D" + name + "=")) {
            conf.set(JAVA_OPTIONS, (present + " -D" + name + "=" + value).strip());
        }
    }
}
