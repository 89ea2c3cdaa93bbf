package org.autoencoder4j.check.expectation.internal;

import org.autoencoder4j.model.law.CodeLaw;
import org.autoencoder4j.model.law.UnstatedConstantException;
import org.autoencoder4j.random.RandomStreams;

/**
 * The supports of a law of codes, each with its weight: all of them with their probabilities, or drawn ones of equal
 * weight. They are made anew each time that they are gone through, always the same and in the same order, so that none are
 * kept. Immutable; threads may share it.
 */
public interface Supports {
    /** What is done with a support. */
    @FunctionalInterface
    interface Visitor {
        /** Takes a support, ascending, with its weight. */
        void visit(int[] support, double weight);
    }

    /** Goes through the supports. */
    void forEach(Visitor visitor);

    /** Returns how many were drawn, 0 if these are all. */
    int draws();

    /**
     * Returns all sets of k units, or of any number of them where the law states no k, with their probabilities.
     *
     * @param instead what to use where they are too many
     * @throws IllegalArgumentException if there are more than 5 million
     * @throws UnstatedConstantException if the law does not state the probability of a support
     */
    static Supports all(CodeLaw law, String instead) {
        return AllSupports.of(law, instead);
    }

    /** Tells whether {@link #all} takes so many supports as a law has. */
    static boolean enumerable(CodeLaw law) {
        return count(law) <= AllSupports.MOST;
    }

    /** Returns the number of sets that {@link #all} goes through. */
    static double count(CodeLaw law) {
        return AllSupports.count(law);
    }

    /**
     * Returns drawn supports of weight {@code 1 / supports}: block after block of {@link RandomStreams#BLOCK_SIZE}, from
     * {@code streams.at("supports", step, block)}.
     */
    static Supports drawn(CodeLaw law, RandomStreams streams, long step, int supports) {
        return new DrawnSupports(law, streams, step, supports);
    }
}
