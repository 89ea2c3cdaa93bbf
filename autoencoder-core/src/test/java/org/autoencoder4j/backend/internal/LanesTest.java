package org.autoencoder4j.backend.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.autoencoder4j.progress.ProgressListener;
import org.autoencoder4j.progress.Work;
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

    /** A run that has ended leaves nothing behind, even while all threads are busy with another. */
    @Test
    void keepsNothingOfARunThatHasEnded() throws Exception {
        int workers = Math.max(2, Runtime.getRuntime().availableProcessors());
        CountDownLatch begun = new CountDownLatch(workers);
        CountDownLatch end = new CountDownLatch(1);
        Thread busy = new Thread(() -> Lanes.run(workers, workers, (worker, number) -> {
            begun.countDown();
            await(end);
        }));
        busy.start();
        try {
            assertTrue(await(begun), "all threads are busy");
            WeakReference<Lanes.Task> ended = run(new AtomicIntegerArray(2));
            for (int i = 0; i < 100 && ended.get() != null; i++) {
                System.gc();
                Thread.sleep(10);
            }
            assertNull(ended.get(), "the task of a run that has ended");
        } finally {
            end.countDown();
            busy.join();
        }
    }

    private static WeakReference<Lanes.Task> run(AtomicIntegerArray runs) {
        Lanes.Task task = (worker, number) -> runs.incrementAndGet(number);
        Lanes.run(2, 2, task);
        assertEquals(2, runs.get(0) + runs.get(1));
        return new WeakReference<>(task);
    }

    /** What has begun is finished, and nothing goes on when the call has ended; alone, nothing begins after it. */
    @Test
    void anInterruptEndsWhatIsCountedAsWork() {
        for (int workers : new int[] {1, 2, 5}) {
            AtomicInteger begun = new AtomicInteger();
            AtomicInteger ended = new AtomicInteger();
            Thread caller = Thread.currentThread();
            assertThrows(CancellationException.class, () -> {
                try (Work work = Work.begin("test", 1_000)) {
                    Lanes.run(workers, 1_000, work, (worker, number) -> {
                        if (begun.incrementAndGet() == 4) {
                            caller.interrupt();
                        }
                        ended.incrementAndGet();
                    });
                }
            });
            assertTrue(Thread.interrupted(), "the flag stays set");
            assertEquals(begun.get(), ended.get());
            assertTrue(workers > 1 || begun.get() == 4, begun + " tasks began");
        }
    }

    /** Each task once, on the caller's thread, whoever did it. */
    @Test
    void countsTheTasksOfAll() {
        for (int workers : new int[] {1, 2, 5}) {
            List<Long> told = new ArrayList<>();
            Thread caller = Thread.currentThread();
            ProgressListener listener = (what, done, total) -> {
                assertSame(caller, Thread.currentThread());
                told.add(done);
            };
            listener.during(() -> {
                try (Work work = Work.begin("test", 50)) {
                    Lanes.run(workers, 50, work, (worker, number) -> {});
                    return 0;
                }
            });
            assertEquals(0, told.get(0));
            assertEquals(50, told.get(told.size() - 1));
            assertEquals(told.stream().sorted().distinct().toList(), told);
        }
    }

    @Test
    void whatAListenerThrowsIsThrown() {
        IllegalStateException thrown = new IllegalStateException("enough");
        ProgressListener listener = (what, done, total) -> {
            if (done > 0) {
                throw thrown;
            }
        };
        assertSame(
                thrown,
                assertThrows(
                        IllegalStateException.class,
                        () -> listener.during(() -> {
                            try (Work work = Work.begin("test", 50)) {
                                Lanes.run(2, 50, work, (worker, number) -> {});
                                return 0;
                            }
                        })));
    }

    @Test
    void anInterruptIsKept() {
        Thread.currentThread().interrupt();
        Lanes.run(2, 20, (worker, number) -> {});
        assertTrue(Thread.interrupted());
    }
}
