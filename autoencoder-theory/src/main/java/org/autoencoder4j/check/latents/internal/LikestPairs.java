package org.autoencoder4j.check.latents.internal;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.autoencoder4j.check.latents.AtomPair;

/**
 * The pairs of atoms with the greatest cosines, at most so many: of equal cosines those of lower atoms, in whatever order they are
 * offered.
 */
public final class LikestPairs {
    private static final Comparator<AtomPair> ORDER = Comparator.comparingDouble(AtomPair::cosine)
            .reversed()
            .thenComparingInt(AtomPair::first)
            .thenComparingInt(AtomPair::second);

    private final int most;
    private final PriorityQueue<AtomPair> kept = new PriorityQueue<>(ORDER.reversed());

    public LikestPairs(int most) {
        this.most = most;
    }

    public void offer(AtomPair pair) {
        if (kept.size() < most) {
            kept.add(pair);
        } else if (ORDER.compare(pair, kept.element()) < 0) {
            kept.remove();
            kept.add(pair);
        }
    }

    public void offerAll(LikestPairs others) {
        others.kept.forEach(this::offer);
    }

    /** The greatest cosine first. */
    public List<AtomPair> inOrder() {
        return kept.stream().sorted(ORDER).toList();
    }
}
