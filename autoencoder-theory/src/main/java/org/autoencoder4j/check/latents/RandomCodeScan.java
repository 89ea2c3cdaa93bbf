package org.autoencoder4j.check.latents;

import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.autoencoder4j.check.consistency.Interval;
import org.autoencoder4j.check.latents.internal.FiringRule;
import org.autoencoder4j.check.latents.law.SupportLaw;
import org.autoencoder4j.check.latents.law.ValueMoments;
import org.autoencoder4j.check.latents.law.internal.Cumulants;
import org.autoencoder4j.check.latents.law.internal.LineSearch;
import org.autoencoder4j.check.latents.law.internal.Misfire;
import org.autoencoder4j.check.latents.law.internal.MisfireBounds;
import org.autoencoder4j.check.latents.law.internal.Tail;
import org.autoencoder4j.sae.LatentActivation.TopK;

/** The windows and misfires of all units over random codes, with delta for each of the two misfires of a unit. */
final class RandomCodeScan {
    /** A bound of so small a share of delta is not worth a search for a lesser one. */
    private static final double NEGLIGIBLE = 1e-3;

    private final EncodedDictionary encoded;
    private final SupportLaw supports;
    private final ValueMoments values;
    private final double sigma;
    private final double delta;
    private final FiringRule rule;
    private final Tails[] tails;
    private final Interval[] closed;
    private final RandomCodeUnit[] units;

    /** The bounds of a unit that are best at delta; they hold at any level. */
    private record Tails(Tail above, Tail below, Tail silent) {
        Tail of(Misfire misfire) {
            return switch (misfire) {
                case ABOVE -> above;
                case BELOW -> below;
                case SILENT -> silent;
            };
        }
    }

    /** What is done with a unit's row. */
    @FunctionalInterface
    private interface UnitTask {
        void accept(int unit, MisfireBounds bounds);
    }

    /** Reads all rows, of TopK twice: its level is known after the first time only. */
    RandomCodeScan(
            EncodedDictionary encoded,
            SupportLaw supports,
            ValueMoments values,
            double sigma,
            double delta,
            FiringRule rule) {
        this.encoded = encoded;
        this.supports = supports;
        this.values = values;
        this.sigma = sigma;
        this.delta = delta;
        this.rule = rule;
        this.tails = new Tails[encoded.units()];
        this.closed = new Interval[encoded.units()];
        this.units = new RandomCodeUnit[encoded.units()];
        boolean common = encoded.autoencoder().activation() instanceof TopK;
        forEachRow((i, bounds) -> {
            tails[i] = tails(bounds);
            closed[i] = window(i, misfire -> bounds.closedForm(misfire, share(misfire)));
            if (!common) {
                units[i] = unit(i, rule.level(i), bounds);
            }
        });
        if (common) {
            double level = commonLevel();
            forEachRow((i, bounds) -> units[i] = unit(i, level, bounds));
        }
    }

    private void forEachRow(UnitTask task) {
        encoded.products().forEachRow("misfires of random codes", () -> {
            MisfireBounds bounds = new MisfireBounds(supports, values);
            return (i, products) -> task.accept(i, bounds.read(i, products, sigma * encoded.norm(i)));
        });
    }

    RandomCodeUnit[] units() {
        return units;
    }

    /** How many units the closed form certifies at the levels that there are. */
    int certifiedInClosedForm() {
        return (int) IntStream.range(0, units.length)
                .filter(i -> closed[i].low() <= units[i].level() && units[i].level() <= closed[i].high())
                .count();
    }

    private Tails tails(MisfireBounds bounds) {
        return new Tails(
                bounds.atShare(Misfire.ABOVE, share(Misfire.ABOVE)),
                rule.twoSided() ? bounds.atShare(Misfire.BELOW, share(Misfire.BELOW)) : Tail.NEVER,
                bounds.atShare(Misfire.SILENT, share(Misfire.SILENT)));
    }

    /** Off the support of a threshold of both signs there are two ways to be wrong. */
    private double share(Misfire misfire) {
        return rule.twoSided() && misfire != Misfire.SILENT ? delta / 2 : delta;
    }

    private Interval window(int unit, ToDoubleFunction<Misfire> least) {
        double beta = encoded.bias(unit);
        double low = beta + least.applyAsDouble(Misfire.ABOVE);
        double high = onBias(unit) - least.applyAsDouble(Misfire.SILENT);
        if (rule.twoSided()) {
            return new Interval(Math.max(low, -beta + least.applyAsDouble(Misfire.BELOW)), high);
        }
        return new Interval(mayBeNegative() ? low : Math.max(0, low), high);
    }

    /** TopK without ReLU keeps what is below 0, too. */
    private boolean mayBeNegative() {
        return encoded.autoencoder().activation() instanceof TopK top && !top.relu();
    }

    /** Of values of both signs the worse one: the bias may be against either. */
    private double onBias(int unit) {
        return values instanceof ValueMoments.Signed ? -Math.abs(encoded.bias(unit)) : encoded.bias(unit);
    }

    private RandomCodeUnit unit(int unit, double level, MisfireBounds bounds) {
        double beta = encoded.bias(unit);
        Interval window = window(unit, misfire -> tails[unit].of(misfire).level(share(misfire)));
        double off = probability(unit, Misfire.ABOVE, level - beta, bounds);
        if (rule.twoSided()) {
            off = Math.min(1, off + probability(unit, Misfire.BELOW, level + beta, bounds));
        }
        return new RandomCodeUnit(
                unit, window, level, off, probability(unit, Misfire.SILENT, onBias(unit) - level, bounds));
    }

    private double probability(int unit, Misfire misfire, double u, MisfireBounds bounds) {
        double found = tails[unit].of(misfire).probability(u);
        return found <= NEGLIGIBLE * delta
                ? found
                : Math.min(found, bounds.at(misfire, u).probability(u));
    }

    /** Where the sum of the bounds that are known is least: its logarithm is convex. */
    private double commonLevel() {
        double low = Double.NEGATIVE_INFINITY;
        double high = Double.POSITIVE_INFINITY;
        for (int i = 0; i < tails.length; i++) {
            low = Math.max(low, encoded.bias(i) + tails[i].above().level(delta));
            high = Math.min(high, encoded.bias(i) - tails[i].silent().level(delta));
        }
        // Without an end one of the misfires is rare enough at any level.
        double from = Double.isFinite(low) ? low : high;
        double to = Double.isFinite(high) ? high : low;
        double start = Double.isFinite(from) ? (from + to) / 2 : 0;
        double step = Double.isFinite(from) ? Math.max(Math.abs(to - from) / 4, Math.ulp(start)) : 1;
        double best = LineSearch.least(this::logOfMisfires, start, step, Double.MAX_VALUE);
        return mayBeNegative() ? best : Math.max(0, best);
    }

    private double logOfMisfires(double level) {
        double log = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < tails.length; i++) {
            double off = tails[i].above().log(level - encoded.bias(i));
            double on = tails[i].silent().log(encoded.bias(i) - level);
            log = Cumulants.logSum(log, Cumulants.logSum(off, on));
        }
        return log;
    }
}
