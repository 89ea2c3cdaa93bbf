package org.autoencoder4j.spark.internal;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.parts.SampleSum;
import org.autoencoder4j.parts.Sum;
import org.jspecify.annotations.Nullable;

/**
 * The desks of a process between two tasks, with their buffers: as many as tasks have ever worked at once here, the last that were
 * used. And the samples that were opened here, of the last few sources: desks share them. Queries are not kept.
 *
 * <p>It is static, because a process knows nothing of the run but the tasks that come to it.
 */
final class Desks {
    private static final Deque<Idle> IDLE = new ArrayDeque<>();
    private static final Map<String, Batches> OPENED = new LinkedHashMap<>();
    private static final int MOST_SOURCES = 4;

    /** How many desks are taken, and the most that ever were. */
    private static final int[] TAKEN = {0, 0};

    private Desks() {}

    /** A desk for samples and a kind of sum. */
    private record Idle(String source, SampleSum<?, ?> what, Desk<?, ?, ?> desk) {}

    /** Opens samples. */
    @FunctionalInterface
    interface Opener<B extends Batches> {
        B open() throws IOException;
    }

    /** Takes a desk that was given back, or makes one. */
    static <B extends Batches, Q, S extends Sum<S>> Desk<B, Q, S> take(Question<Q, S> question, Opener<B> opener)
            throws IOException {
        Natives.load();
        Desk<B, Q, S> idle = idle(question);
        if (idle != null) {
            return idle;
        }
        try {
            B batches = opener.open();
            return new Desk<>(batches, question.what().adder(batches));
        } catch (Throwable e) {
            leave();
            throw e;
        }
    }

    private static synchronized <B extends Batches, Q, S extends Sum<S>> @Nullable Desk<B, Q, S> idle(
            Question<Q, S> question) {
        TAKEN[0]++;
        TAKEN[1] = Math.max(TAKEN[0], TAKEN[1]);
        for (Iterator<Idle> all = IDLE.iterator(); all.hasNext(); ) {
            Idle idle = all.next();
            if (idle.source.equals(question.source()) && idle.what.equals(question.what())) {
                all.remove();
                @SuppressWarnings(
                        "unchecked") // Samples of one source are of one class, and the sum is of an equal kind.
                Desk<B, Q, S> desk = (Desk<B, Q, S>) idle.desk;
                return desk;
            }
        }
        return null;
    }

    private static synchronized void leave() {
        TAKEN[0]--;
    }

    /** Gives back a desk. One at which something went wrong is left instead. */
    static synchronized void giveBack(Question<?, ?> question, Desk<?, ?, ?> desk, boolean isInOrder) {
        leave();
        if (isInOrder) {
            IDLE.addFirst(new Idle(question.source(), question.what(), desk));
            while (IDLE.size() > TAKEN[1]) {
                IDLE.removeLast();
            }
        }
    }

    /** Samples that were opened here before, or are now. */
    static synchronized Batches opened(String source, Opener<Batches> opener) throws IOException {
        Batches known = OPENED.remove(source);
        Batches batches = known == null ? opener.open() : known;
        OPENED.put(source, batches);
        if (OPENED.size() > MOST_SOURCES) {
            OPENED.remove(OPENED.keySet().iterator().next());
        }
        return batches;
    }
}
