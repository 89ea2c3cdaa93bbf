package org.autoencoder4j.check.latents.law.internal;

import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.autoencoder4j.check.latents.law.SupportLaw;
import org.autoencoder4j.check.latents.law.ValueMoments;

/** Chernoff bounds of one unit over random codes. Of one thread, used unit after unit. */
public final class MisfireBounds {
    /** s is looked for from this to its inverse, over the greatest product or the deviation of the noise. */
    private static final double RANGE = 1e-3;

    private final SupportLaw supports;
    private final ValueMoments values;
    private final Optional<Bernstein> closedForm;
    private final double[] others;
    private final double[] probabilities;
    private final double[] logs;
    private double own;
    private double ownProbability;
    private double deviation;
    private double scale;

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
        scale = Math.max(noiseDeviation, Math.abs(own));
        int place = 0;
        for (int j = 0; j < products.length; j++) {
            if (j != unit) {
                others[place] = products[j];
                probabilities[place++] = supports.inclusion(j);
                scale = Math.max(scale, Math.abs(products[j]));
            }
        }
        return this;
    }

    /** The least u so that {@code P(i not in S, side (z_i - beta_i) > u) <= delta}. */
    public double offLevel(int side, double delta) {
        double share = Math.log((1 - ownProbability) / delta);
        if (share <= 0) {
            return Double.NEGATIVE_INFINITY;
        }
        return least(
                s -> (offCumulant(side * s, false) + noise(s) + share) / s,
                s -> (offCumulant(side * s, true) + noise(s) + share) / s);
    }

    /** The greatest u so that {@code P(i in S, z_i - beta_i <= u) <= delta}, of signed values times the sign. */
    public double onLevel(double delta) {
        double share = Math.log(ownProbability / delta);
        if (share <= 0) {
            return Double.POSITIVE_INFINITY;
        }
        return -least(
                s -> (onCumulant(s, false) + noise(s) + share) / s, s -> (onCumulant(s, true) + noise(s) + share) / s);
    }

    /** A u as of {@link #offLevel}, greater and without a search; infinite if there is no closed form. */
    public double offClosedForm(int side, double delta) {
        double share = Math.log((1 - ownProbability) / delta);
        if (share <= 0) {
            return Double.NEGATIVE_INFINITY;
        }
        return closedForm
                .map(form -> form.level(others, side, size(false), share, deviation * deviation))
                .orElse(Double.POSITIVE_INFINITY);
    }

    /** A u as of {@link #onLevel}, less and without a search; negative infinity if there is no closed form. */
    public double onClosedForm(double delta) {
        double share = Math.log(ownProbability / delta);
        if (share <= 0) {
            return Double.POSITIVE_INFINITY;
        }
        return closedForm
                .map(form -> {
                    double width = own * form.ownWidth() / 2;
                    double variance = deviation * deviation + width * width;
                    return form.ownMean() * own - form.level(others, -1, size(true), share, variance);
                })
                .orElse(Double.NEGATIVE_INFINITY);
    }

    /** A bound of {@code P(i not in S, side (z_i - beta_i) > u)}. */
    public double offProbability(int side, double u) {
        return probability(
                1 - ownProbability,
                s -> offCumulant(side * s, false) + noise(s) - s * u,
                s -> offCumulant(side * s, true) + noise(s) - s * u);
    }

    /** A bound of {@code P(i in S, z_i - beta_i <= u)}, of signed values times the sign. */
    public double onProbability(double u) {
        return probability(
                ownProbability,
                s -> onCumulant(s, false) + noise(s) + s * u,
                s -> onCumulant(s, true) + noise(s) + s * u);
    }

    private double probability(double share, DoubleUnaryOperator quick, DoubleUnaryOperator exact) {
        return share == 0 ? 0 : share * Math.min(1, Math.exp(least(quick, exact)));
    }

    /** The quick function's least value, or the exact one's where the quick one is least. */
    private double least(DoubleUnaryOperator quick, DoubleUnaryOperator exact) {
        double unit = scale > 0 ? scale : 1;
        double s = Cumulants.least(quick, RANGE / unit, 1 / (RANGE * unit));
        double found = quick.applyAsDouble(s);
        return supports instanceof SupportLaw.Uniform ? Math.min(found, exact.applyAsDouble(s)) : found;
    }

    private double noise(double s) {
        return s * s * deviation * deviation / 2;
    }

    private double offCumulant(double t, boolean exact) {
        return cumulant(t, size(false), exact);
    }

    private double onCumulant(double s, boolean exact) {
        return cumulant(-s, size(true), exact) + values.ownLog(-s * own);
    }

    /** How many other atoms there are, if that is certain. */
    private int size(boolean inside) {
        return supports instanceof SupportLaw.Uniform uniform ? uniform.sparsity() - (inside ? 1 : 0) : 0;
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
