package org.autoencoder4j.check.latents;

import org.autoencoder4j.check.consistency.Interval;
import org.autoencoder4j.report.Verdict;

/**
 * What a {@link TopKCertificate} says of one unit.
 *
 * @param unit i
 * @param verdict whether the unit is kept for every code with its atom, and its pre-activation has the sign that is asked for
 * @param margin between which numbers its least margin lies: over all other units at codes with its atom, noise taken off, and
 *     of its signs; what was found exactly lies in it, too
 * @param undecided how many pairs with other units are undecided
 * @param certainBias the b_enc of this unit at which all pairs that it is in, and its signs, are right by the bounds, the biases of
 *     others as they are: {@code low < b < high}; empty if low is not below high. {@link TopKBias#window} has the exact one
 * @param possibleBias outside of it some code fails; it contains the exact window, and at its ends a code ties
 */
public record TopKUnit(
        int unit, Verdict verdict, Interval margin, long undecided, Interval certainBias, Interval possibleBias) {}
