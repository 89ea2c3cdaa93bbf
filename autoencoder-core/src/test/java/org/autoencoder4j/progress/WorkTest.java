package org.autoencoder4j.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkTest {
    private final List<String> told = new ArrayList<>();
    private final ProgressListener listener = (what, done, total) -> told.add(what + " " + done + "/" + total);

    @AfterEach
    void noTestLeavesAnInterrupt() {
        assertFalse(Thread.interrupted());
    }

    private static int count(String what, long total) {
        try (Work work = Work.begin(what, total)) {
            for (long i = 0; i < total; i++) {
                work.advance(1);
            }
        }
        return 1;
    }

    @Test
    void aPhaseIsToldFromZeroToItsTotal() {
        assertEquals(1, listener.during(() -> count("a", 3)));
        assertEquals(List.of("a 0/3", "a 1/3", "a 2/3", "a 3/3"), told);
    }

    @Test
    void aLongPhaseIsToldAHundredTimesAndAnEmptyOneOnce() {
        listener.during(() -> count("a", 1_234_567));
        assertEquals(101, told.size());
        assertEquals("a 1234567/1234567", told.get(100));
        told.clear();
        listener.during(() -> count("b", 0));
        assertEquals(List.of("b 0/0"), told);
    }

    /** By twentieths more: 20 + ln(10^6 / 20) / ln 1.05 or so. */
    @Test
    void aPhaseOfUnknownLengthIsToldSomeHundredTimes() {
        listener.during(() -> {
            try (Work work = Work.begin("a")) {
                for (int i = 0; i < 1_000_000; i++) {
                    work.advance(1);
                }
                work.complete();
                return 0;
            }
        });
        assertTrue(told.size() > 100 && told.size() < 300, told.size() + " calls");
        assertEquals("a 0/-1", told.get(0));
        assertEquals("a 1000000/1000000", told.get(told.size() - 1));
    }

    @Test
    void whatEndsSoonerTellsWhatItHasDone() {
        listener.during(() -> {
            try (Work work = Work.begin("a", 10)) {
                work.advance(4);
                work.complete();
                work.complete();
                return 0;
            }
        });
        assertEquals(List.of("a 0/10", "a 4/10", "a 4/4", "a 4/4"), told);
    }

    @Test
    void reachingCountsUpToANumber() {
        listener.during(() -> {
            try (Work work = Work.begin("a", 10)) {
                work.reach(4);
                work.reach(2);
                work.reach(10);
                return 0;
            }
        });
        assertEquals(List.of("a 0/10", "a 4/10", "a 10/10"), told);
    }

    @Test
    void phasesWithinAPhaseAreNotTold() {
        listener.during(() -> {
            try (Work outer = Work.begin("outer", 2)) {
                count("inner", 5);
                outer.advance(2);
            }
            return count("next", 1);
        });
        assertEquals(List.of("outer 0/2", "outer 2/2", "next 0/1", "next 1/1"), told);
    }

    @Test
    void anotherListenerHearsItsPartAndOtherThreadsAreNotHeard() throws InterruptedException {
        List<String> part = new ArrayList<>();
        listener.during(() -> {
            count("a", 1);
            ProgressListener other = (what, done, total) -> part.add(what + " " + done);
            other.during(() -> count("b", 1));
            Thread thread = new Thread(() -> count("c", 1));
            thread.start();
            thread.join();
            return count("d", 1);
        });
        assertEquals(List.of("a 0/1", "a 1/1", "d 0/1", "d 1/1"), told);
        assertEquals(List.of("b 0", "b 1"), part);
        count("after", 1);
        assertEquals(4, told.size(), "nothing is heard after the call");
    }

    @Test
    void whatTheListenerThrowsEndsTheCallAndNothingElse() {
        IllegalStateException thrown = new IllegalStateException("enough");
        ProgressListener failing = (what, done, total) -> {
            if (done == 1) {
                throw thrown;
            }
            told.add(what + done);
        };
        failing.during(() -> {
            assertSame(thrown, assertThrows(IllegalStateException.class, () -> count("a", 3)));
            return assertThrows(IllegalStateException.class, () -> count("b", 3));
        });
        assertEquals(List.of("a0", "b0"), told, "the phase that failed is closed");
        assertThrows(
                IOException.class,
                () -> listener.during(() -> {
                    throw new IOException("checked");
                }));
    }

    @Test
    void anInterruptIsHeededWithAListenerAndWithout() {
        Thread.currentThread().interrupt();
        CancellationException early = assertThrows(CancellationException.class, () -> count("a", 3));
        assertEquals(
                "the thread was interrupted, in \"a\" after 0 of 3; its interrupt flag is still set",
                early.getMessage());
        assertTrue(Thread.interrupted());
        ProgressListener stopping = (what, done, total) -> {
            told.add(what + " " + done);
            if (done == 2) {
                Thread.currentThread().interrupt();
            }
        };
        assertThrows(CancellationException.class, () -> stopping.during(() -> count("a", 9)));
        assertTrue(Thread.interrupted());
        assertEquals(List.of("a 0", "a 1", "a 2"), told);
    }

    @Test
    void workWithinWorkHeedsAnInterruptToo() {
        assertThrows(
                CancellationException.class,
                () -> listener.during(() -> {
                    try (Work outer = Work.begin("outer", 1)) {
                        Thread.currentThread().interrupt();
                        count("inner", 5);
                        outer.advance(1);
                        return 0;
                    }
                }));
        assertTrue(Thread.interrupted());
        assertEquals(List.of("outer 0/1"), told);
    }

    @Test
    void countingDoesNotHeedAnInterrupt() {
        listener.during(() -> {
            try (Work work = Work.begin("a", 2)) {
                Thread.currentThread().interrupt();
                work.count(2);
                return 0;
            }
        });
        assertTrue(Thread.interrupted());
        assertEquals(List.of("a 0/2", "a 2/2"), told);
    }

    /** A file may grow while it is read. */
    @Test
    void noMoreIsToldThanTheTotal() {
        listener.during(() -> {
            try (Work work = Work.begin("a", 3)) {
                work.advance(2);
                work.advance(2);
                work.advance(1);
                work.complete();
                return 0;
            }
        });
        assertEquals(List.of("a 0/3", "a 2/3", "a 3/3"), told);
    }

    @Test
    void whoOnlyCountsBeginsInSpiteOfAnInterrupt() {
        ProgressListener stopping = (what, done, total) -> {
            told.add(what + " " + done + "/" + total);
            Thread.currentThread().interrupt();
        };
        stopping.during(() -> {
            try (Work work = Work.beginCounting("a")) {
                work.count(2);
                work.complete();
                return 0;
            }
        });
        assertTrue(Thread.interrupted());
        assertEquals(List.of("a 0/-1", "a 2/-1", "a 2/2"), told);
    }

    /** Of the thread that began the work, whoever asks. */
    @Test
    void threadsThatHelpHeedTheInterrupt() {
        try (Work work = Work.begin("a", 2)) {
            CompletableFuture<Void> before = CompletableFuture.runAsync(work::heed);
            assertNull(before.join());
            Thread.currentThread().interrupt();
            CompletableFuture<Void> after = CompletableFuture.runAsync(work::heed);
            while (!after.isDone()) {
                // To wait would clear the flag.
                Thread.onSpinWait();
            }
            CompletionException e = assertThrows(CompletionException.class, after::join);
            assertTrue(e.getCause() instanceof CancellationException, e.toString());
            assertTrue(Thread.interrupted());
        }
    }

    @Test
    void whatAnotherHandHasCancelledIsNoInterrupt() {
        CancellationException cancelled = new CancellationException("by another hand");
        assertSame(cancelled, assertThrows(CancellationException.class, () -> Work.requireInterrupted(cancelled)));
        Thread.currentThread().interrupt();
        Work.requireInterrupted(cancelled);
        assertTrue(Thread.interrupted());
    }

    @Test
    void whatComesAfterwardsIsNotEndedByTheInterruptThatWasBefore() {
        Thread.currentThread().interrupt();
        assertEquals(1, Work.<Integer>afterwards(() -> count("a", 2)));
        assertTrue(Thread.interrupted(), "the flag is set again");
        assertThrows(
                CancellationException.class,
                () -> Work.afterwards(() -> {
                    Thread.currentThread().interrupt();
                    return count("a", 2);
                }));
        assertTrue(Thread.interrupted());
    }

    @Test
    void aTotalBelowUnknownIsRefused() {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> Work.begin("a", -2));
        assertEquals("the total of \"a\" is -2; it must be at least 0, or -1 where it is unknown", e.getMessage());
    }
}
