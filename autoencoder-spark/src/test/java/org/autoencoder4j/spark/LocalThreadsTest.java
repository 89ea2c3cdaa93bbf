package org.autoencoder4j.spark;

import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** Executors that are threads of this process. */
class LocalThreadsTest extends SparkSamplesContract {
    @Override
    SparkSession startSession() {
        SparkConf conf = new SparkConf()
                .setMaster("local[2]")
                .setAppName("LocalThreadsTest")
                .set("spark.ui.enabled", "false");
        return SparkSession.builder().config(conf).getOrCreate();
    }
}
