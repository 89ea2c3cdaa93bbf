package org.autoencoder4j.spark;

import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** Executors that are processes of their own. */
class LocalClusterTest extends SparkSamplesContract {
    @Override
    SparkSession startSession() {
        return LocalCluster.start(2, 1024, new SparkConf()).session();
    }
}
