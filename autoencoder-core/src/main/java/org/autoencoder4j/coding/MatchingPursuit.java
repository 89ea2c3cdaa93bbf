package org.autoencoder4j.coding;

import java.util.OptionalInt;
import org.autoencoder4j.backend.Checks;

/** Orthogonal matching pursuit in Gram form, to k units or to a threshold. */
record MatchingPursuit(OptionalInt most, double lambda, CodeSign sign) implements SparseEncoder {
    static MatchingPursuit most(int k, CodeSign sign) {
        return new MatchingPursuit(OptionalInt.of((int) Checks.atLeast("most", k, 1)), 0, sign);
    }

    static MatchingPursuit to(double lambda, CodeSign sign) {
        return new MatchingPursuit(OptionalInt.empty(), Checks.positive("lambda", lambda), sign);
    }

    @Override
    public String name() {
        return most.isEmpty()
                ? "pursuitTo(" + lambda + ", " + sign + ")"
                : "pursuit(" + most.getAsInt() + ", " + sign + ")";
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
        int k = most.orElse(Integer.MAX_VALUE);
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
            if (fit.size() == k) {
                return;
            }
            fit.residualProducts(products, buffer);
            residual = buffer;
        }
    }
}
