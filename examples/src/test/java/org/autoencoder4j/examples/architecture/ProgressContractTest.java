package org.autoencoder4j.examples.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.autoencoder4j.progress.ProgressListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@link ProgressListener} promises, of each call that may take long: a new one adds itself to {@link LongCall}. */
class ProgressContractTest {
    /** At most some hundred calls a phase. */
    private static final int MOST_OF_A_PHASE = 300;

    private record Event(String what, long done, long total) {
        boolean isEnd() {
            return done == total;
        }
    }

    /** Remembers what it is told, on which thread, and does something once, at the first of some calls. */
    private static final class Recorder implements ProgressListener {
        final List<Event> events = new ArrayList<>();
        private final Predicate<Event> when;
        private final Runnable then;
        private final Thread thread = Thread.currentThread();
        private int place = -1;

        Recorder(Predicate<Event> when, Runnable then) {
            this.when = when;
            this.then = then;
        }

        static Recorder silent() {
            return new Recorder(event -> false, () -> {});
        }

        @Override
        public void onProgress(String what, long done, long total) {
            assertSame(thread, Thread.currentThread());
            Event event = new Event(what, done, total);
            events.add(event);
            if (place < 0 && when.test(event)) {
                place = events.size() - 1;
                then.run();
            }
        }

        /** How many calls came after the one at which something was done. */
        int after() {
            assertTrue(place >= 0, "it was never told what it waits for");
            return events.size() - 1 - place;
        }
    }

    static Stream<LongCall> calls() {
        return LongCall.all();
    }

    @AfterEach
    void noTestLeavesAnInterrupt() {
        assertFalse(Thread.interrupted());
    }

    @ParameterizedTest
    @MethodSource("calls")
    void tellsEachPhaseFromZeroToItsTotal(LongCall call) throws Exception {
        Recorder recorder = Recorder.silent();
        recorder.during(call::run);
        assertFalse(recorder.events.isEmpty(), "nothing is told");
        Event before = new Event("", 0, 0);
        int calls = 0;
        for (Event event : recorder.events) {
            if (before.isEnd()) {
                assertEquals(0, event.done(), event + " begins after " + before);
                calls = 0;
            } else {
                assertEquals(before.what(), event.what(), event + " follows " + before);
                assertTrue(event.done() >= before.done(), event + " follows " + before);
                // What ends sooner than it might have, or without a total, tells the total in its last call.
                assertTrue(event.total() == before.total() || event.isEnd(), event + " follows " + before);
            }
            calls++;
            assertTrue(calls <= MOST_OF_A_PHASE, "too many calls of " + event.what());
            before = event;
        }
        assertTrue(before.isEnd(), before + " is the last");
    }

    @ParameterizedTest
    @MethodSource("calls")
    void changesNoBit(LongCall call) throws Exception {
        assertEquals(call.run(), Recorder.silent().during(call::run));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void whatTheListenerThrowsReachesTheCaller(LongCall call) throws Exception {
        Recorder whole = Recorder.silent();
        String result = whole.during(call::run);
        for (Predicate<Event> moment : moments(whole.events)) {
            IllegalStateException thrown = new IllegalStateException("enough");
            Recorder recorder = new Recorder(moment, () -> {
                throw thrown;
            });
            assertSame(thrown, assertThrows(IllegalStateException.class, () -> recorder.during(call::run)));
            assertEquals(0, recorder.after(), "nothing is told after it");
        }
        assertEquals(result, call.run(), "nothing is left half done");
    }

    @ParameterizedTest
    @MethodSource("calls")
    void anInterruptInTheListenerCancels(LongCall call) throws Exception {
        Recorder whole = Recorder.silent();
        String result = whole.during(call::run);
        for (Predicate<Event> moment : moments(whole.events)) {
            Recorder recorder =
                    new Recorder(moment, () -> Thread.currentThread().interrupt());
            try {
                assertEquals(result, recorder.during(call::run));
                assertEquals(0, recorder.after(), "it was done when it was told to stop");
            } catch (CancellationException e) {
                assertTrue(recorder.after() <= 1, "one more phase begins at the most, and does nothing");
            } finally {
                assertTrue(Thread.interrupted(), "the flag stays set");
            }
        }
        assertEquals(result, call.run(), "nothing is left half done");
    }

    @ParameterizedTest
    @MethodSource("calls")
    void anInterruptedThreadBeginsNothing(LongCall call) {
        Recorder recorder = Recorder.silent();
        Thread.currentThread().interrupt();
        try {
            assertThrows(CancellationException.class, () -> recorder.during(call::run));
        } finally {
            assertTrue(Thread.interrupted(), "the flag stays set");
        }
        assertTrue(recorder.events.size() <= 1, recorder.events.toString());
    }

    /** The beginning, when something has been done, and the end of the last phase: how often between depends on threads. */
    private static List<Predicate<Event>> moments(List<Event> all) {
        String last = all.get(all.size() - 1).what();
        return List.of(
                event -> true,
                event -> event.done() > 0,
                event -> event.isEnd() && event.what().equals(last));
    }
}
