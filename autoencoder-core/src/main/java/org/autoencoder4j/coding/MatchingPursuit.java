package org.autoencoder4j.coding;

import java.util.OptionalInt;
import org.autoencoder4j.backend.Checks;

/** Orthogonal matching pursuit in Gram form, to k units or to a threshold. */
record MatchingPursuit(int k, double lambda, CodeSign sign) implements SparseEncoder {
    /** A product with the residual that is so much less than the lengths allow is rounding. */
    static final double ROUNDING = 1e-10;

    private static final int NO_LIMIT = Integer.MAX_VALUE;

    MatchingPursuit {
        Checks.atLeast("most", k, 1);
        Checks.nonNegative("lambda", lambda);
    }

    static MatchingPursuit to(double lambda, CodeSign sign) {
        return new MatchingPursuit(NO_LIMIT, Checks.positive("lambda", lambda), sign);
    }

    @Override
    public String name() {
        return k == NO_LIMIT ? "pursuitTo(" + lambda + ", " + sign + ")" : "pursuit(" + k + ", " + sign + ")";
    }

    @Override
    public OptionalInt most() {
        return k == NO_LIMIT ? OptionalInt.empty() : OptionalInt.of(k);
    }

    @Override
    public Worker worker(Gram gram) {
        SupportFit fit = new SupportFit(gram);
        double[] residual = new double[gram.units()];
        return (products, energy, code) -> {
            pursue(gram, fit, products, residual, energy);
            if (sign == CodeSign.NON_NEGATIVE) {
                fit.dropNegative();
            }
            fit.write(energy, code);
        };
    }

    private void pursue(Gram gram, SupportFit fit, double[] products, double[] buffer, double energy) {
        fit.clear();
        double[] residual = products;
        while (true) {
            int unit = Greatest.of(residual, sign);
            if (unit < 0
                    || Math.abs(residual[unit]) < lambda
                    || residual[unit] * residual[unit] <= ROUNDING * ROUNDING * energy * gram.row(unit)[unit]
                    || !fit.add(unit, products[unit])) {
                return;
            }
            fit.solve();
            if (fit.size() == k) {
                return;
            }
            fit.residualProducts(products, buffer);
            residual = buffer;
        }
    }
}
