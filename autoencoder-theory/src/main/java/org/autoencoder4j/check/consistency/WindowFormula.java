package org.autoencoder4j.check.consistency;

import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.report.Reference;

/**
 * Bias windows for ReLU units in closed form: {@code low < b_i <= high}, from the closeness
 * {@code delta = max_i ||W_i - A_i||} of unit columns, the coherence {@code c = mu / sqrt(n)} and a set of codes of at
 * most k values in [a1, a2]. {@link ConsistencyCertificate} has the exact ones for given matrices.
 *
 * @paper NWH19 Theorem 3 (ii)
 */
public enum WindowFormula {
    /**
     * Rigorous for any delta and c, with noise bound nu (W1):
     *
     * <p>{@code -g + a2 (delta sqrt((k-1)(1 + (k-2) c)) + (k-1) c) + nu < b_i <= -a2 (delta sqrt(k (1 + (k-1) c)) + k c)
     * - nu}, where {@code g = min(a1 d, a2 d)} with {@code d = 1 - delta^2/2} and the first root is 0 for k = 1.
     */
    GERSHGORIN {
        @Override
        Interval evaluate(double delta, double coherence, CodeSet codes, double noiseBound) {
            int k = codes.sparsity();
            return rigorous(
                    delta,
                    codes,
                    delta * Math.sqrt((k - 1) * (1 + Math.max(0, k - 2) * coherence)) + (k - 1) * coherence,
                    delta * Math.sqrt(k * (1 + (k - 1) * coherence)) + k * coherence,
                    noiseBound);
        }
    },
    /**
     * Rigorous under the theorem's {@code mu <= delta sqrt(n) / k}, with noise bound nu (W2):
     *
     * <p>{@code -g + a2 delta (sqrt((k-1)(1 + delta)) + 1[k > 1]) + nu < b_i <= -a2 delta (sqrt(k (1 + delta)) + 1) - nu},
     * where {@code g = min(a1 d, a2 d)} with {@code d = 1 - delta^2/2}.
     */
    INCOHERENT {
        @Override
        Interval evaluate(double delta, double coherence, CodeSet codes, double noiseBound) {
            int k = codes.sparsity();
            return rigorous(
                    delta,
                    codes,
                    k == 1 ? 0 : delta * (Math.sqrt((k - 1) * (1 + delta)) + 1),
                    delta * (Math.sqrt(k * (1 + delta)) + 1),
                    noiseBound);
        }
    },
    /**
     * As the preprint (arXiv) prints it, without noise: {@code [-(1 - delta) a1 + a2 delta sqrt(k), -2 a2 delta
     * sqrt(k)]}. Its lower end is too low when {@code a1 < a2}, and its upper end leaves no room for noise.
     */
    PREPRINT {
        @Override
        Interval evaluate(double delta, double coherence, CodeSet codes, double noiseBound) {
            return printed(delta, codes, 2);
        }
    },
    /**
     * As the proceedings (AISTATS) print it, without noise: {@code [-(1 - delta) a1 + a2 delta sqrt(k), -a2 delta
     * sqrt(k)]}. Both ends are wrong: at k = 1 the upper one admits a pre-activation of almost {@code a2 delta} off the
     * support.
     */
    PROCEEDINGS {
        @Override
        Interval evaluate(double delta, double coherence, CodeSet codes, double noiseBound) {
            return printed(delta, codes, 1);
        }
    };

    /**
     * Evaluates the formula.
     *
     * @param delta the closeness, finite and at least 0
     * @param coherence c, finite and at least 0, and at most 1 for columns of length 1
     * @param codes the codes, with values in [a1, a2]
     * @param noiseBound nu, finite and at least 0; the printed formulas have no place for it
     * @return the window; empty if low is not below high
     * @throws IllegalArgumentException if a number is out of its range
     */
    public Interval window(double delta, double coherence, CodeSet codes, double noiseBound) {
        Checks.nonNegative("delta", delta);
        Checks.nonNegative("coherence", coherence);
        Checks.nonNegative("noiseBound", noiseBound);
        return evaluate(delta, coherence, codes, noiseBound);
    }

    abstract Interval evaluate(double delta, double coherence, CodeSet codes, double noiseBound);

    /**
     * Returns where the formula is from.
     *
     * @return the reference
     */
    public Reference reference() {
        return switch (this) {
            case GERSHGORIN, INCOHERENT -> Reference.corrected("NWH19", "Theorem 3 (ii)");
            case PREPRINT -> Reference.asPrinted("NWH19", "Theorem 3 (ii), preprint");
            case PROCEEDINGS -> Reference.asPrinted("NWH19", "Theorem 3 (ii), proceedings");
        };
    }

    /** The window if other values add at most a2 times these to a pre-activation on and off the support. */
    private static Interval rigorous(double delta, CodeSet codes, double on, double off, double noiseBound) {
        return new Interval(-leastOwn(delta, codes) + codes.a2() * on + noiseBound, -codes.a2() * off - noiseBound);
    }

    /** The least of {@code x_i <W_i, A_i>}: Claim 1's identity makes the product {@code 1 - delta^2 / 2} or more. */
    private static double leastOwn(double delta, CodeSet codes) {
        double product = 1 - delta * delta / 2;
        return Math.min(codes.a1() * product, codes.a2() * product);
    }

    private static Interval printed(double delta, CodeSet codes, int factor) {
        double radius = codes.a2() * delta * Math.sqrt(codes.sparsity());
        return new Interval(-(1 - delta) * codes.a1() + radius, -factor * radius);
    }
}
