package org.autoencoder4j.coding;

import java.util.OptionalInt;
import org.autoencoder4j.backend.Checks;

/** The k greatest products with least squares, and rounds of hard thresholding pursuit after it. */
record ThresholdingPursuit(int k, int rounds, CodeSign sign) implements SparseEncoder {
    ThresholdingPursuit {
        Checks.atLeast("most", k, 1);
        Checks.atLeast("rounds", rounds, 0);
    }

    @Override
    public String name() {
        return rounds == 0
                ? "leastSquares(" + k + ", " + sign + ")"
                : "thresholdingPursuit(" + k + ", " + rounds + ", " + sign + ")";
    }

    @Override
    public OptionalInt most() {
        return OptionalInt.of(k);
    }

    @Override
    public Worker worker(Gram gram) {
        SupportFit fit = new SupportFit(gram);
        Greatest greatest = new Greatest(Math.min(k, gram.units()), sign);
        double[] step = new double[rounds == 0 ? 0 : gram.units()];
        return (products, energy, code) -> {
            greatest.find(products);
            fit(fit, greatest, products);
            for (int round = 0; round < rounds; round++) {
                fit.residualProducts(products, step);
                for (int i = 0; i < fit.size(); i++) {
                    step[fit.unit(i)] += fit.value(i);
                }
                greatest.find(step);
                if (isSame(fit, greatest)) {
                    break;
                }
                fit(fit, greatest, products);
            }
            fit.write(energy, code);
        };
    }

    private void fit(SupportFit fit, Greatest greatest, double[] products) {
        fit.clear();
        for (int i = 0; i < greatest.count(); i++) {
            fit.add(greatest.place(i), products[greatest.place(i)]);
        }
        if (sign == CodeSign.NON_NEGATIVE) {
            fit.dropNegative();
        } else {
            fit.solve();
        }
    }

    private static boolean isSame(SupportFit fit, Greatest greatest) {
        if (fit.size() != greatest.count()) {
            return false;
        }
        int same = 0;
        for (int i = 0; i < fit.size(); i++) {
            for (int j = 0; j < greatest.count(); j++) {
                same += fit.unit(i) == greatest.place(j) ? 1 : 0;
            }
        }
        return same == fit.size();
    }
}
