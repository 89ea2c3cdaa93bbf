package org.autoencoder4j.spark.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.autoencoder4j.parts.SampleSum;
import org.autoencoder4j.parts.Sum;
import org.jspecify.annotations.Nullable;

/**
 * The adders of a process between two tasks, with their buffers and open files. At most twice as many as the process has
 * processors are kept, the last that were used; memory for each is what its kind of sum needs, for a gradient up to eight times
 * {@code n m} numbers.
 */
final class AdderPool {
    private static final Deque<Idle> IDLE = new ArrayDeque<>();

    private static final int MOST = 2 * Runtime.getRuntime().availableProcessors();

    private AdderPool() {}

    /** An adder of some samples and a kind of sum. */
    private record Idle(String source, SampleSum<?, ?> what, SampleSum.Adder<?, ?> adder) {}

    /** Takes an adder that was given back, if there is one. */
    static <Q, S extends Sum<S>> SampleSum.@Nullable Adder<Q, S> take(Question<Q, S> question) {
        synchronized (IDLE) {
            for (Iterator<Idle> all = IDLE.iterator(); all.hasNext(); ) {
                Idle idle = all.next();
                if (idle.source.equals(question.source()) && idle.what.equals(question.what())) {
                    all.remove();
                    @SuppressWarnings("unchecked") // It was made by an equal kind of sum.
                    SampleSum.Adder<Q, S> adder = (SampleSum.Adder<Q, S>) idle.adder;
                    return adder;
                }
            }
        }
        return null;
    }

    static <Q, S extends Sum<S>> void giveBack(Question<Q, S> question, SampleSum.Adder<Q, S> adder) {
        synchronized (IDLE) {
            IDLE.addFirst(new Idle(question.source(), question.what(), adder));
            while (IDLE.size() > MOST) {
                IDLE.removeLast();
            }
        }
    }
}
