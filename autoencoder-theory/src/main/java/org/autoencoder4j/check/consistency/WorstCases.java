package org.autoencoder4j.check.consistency;

import java.util.Arrays;
import java.util.stream.IntStream;

/** The extreme values of {@code sum_j G_ij x_j} over a set of codes. */
final class WorstCases {
    private final CodeSet codes;

    WorstCases(CodeSet codes) {
        this.codes = codes;
    }

    /** The greatest ({@code sign = 1}) or least (-1) sum over the codes whose support is without the unit. */
    double off(double[] products, int unit, int sign) {
        return sum(products, support(products, unit, codes.sparsity(), sign), sign);
    }

    /** The least sum over the codes with a positive value at the unit. */
    double on(double[] products, int unit) {
        return ownValue(products[unit]) * products[unit]
                + sum(products, support(products, unit, codes.sparsity() - 1, -1), -1);
    }

    /** The code of {@link #off}, with the same sign of the noise. */
    WorstCode codeOff(double[] products, int unit, int sign, double bias, double noise) {
        int[] support = support(products, unit, codes.sparsity(), sign);
        double[] values = values(products, support, sign);
        double z = sum(products, support, sign) + sign * noise + bias;
        return new WorstCode(unit, support, values, sign * noise, z);
    }

    /** The code of {@link #on} ({@code sign = 1}) or its negative (-1), with the noise against it. */
    WorstCode codeOn(double[] products, int unit, int sign, double bias, double noise) {
        int[] support = added(support(products, unit, codes.sparsity() - 1, -1), unit);
        double[] values = values(products, support, -1);
        double z = sign * (on(products, unit) - noise) + bias;
        for (int j = 0; j < support.length; j++) {
            values[j] = sign * (support[j] == unit ? ownValue(products[unit]) : values[j]);
        }
        return new WorstCode(unit, support, values, -sign * noise, z);
    }

    private double ownValue(double product) {
        return product < 0 ? codes.a2() : codes.a1();
    }

    private int[] support(double[] products, int unit, int count, int sign) {
        double[] terms = new double[products.length];
        for (int j = 0; j < terms.length; j++) {
            terms[j] = sign * products[j] * codes.valueFor(sign * products[j]);
        }
        int[] largest = LargestTerms.of(terms, count, unit);
        return codes.size() == SupportSize.EXACTLY
                ? largest
                : Arrays.stream(largest).filter(j -> terms[j] > 0).toArray();
    }

    private double sum(double[] products, int[] support, int sign) {
        double sum = 0;
        for (int j : support) {
            sum += products[j] * codes.valueFor(sign * products[j]);
        }
        return sum;
    }

    private double[] values(double[] products, int[] support, int sign) {
        double[] values = new double[support.length];
        for (int j = 0; j < values.length; j++) {
            values[j] = codes.valueFor(sign * products[support[j]]);
        }
        return values;
    }

    private static int[] added(int[] support, int unit) {
        return IntStream.concat(Arrays.stream(support), IntStream.of(unit))
                .sorted()
                .toArray();
    }
}
