package org.autoencoder4j.linalg.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class LanesTest {
    @Test
    void runsEachTaskOnceAndNoWorkerTwiceAtATime() {
        for (int workers : new int[] {1, 2, 5}) {
            for (int count : new int[] {0, 1, 2, 7, 100}) {
                AtomicIntegerArray runs = new AtomicIntegerArray(count);
                AtomicIntegerArray busy = new AtomicIntegerArray(workers);
                Lanes.run(workers, count, (worker, number) -> {
                    assertEquals(1, busy.incrementAndGet(worker));
                    runs.incrementAndGet(number);
                    busy.decrementAndGet(worker);
                });
                for (int i = 0; i < count; i++) {
                    assertEquals(1, runs.get(i));
                }
            }
        }
    }

    @Test
    void usesAThreadBesideTheCaller() {
        CountDownLatch both = new CountDownLatch(2);
        Lanes.run(2, 2, (worker, number) -> {
            both.countDown();
            assertTrue(await(both), "the other task has not begun");
        });
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }

    @Test
    void throwsWhatATaskThrowsAndLeavesTheRestOut() {
        Set<Integer> begun = ConcurrentHashMap.newKeySet();
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> Lanes.run(1, 10, (worker, number) -> {
                    begun.add(number);
                    if (number == 3) {
                        throw new IllegalArgumentException("three");
                    }
                }));
        assertEquals("three", e.getMessage());
        assertEquals(Set.of(0, 1, 2, 3), begun);
        assertThrows(
                StackOverflowError.class,
                () -> Lanes.run(2, 2, (worker, number) -> {
                    throw new StackOverflowError();
                }));
    }

    @Test
    void runsWithinRunsEnd() {
        AtomicIntegerArray runs = new AtomicIntegerArray(16);
        Lanes.run(4, 4, (w, outer) -> Lanes.run(4, 4, (v, inner) -> runs.incrementAndGet(4 * outer + inner)));
        for (int i = 0; i < 16; i++) {
            assertEquals(1, runs.get(i));
        }
    }

    @Test
    void anInterruptIsKept() {
        Thread.currentThread().interrupt();
        Lanes.run(2, 20, (worker, number) -> {});
        assertTrue(Thread.interrupted());
    }
}
