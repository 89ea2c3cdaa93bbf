package org.autoencoder4j.check.contraction;

/**
 * What one step on finitely many samples of a mixture does to a column on the true support, whose angle is at most phi before
 * it. With {@code N_i} of the N samples from its component, {@code xi = <W_i, eta>}, all but an event of the stated
 * probability keeps
 *
 * <pre>
 *   lo &lt;= N_i &lt;= hi,   |mean xi| &lt;= s1 = sigma sqrt(2 L / lo),   sqrt(mean (lambda + xi)^2) &lt;= R = 1 + sigma (1 + sqrt(2 L / lo)).
 * </pre>
 *
 * @param features n
 * @param samples N
 * @param weight p_i
 * @param bias b_i
 * @param sigma the noise
 * @param zeta the learning rate
 * @param log L: events have probability e^-L each
 */
record ClusterSamples(int features, double samples, double weight, double bias, double sigma, double zeta, double log) {
    /** So many events of one unit keep a fresh step. */
    static final int FRESH_EVENTS = 6;

    /** So many events of one unit keep all steps on the same samples. */
    static final int BATCH_EVENTS = 9;

    double low() {
        double mean = samples * weight;
        return Math.max(0, mean * (1 - Math.sqrt(2 * log / mean)));
    }

    double high() {
        double mean = samples * weight;
        return 3 * log > mean ? mean + 3 * log : mean * (1 + Math.sqrt(3 * log / mean));
    }

    double meanNoise() {
        return sigma * Math.sqrt(2 * log / low());
    }

    double reach() {
        return 1 + sigma * (1 + Math.sqrt(2 * log / low()));
    }

    /** Bounds the length of n - 1 standard normal numbers. */
    private double length() {
        return Math.sqrt(features - 1.0) + Math.sqrt(2 * log);
    }

    /** The angle after a step on samples that nothing before depends on; infinite where nothing is certified. */
    double fresh(double phi) {
        double c = Math.cos(phi);
        if (!(low() > 0 && c + bias >= 0)) {
            return Double.POSITIVE_INFINITY;
        }
        double s1 = meanNoise();
        double aside = zeta * Math.sqrt(Math.min(high(), samples)) * sigma * reach() * length() / samples;
        double slope = Math.max(Math.abs(1 + 2 * bias), Math.abs(c + 2 * bias)) * s1;
        double along = Math.min(share(low()) * (c - s1), share(high()) * (c - s1));
        double shrinkage = (c + bias) * (c + bias) - slope;
        double greatest = 1 - Math.min(share(low()) * shrinkage, share(high()) * shrinkage);
        double least = 1 - share(high()) * ((1 + bias) * (1 + bias) + slope);
        return Math.max(fresh(greatest, phi, aside, along), fresh(least, phi, aside, along));
    }

    private double share(double count) {
        return zeta * Math.min(count, samples) / samples;
    }

    private static double fresh(double alpha, double phi, double aside, double along) {
        double denominator = alpha * (alpha < 0 ? 1 : Math.cos(phi)) + along - aside * Math.sin(phi);
        return angle(Math.abs(alpha) * Math.sin(phi) + aside, denominator);
    }

    private static double angle(double aside, double along) {
        return along > 0 ? Math.atan(aside / along) : Double.POSITIVE_INFINITY;
    }

    /** kappa: bounds the length of {@code mean (1 + xi) eta} beside the atom. */
    double tilt() {
        return sigma / Math.sqrt(low()) * reach() * length();
    }

    /** theta: bounds the second moment of the samples beside the atom. */
    double spread() {
        double root = 1 + Math.sqrt((features - 1) / low()) + Math.sqrt(2 * log / low());
        return sigma * sigma * root * root;
    }

    /** Bounds the mean of {@code (1 + xi)^2} from below. */
    double leastMoment() {
        return 1 - 2 * meanNoise() + sigma * sigma * Math.max(0, 1 - 2 * Math.sqrt(log / low()));
    }

    /** Bounds it from above. */
    double greatestMoment() {
        return reach() * reach();
    }

    /** The angle after a step, whichever it is of steps on the same samples; infinite where nothing is certified. */
    double batch(double phi) {
        if (!(low() > 0 && phi <= Math.PI / 4)) {
            return Double.POSITIVE_INFINITY;
        }
        double c = Math.cos(phi);
        double s = Math.sin(phi);
        double least = leastMoment() * c * c - tilt() * Math.sin(2 * phi);
        double greatest = greatestMoment() + tilt() * Math.sin(2 * phi) + spread() * s * s;
        double leastMean = c * (1 - meanNoise()) - s * tilt();
        double greatestMean = 1 + meanNoise() + s * tilt();
        double lowest = least + bias * bias + 2 * bias * (bias < 0 ? greatestMean : leastMean);
        double highest = greatest + bias * bias + 2 * bias * (bias < 0 ? leastMean : greatestMean);
        return Math.max(batchFor(lowest, phi), batchFor(highest, phi));
    }

    private double batchFor(double x, double phi) {
        double from = share(low());
        double to = share(high());
        double ends = Math.max(batchFor(x, from, phi), batchFor(x, to, phi));
        double turn = 1 / x;
        return from < turn && turn < to ? Math.max(ends, batchFor(x, turn, phi)) : ends;
    }

    private double batchFor(double x, double a, double phi) {
        double c = Math.cos(phi);
        double s = Math.sin(phi);
        double rest = 1 - a * x;
        return angle(
                (Math.abs(rest) + a * spread()) * s + a * tilt() * c, (rest + a * leastMoment()) * c - a * tilt() * s);
    }
}
