package org.autoencoder4j.coding;

import org.autoencoder4j.backend.Checks;

/** One product and a threshold. */
record ThresholdedProducts(double lambda, CodeSign sign) implements SparseEncoder {
    ThresholdedProducts {
        Checks.nonNegative("lambda", lambda);
    }

    @Override
    public String name() {
        return "threshold(" + lambda + ", " + sign + ")";
    }

    @Override
    public Worker worker(Gram gram) {
        PlainValues values = new PlainValues(gram);
        int[] found = new int[gram.units()];
        return (products, energy, code) -> values.write(found, find(products, found), products, energy, code);
    }

    private int find(double[] products, int[] found) {
        int count = 0;
        for (int i = 0; i < products.length; i++) {
            double size = sign == CodeSign.SIGNED ? Math.abs(products[i]) : products[i];
            if (size >= lambda && size > 0) {
                found[count] = i;
                count++;
            }
        }
        return count;
    }
}
