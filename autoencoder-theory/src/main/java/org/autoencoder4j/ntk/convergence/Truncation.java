package org.autoencoder4j.ntk.convergence;

/**
 * The least l from 1 on at which the units with {@code ||relu(X w)||^2 > B = (sqrt(n/2) + sqrt(2 lambda_n l))^2} take at most a
 * part b of lambda_H away: {@code exp(-l)(B + 2 lambda_n + sqrt(n lambda_n / l)) <= b lambda_H}, to rounding.
 *
 * @param l the exponent; infinite if lambda_H is 0
 * @param bound B
 */
record Truncation(double l, double bound) {
    static Truncation of(KernelConstants constants, double part) {
        double limit = part * constants.lambdaH();
        if (limit == 0) {
            return new Truncation(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
        }
        double low = 1;
        double high = 1;
        while (rest(constants, high) > limit) {
            low = high;
            high *= 2;
        }
        while (high - low > Math.ulp(high)) {
            double middle = (low + high) / 2;
            if (rest(constants, middle) <= limit) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return new Truncation(high, bound(constants, high));
    }

    private static double bound(KernelConstants constants, double l) {
        return Math.pow(Math.sqrt(constants.samples() / 2.0) + Math.sqrt(2 * constants.lambdaN() * l), 2);
    }

    /** What the mean of {@code ||relu(X w)||^2} beyond B is at most; it falls with l. */
    private static double rest(KernelConstants constants, double l) {
        double lambdaN = constants.lambdaN();
        return Math.exp(-l) * (bound(constants, l) + 2 * lambdaN + Math.sqrt(constants.samples() * lambdaN / l));
    }
}
