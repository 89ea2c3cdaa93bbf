package org.autoencoder4j.spark.internal;

import org.autoencoder4j.provenance.Environment;

/**
 * Loads ND4J and its native libraries, once. A task that is cancelled is interrupted, and a library whose loading was interrupted
 * is missing for the life of its process: so it is loaded on a thread that nobody interrupts.
 */
final class Natives {
    static {
        Thread loading = new Thread(Environment::current, "autoencoder4j natives");
        loading.setDaemon(true);
        loading.start();
        boolean interrupted = false;
        while (loading.isAlive()) {
            try {
                loading.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Natives() {}

    /** Returns when they are there. */
    static void load() {}
}
