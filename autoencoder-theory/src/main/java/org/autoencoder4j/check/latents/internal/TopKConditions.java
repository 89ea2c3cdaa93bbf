package org.autoencoder4j.check.latents.internal;

import org.autoencoder4j.check.consistency.SupportSize;
import org.autoencoder4j.check.latents.LatentCodes;
import org.autoencoder4j.sae.LatentActivation.TopK;

/**
 * What has to hold for TopK to find the support of every code.
 *
 * @param impossible whether no encoder whatever does
 * @param pairs whether each atom of a code must outrank all others
 * @param positive whether atoms of a code must be above 0
 * @param others how many atoms may stand in codes at which other units must not be above 0; -1 if they may be
 * @param othersSize whether it is exactly or at most so many
 */
public record TopKConditions(boolean impossible, boolean pairs, boolean positive, int others, SupportSize othersSize) {
    public static TopKConditions of(TopK top, LatentCodes codes) {
        int k = codes.sparsity();
        boolean atMost = codes.size() == SupportSize.AT_MOST;
        if (top.k() < k || (!top.relu() && (top.k() > k || atMost))) {
            return new TopKConditions(true, false, false, -1, codes.size());
        }
        if (top.k() > k) {
            return new TopKConditions(false, false, true, k, codes.size());
        }
        return new TopKConditions(false, true, top.relu(), atMost ? k - 1 : -1, SupportSize.AT_MOST);
    }
}
