package org.autoencoder4j.spark;

import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** Executors that are processes of their own, and Kryo in place of Java's serialisation of results and rows. */
class LocalClusterTest extends SparkSamplesContract {
    private LocalCluster cluster;

    @Override
    SparkSession startSession() {
        SparkConf settings = shortLived().set("spark.serializer", "org.apache.spark.serializer.KryoSerializer");
        cluster = LocalCluster.start(2, 1024, settings);
        return cluster.session();
    }

    @Override
    void stop() {
        cluster.close();
    }

    /** Settings of executors that end before the second compiler has paid for itself. */
    static SparkConf shortLived() {
        return new SparkConf()
                .set("spark.executor.extraJavaOptions", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
                .set("spark.sql.shuffle.partitions", "2");
    }
}
