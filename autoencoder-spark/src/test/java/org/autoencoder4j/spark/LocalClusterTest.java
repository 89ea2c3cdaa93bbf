package org.autoencoder4j.spark;

import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** Executors that are processes of their own, and Kryo in place of Java's serialisation of results and rows. */
class LocalClusterTest extends SparkSamplesContract {
    @Override
    List<Integer> tasksOfRows() {
        return List.of(2, 7);
    }

    @Override
    SparkSession startSession() {
        SparkConf settings = new SparkConf().set("spark.serializer", "org.apache.spark.serializer.KryoSerializer");
        return LocalCluster.start(2, 1024, settings).session();
    }
}
