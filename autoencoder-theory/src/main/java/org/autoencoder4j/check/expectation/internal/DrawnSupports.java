package org.autoencoder4j.check.expectation.internal;

import java.util.random.RandomGenerator;
import org.autoencoder4j.model.law.CodeLaw;
import org.autoencoder4j.progress.Work;
import org.autoencoder4j.random.RandomStreams;

/** Supports drawn from a law, block by block. */
record DrawnSupports(CodeLaw law, RandomStreams streams, long step, int draws) implements Supports {
    @Override
    public void forEach(Visitor visitor) {
        try (Work work = Work.begin("drawn supports: supports", draws)) {
            for (int block = 0; holdsAny(draws, block); block++) {
                RandomGenerator random = streams.at("supports", step, block);
                for (int t = 0; t < inBlock(draws, block); t++) {
                    visitor.visit(law.draw(random).support(), 1.0 / draws);
                    work.advance(1);
                }
            }
        }
    }

    /** Tells whether a block holds any of the supports, also where an int cannot count to its end. */
    static boolean holdsAny(int supports, int block) {
        return (long) block * RandomStreams.BLOCK_SIZE < supports;
    }

    /** How many of the supports a block holds, of which it holds any. */
    static int inBlock(int supports, int block) {
        return Math.min(RandomStreams.BLOCK_SIZE, supports - block * RandomStreams.BLOCK_SIZE);
    }
}
