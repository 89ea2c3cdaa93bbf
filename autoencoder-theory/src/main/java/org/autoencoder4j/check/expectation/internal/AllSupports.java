package org.autoencoder4j.check.expectation.internal;

import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.commons.numbers.combinatorics.BinomialCoefficientDouble;
import org.apache.commons.numbers.combinatorics.Combinations;
import org.autoencoder4j.model.law.CodeLaw;
import org.autoencoder4j.model.law.UnstatedConstantException;
import org.autoencoder4j.progress.Work;

/** All supports of a law: the sets of k of m units, or those of any size where the law states no k. */
record AllSupports(CodeLaw law) implements Supports {
    /** The largest number of supports that is enumerated. */
    static final double MOST = 5e6;

    static AllSupports of(CodeLaw law, String instead) {
        double count = count(law);
        if (count > MOST) {
            throw new IllegalArgumentException("the code law " + law + " has " + count + " supports of its m = "
                    + law.units() + " units; at most " + MOST + " are enumerated: " + instead);
        }
        law.supportProbability(IntStream.range(0, size(law).orElse(1)).toArray());
        return new AllSupports(law);
    }

    /** The number of sets, as a double: it may be large. */
    static double count(CodeLaw law) {
        OptionalInt size = size(law);
        return size.isEmpty()
                ? Math.scalb(1.0, law.units())
                : BinomialCoefficientDouble.value(law.units(), size.getAsInt());
    }

    private static OptionalInt size(CodeLaw law) {
        try {
            return OptionalInt.of(law.sparsity());
        } catch (UnstatedConstantException e) {
            return OptionalInt.empty();
        }
    }

    @Override
    public void forEach(Visitor visitor) {
        OptionalInt only = size(law);
        try (Work work = Work.begin("all supports: supports", Math.round(count(law)))) {
            for (int size = only.orElse(0); size <= only.orElse(law.units()); size++) {
                Combinations.of(law.units(), size).iterator().forEachRemaining(support -> {
                    visitor.visit(support, law.supportProbability(support));
                    work.advance(1);
                });
            }
        }
    }

    @Override
    public int draws() {
        return 0;
    }
}
