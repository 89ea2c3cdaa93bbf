package org.autoencoder4j.examples;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Makes of the end of the JVM that a user asks for (Ctrl-C, or a polite kill) an interrupt of the thread that works, and waits
 * until that has tidied up, for some seconds at the most.
 */
final class Interruption {
    private static final long SECONDS = 20;

    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread worker;

    private Interruption(Thread worker) {
        this.worker = worker;
    }

    /** Watches this thread. */
    static Interruption ofThisThread() {
        Interruption interruption = new Interruption(Thread.currentThread());
        Runtime.getRuntime().addShutdownHook(new Thread(interruption::interrupt, "interruption"));
        return interruption;
    }

    private void interrupt() {
        if (over.getCount() == 0) {
            return;
        }
        worker.interrupt();
        try {
            over.await(SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The work is over, and has tidied up. */
    void over() {
        over.countDown();
    }
}
