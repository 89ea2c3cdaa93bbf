package org.autoencoder4j.coding;

import java.util.OptionalInt;
import org.autoencoder4j.backend.Checks;

/** Pursuit that takes at each stage all units whose products come near the greatest. */
record StagewisePursuit(int k, CodeSign sign) implements SparseEncoder {
    private static final double NEAR = 0.7;

    StagewisePursuit {
        Checks.atLeast("most", k, 1);
    }

    @Override
    public String name() {
        return "stagewise(" + k + ", " + sign + ")";
    }

    @Override
    public OptionalInt most() {
        return OptionalInt.of(k);
    }

    @Override
    public Worker worker(Gram gram) {
        SupportFit fit = new SupportFit(gram);
        Greatest greatest = new Greatest(Math.min(k, gram.units()), sign);
        double[] buffer = new double[gram.units()];
        return (products, energy, code) -> {
            fit.clear();
            double least = gram.rounding() * Math.sqrt(energy);
            double[] residual = products;
            while (addStage(gram, fit, greatest, products, residual, least)) {
                fit.solve();
                fit.residualProducts(products, buffer);
                residual = buffer;
            }
            if (sign == CodeSign.NON_NEGATIVE) {
                fit.dropNegative();
            } else {
                fit.solve();
            }
            fit.write(energy, code);
        };
    }

    /** Adds the units of a stage; tells whether there may be another. */
    private boolean addStage(
            Gram gram, SupportFit fit, Greatest greatest, double[] products, double[] residual, double least) {
        int before = fit.size();
        int most = Math.min(k, gram.units());
        greatest.find(residual, most - before);
        for (int i = 0; i < greatest.count(); i++) {
            int unit = greatest.place(i);
            boolean isNear = greatest.size(i) >= NEAR * greatest.size(0);
            if (isNear && greatest.size(i) > least * Math.sqrt(gram.row(unit)[unit])) {
                fit.add(unit, products[unit]);
            }
        }
        return fit.size() > before && fit.size() < most;
    }
}
