package org.autoencoder4j.coding;

import java.util.OptionalInt;
import org.autoencoder4j.backend.Checks;

/** Orthogonal matching pursuit in Gram form, to a limit of k units or, where that is 0, to a threshold. */
record MatchingPursuit(int limit, double lambda, CodeSign sign) implements SparseEncoder {
    static MatchingPursuit most(int k, CodeSign sign) {
        return new MatchingPursuit((int) Checks.atLeast("most", k, 1), 0, sign);
    }

    static MatchingPursuit to(double lambda, CodeSign sign) {
        return new MatchingPursuit(0, Checks.positive("lambda", lambda), sign);
    }

    @Override
    public String name() {
        return most().isEmpty() ? "pursuitTo(" + lambda + ", " + sign + ")" : "pursuit(" + limit + ", " + sign + ")";
    }

    @Override
    public OptionalInt most() {
        return limit > 0 ? OptionalInt.of(limit) : OptionalInt.empty();
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
        double least = gram.rounding() * gram.rounding() * energy;
        fit.clear();
        double[] residual = products;
        while (true) {
            int unit = Greatest.of(residual, sign);
            if (unit < 0
                    || Math.abs(residual[unit]) < lambda
                    || residual[unit] * residual[unit] <= least * gram.row(unit)[unit]
                    || !fit.add(unit, products[unit])) {
                return;
            }
            fit.solve();
            if (fit.size() == limit) {
                return;
            }
            fit.residualProducts(products, buffer);
            residual = buffer;
        }
    }
}
