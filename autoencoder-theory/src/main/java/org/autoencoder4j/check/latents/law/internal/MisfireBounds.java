package org.autoencoder4j.check.latents.law.internal;

import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import org.autoencoder4j.check.latents.law.SupportLaw;
import org.autoencoder4j.check.latents.law.ValueMoments;

/** Chernoff bounds of one unit over random codes. Of one thread, used unit after unit. */
public final class MisfireBounds {
    /** How far from a first guess s is looked for, in logarithms. */
    private static final double REACH = 16;

    private final SupportLaw supports;
    private final ValueMoments values;
    private final Optional<Bernstein> closedForm;
    private final double[] others;
    private final double[] probabilities;
    private final double[] logs;
    private double own;
    private double ownProbability;
    private double deviation;
    private double spread;

    public MisfireBounds(SupportLaw supports, ValueMoments values) {
        this.supports = supports;
        this.values = values;
        this.closedForm = supports instanceof SupportLaw.Uniform ? Bernstein.of(values) : Optional.empty();
        this.others = new double[supports.units() - 1];
        this.probabilities = new double[others.length];
        this.logs = new double[others.length];
    }

    /** Takes up a row of G and the deviation of the unit's noise. */
    public MisfireBounds read(int unit, double[] products, double noiseDeviation) {
        own = products[unit];
        ownProbability = supports.inclusion(unit);
        deviation = noiseDeviation;
        double squares = 0;
        int place = 0;
        for (int j = 0; j < products.length; j++) {
            if (j != unit) {
                others[place] = products[j];
                probabilities[place] = supports.inclusion(j);
                squares += probabilities[place++] * products[j] * products[j];
            }
        }
        spread = Math.sqrt(squares * values.scale() * values.scale() + deviation * deviation);
        return this;
    }

    /** The bound whose level at delta is least. */
    public Tail atShare(Misfire misfire, double delta) {
        double share = share(misfire);
        double log = Math.log(share / delta);
        if (!(log > 0)) {
            return new Tail(share, 0, 0);
        }
        return exact(misfire, least(misfire, firstGuess(log), (s, exponent) -> (exponent + log) / s));
    }

    /** The bound that is least at a level; where it says next to nothing not the exact one. */
    public Tail at(Misfire misfire, double u) {
        double share = share(misfire);
        if (share == 0) {
            return Tail.NEVER;
        }
        double s = least(misfire, firstGuess(1), (t, exponent) -> exponent - t * u);
        Tail quick = new Tail(share, exponent(misfire, s, false), s);
        return quick.probability(u) > share / 2 ? quick : exact(misfire, s);
    }

    /** A u as of {@link #atShare}, greater and without a search; infinite if there is no closed form. */
    public double closedForm(Misfire misfire, double delta) {
        double log = Math.log(share(misfire) / delta);
        if (!(log > 0)) {
            return Double.NEGATIVE_INFINITY;
        }
        return closedForm
                .map(form -> {
                    double width = misfire.inside() ? own * form.ownWidth() / 2 : 0;
                    double mean = misfire.inside() ? own * form.ownMean() : 0;
                    double variance = deviation * deviation + width * width;
                    return form.level(others, misfire.sign(), size(misfire), log, variance) - mean;
                })
                .orElse(Double.POSITIVE_INFINITY);
    }

    private double share(Misfire misfire) {
        return misfire.inside() ? ownProbability : 1 - ownProbability;
    }

    /** The best s if sums were normal. */
    private double firstGuess(double log) {
        double size = spread > 0 ? spread : Math.abs(own) * values.scale();
        return size > 0 && size < Double.POSITIVE_INFINITY ? Math.sqrt(2 * log) / size : 1;
    }

    /** Looks with a bound of the exponent that is computed at once for an s. */
    private double least(Misfire misfire, double guess, DoubleBinaryOperator objective) {
        double logarithm = LineSearch.least(
                x -> {
                    double s = guess * Math.exp(x);
                    return objective.applyAsDouble(s, exponent(misfire, s, false));
                },
                0,
                1,
                REACH);
        return guess * Math.exp(logarithm);
    }

    private Tail exact(Misfire misfire, double s) {
        double exact = exponent(misfire, s, true);
        // Where the exact one underflows it is infinite.
        return new Tail(share(misfire), exact < Double.POSITIVE_INFINITY ? exact : exponent(misfire, s, false), s);
    }

    /** {@code log E exp(s sign (z - beta))}, or a bound of it, over the codes at which the unit can be wrong so. */
    private double exponent(Misfire misfire, double s, boolean exact) {
        double t = misfire.sign() * s;
        double ownTerm = misfire.inside() ? values.ownLog(t * own) : 0;
        return ownTerm + cumulant(t, size(misfire), exact) + s * s * deviation * deviation / 2;
    }

    /** How many other atoms there are, if that is certain. */
    private int size(Misfire misfire) {
        return supports instanceof SupportLaw.Uniform uniform ? uniform.sparsity() - (misfire.inside() ? 1 : 0) : 0;
    }

    private double cumulant(double t, int size, boolean exact) {
        for (int j = 0; j < logs.length; j++) {
            logs[j] = values.log(t * others[j]);
        }
        if (!(supports instanceof SupportLaw.Uniform)) {
            return Cumulants.independent(logs, probabilities);
        }
        return exact ? Cumulants.subsets(logs, size) : Cumulants.maclaurin(logs, size);
    }
}
