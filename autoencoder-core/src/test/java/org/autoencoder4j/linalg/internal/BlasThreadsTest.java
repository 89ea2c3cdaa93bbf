package org.autoencoder4j.linalg.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BlasThreadsTest {
    private final AtomicInteger threads = new AtomicInteger(6);
    private final BlasThreads guard = new BlasThreads(threads::get, threads::set);

    @Test
    void theFirstSetsOneAndTheLastRestores() {
        BlasThreads.Use first = guard.single();
        assertEquals(1, threads.get());
        BlasThreads.Use second = guard.single();
        assertEquals(6, second.threads());
        first.close();
        assertEquals(1, threads.get());
        second.close();
        assertEquals(6, threads.get());
    }

    @Test
    void closingTwiceCountsOnce() {
        BlasThreads.Use first = guard.single();
        BlasThreads.Use second = guard.single();
        first.close();
        first.close();
        assertEquals(1, threads.get());
        second.close();
        assertEquals(6, threads.get());
    }

    @Test
    void findsAnewEachTime() {
        guard.single().close();
        threads.set(4);
        try (BlasThreads.Use use = guard.single()) {
            assertEquals(4, use.threads());
        }
        assertEquals(4, threads.get());
    }
}
