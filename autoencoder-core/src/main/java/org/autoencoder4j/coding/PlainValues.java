package org.autoencoder4j.coding;

/** Codes whose values are the products themselves. */
final class PlainValues {
    private final Gram gram;

    PlainValues(Gram gram) {
        this.gram = gram;
    }

    /**
     * Sets the gains and the residual's energy of a code with the values {@code x_S = c_S}. Without unit i and with the other
     * values as they are the energy grows by {@code 2 x_i (c_i - (G x)_i) + G_ii x_i^2}.
     */
    void write(int[] units, int count, double[] products, double energy, SampleCode code) {
        code.clear();
        double left = energy;
        for (int i = 0; i < count; i++) {
            double[] row = gram.row(units[i]);
            double value = products[units[i]];
            double image = 0;
            for (int j = 0; j < count; j++) {
                image += row[units[j]] * products[units[j]];
            }
            double slack = value - image;
            left -= value * (value + slack);
            code.add(units[i], value, value * (2 * slack + row[units[i]] * value));
        }
        code.setResidualEnergy(left);
    }
}
