package org.autoencoder4j.spark;

import org.apache.spark.SparkConf;
import org.apache.spark.network.util.JavaUtils;

/**
 * What executors need to be told so that they compute well: settings that were made already stay as they are.
 *
 * <ul>
 *   <li>{@code OMP_NUM_THREADS=1}: one BLAS thread for each task slot; {@code OMP_WAIT_POLICY=passive}: threads that wait sleep;
 *   <li>{@code java.util.concurrent.ForkJoinPool.common.parallelism=0}: fresh samples are drawn by the task's own thread, and no
 *       other; with one more for each executor a step took a tenth more of processor time;
 *   <li>{@code spark.executor.memoryOverhead}: room for native memory beside the heap, as Spark has it by default: a tenth of the
 *       heap, at least 384 MB;
 *   <li>{@code org.bytedeco.javacpp.maxphysicalbytes}: the whole process, heap and that room, is not to take more; an allocation
 *       beyond fails with a message of JavaCPP, before the machine is out of memory.
 * </ul>
 *
 * <p>None of these changes a bit of a result.
 */
public final class ExecutorSettings {
    private static final String JAVA_OPTIONS = "spark.executor.extraJavaOptions";
    private static final String OVERHEAD = "spark.executor.memoryOverhead";
    private static final long LEAST_OVERHEAD = 384;
    private static final long SHARE = 10;

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
        long heap = JavaUtils.byteStringAsMb(conf.get("spark.executor.memory", "1g"));
        conf.setIfMissing(OVERHEAD, Math.max(LEAST_OVERHEAD, heap / SHARE) + "m");
        long all = heap + JavaUtils.byteStringAsMb(conf.get(OVERHEAD));
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
