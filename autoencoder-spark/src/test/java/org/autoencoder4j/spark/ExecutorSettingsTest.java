package org.autoencoder4j.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class ExecutorSettingsTest {
    private static final String OPTIONS = "spark.executor.extraJavaOptions";

    @Test
    void whatIsMissingIsAdded() {
        SparkConf conf = new SparkConf(false);
        assertSame(conf, ExecutorSettings.addTo(conf));
        assertEquals("1", conf.get("spark.executorEnv.OMP_NUM_THREADS"));
        assertEquals("passive", conf.get("spark.executorEnv.OMP_WAIT_POLICY"));
        assertEquals("384m", conf.get("spark.executor.memoryOverhead"));
        assertEquals(
                "-Djava.util.concurrent.ForkJoinPool.common.parallelism=0"
                        + " -Dorg.bytedeco.javacpp.maxphysicalbytes=1408m -Dorg.nd4j.log.initialization=false",
                conf.get(OPTIONS));
    }

    /** Also twice is once. */
    @Test
    void whatWasSetStays() {
        SparkConf conf = new SparkConf(false)
                .set("spark.executorEnv.OMP_NUM_THREADS", "2")
                .set("spark.executor.memory", "8g")
                .set("spark.executor.memoryOverhead", "1g")
                .set(OPTIONS, "-Xlog:gc -Dorg.nd4j.log.initialization=true");
        ExecutorSettings.addTo(ExecutorSettings.addTo(conf));
        assertEquals("2", conf.get("spark.executorEnv.OMP_NUM_THREADS"));
        assertEquals("1g", conf.get("spark.executor.memoryOverhead"));
        assertEquals(
                "-Xlog:gc -Dorg.nd4j.log.initialization=true -Djava.util.concurrent.ForkJoinPool.common.parallelism=0"
                        + " -Dorg.bytedeco.javacpp.maxphysicalbytes=9216m",
                conf.get(OPTIONS));
    }

    /** Spark takes a size without a unit for bytes there. */
    @Test
    void memoryOffTheHeapCounts() {
        SparkConf conf = ExecutorSettings.addTo(new SparkConf(false)
                .set("spark.executor.memory", "4g")
                .set("spark.executor.memoryOverheadFactor", "0.25")
                .set("spark.memory.offHeap.enabled", "true")
                .set("spark.memory.offHeap.size", "2147483648"));
        assertEquals("1024m", conf.get("spark.executor.memoryOverhead"));
        assertTrue(conf.get(OPTIONS).contains("maxphysicalbytes=7168m "), conf.get(OPTIONS));
    }

    @Test
    void theOverheadIsATenthOfALargeHeap() {
        SparkConf conf = ExecutorSettings.addTo(new SparkConf(false).set("spark.executor.memory", "20g"));
        assertEquals("2048m", conf.get("spark.executor.memoryOverhead"));
    }
}
