package org.autoencoder4j.ntk.convergence;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.util.MathArrays;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.progress.Work;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The widths that several analyses ask for, evaluated for one's own samples: the rows of Table 1, which leave a factor C open;
 * this paper's theorems with a C that is enough; what its corrected proofs ask for; and the theorems that replace them. A row
 * whose factor is unknown holds m / C, so its number can be compared with others in how it grows only, not in size.
 *
 * <p>Training W alone: Du, Zhai, Poczos and Singh (arXiv:1810.02054), Theorem 3.2, {@code n^6 / (lambda_0^4 delta^3)}; Oymak and
 * Soltanolkotabi (arXiv:1902.04674), {@code n ||X||^6 / lambda_0^4}. Training both layers: Du et al., Theorem 3.3, {@code n^6
 * log(m / delta) / (lambda_0^4 delta^3)}, where the least m that satisfies it with C = 1 is taken; Zou and Gu (arXiv:1906.04688),
 * {@code d n^8 / phi^4} for d outputs, with phi the least distance of two samples. NWH-NTK has an entry for one output and one
 * for d in either part; those for one output are the others without their power of d.
 *
 * <p>Threads may use it at the same time.
 *
 * @paper NWH-NTK Table 1, Theorems 2.1 and 2.2
 */
public final class WidthTable {
    private static final String W = "W";
    private static final String BOTH = "W and A";
    private static final String PRINTED = "NWH-NTK as printed";

    private WidthTable() {}

    /**
     * Evaluates all rows.
     *
     * @param constants the samples' constants
     * @param separation phi, the least distance of two different samples, from 0 to 2
     * @param delta above 0 and at most 1
     * @return the rows; a width is infinite where an eigenvalue or the separation is 0
     * @throws IllegalArgumentException if separation or delta is outside its range
     */
    public static List<Row> of(KernelConstants constants, double separation, double delta) {
        Checks.between("separation", separation, 0, 2);
        Probabilities.check(delta);
        double n = constants.samples();
        int d = constants.features();
        double lambdaN = constants.lambdaN();
        double fourth = Math.pow(constants.lambda0(), 4);
        double du = Math.pow(n, 6) / (fourth * Math.pow(delta, 3));
        double weak = Math.pow(n, 5) * lambdaN / (fourth * Math.pow(delta, 3));
        double joint = n * Math.pow(lambdaN, 3) / (fourth * delta * delta);
        List<Row> rows = new ArrayList<>(List.of(
                unknown("Du et al.", W, 1, "n^6 / (lambda_0^4 delta^3)", du),
                unknown("Oymak, Soltanolkotabi", W, 1, "n ||X||^6 / lambda_0^4", n * Math.pow(lambdaN, 3) / fourth),
                unknown(PRINTED, W, 1, "n^5 lambda_n / (lambda_0^4 delta^3)", weak),
                unknown(PRINTED, W, d, "n^5 d^4 lambda_n / (lambda_0^4 delta^3)", Math.pow(d, 4) * weak),
                unknown("Du et al.", BOTH, 1, "n^6 log(m / delta) / (lambda_0^4 delta^3)", withLogarithm(du, delta)),
                unknown("Zou, Gu", BOTH, d, "d n^8 / phi^4", d * Math.pow(n, 8) / Math.pow(separation, 4)),
                unknown(PRINTED, BOTH, 1, "n lambda_n^3 / (lambda_0^4 delta^2)", joint),
                unknown(PRINTED, BOTH, d, "n d lambda_n^3 / (lambda_0^4 delta^2)", d * joint)));
        for (PaperTheorem theorem : PaperTheorem.values()) {
            rows.add(row(
                    Kind.PRINTED,
                    theorem.reference().item() + " as printed, with a C that is enough",
                    theorem.replacement(),
                    d,
                    theorem.sufficientFormula(),
                    theorem.sufficient(constants, delta)));
        }
        for (PaperTheorem theorem : PaperTheorem.values()) {
            theorem.corrected(constants, delta)
                    .ifPresent(width -> rows.add(row(
                            Kind.CORRECTED,
                            theorem.reference().item() + ", its proof corrected",
                            theorem.replacement(),
                            d,
                            theorem.correctedFormula(),
                            width)));
        }
        for (ConvergenceTheorem theorem : ConvergenceTheorem.values()) {
            for (ProvedWidth width : theorem.widths()) {
                rows.add(row(
                        Kind.PROVED,
                        width.reference().item() + ", " + theorem.training(),
                        theorem,
                        d,
                        width.formula(),
                        width.width(constants, delta)));
            }
        }
        return List.copyOf(rows);
    }

    private static Row row(
            Kind kind, String source, ConvergenceTheorem theorem, int outputs, String formula, double width) {
        return new Row(kind, source, theorem.isWeak() ? W : BOTH, outputs, formula, width, Factor.EXPLICIT);
    }

    /** The m with {@code m = scale log(m / delta)}, for a scale above 1: repeated from below, it shrinks the error by its logarithm. */
    private static double withLogarithm(double scale, double delta) {
        double width = scale;
        for (double last = 0; last < width; ) {
            last = width;
            width = Math.max(last, scale * Math.log(last / delta));
        }
        return width;
    }

    /**
     * Returns phi, the least distance of two samples. Cost: {@code 3/2 n^2 d} operations and memory for a copy.
     *
     * @param samples X, {@code n x d} with finite entries and {@code n >= 2}
     * @return {@code min_{i != j} ||x_i - x_j||}; 0 if a sample is repeated
     * @throws IllegalArgumentException if samples is no such matrix
     */
    public static double separation(INDArray samples) {
        Checks.finite("samples", Checks.matrix("samples", samples));
        Checks.atLeast("samples' number of rows", samples.rows(), 2);
        double[][] rows = HeapMatrix.rows(samples);
        double least = Double.POSITIVE_INFINITY;
        try (Work work = Work.begin("separation of the samples: samples", rows.length)) {
            for (int i = 0; i < rows.length; i++) {
                for (int j = 0; j < i; j++) {
                    least = Math.min(least, MathArrays.distance(rows[i], rows[j]));
                }
                work.advance(1);
            }
        }
        return least;
    }

    private static Row unknown(String source, String trained, int outputs, String formula, double width) {
        return new Row(Kind.PRINTED, source, trained, outputs, formula, width, Factor.UNKNOWN);
    }

    /** What a row is worth. */
    public enum Kind {
        /** Printed: in Table 1, or a theorem of this paper with a factor that is enough. */
        PRINTED,
        /** What the paper's proof leads to once it is corrected. */
        CORRECTED,
        /** What is proved in docs/CONVERGENCE.md. */
        PROVED
    }

    /** Whether a width is known up to a factor. */
    public enum Factor {
        /** All constants are known. */
        EXPLICIT,
        /** A factor C, which depends on nothing, is not known: the width is m / C. */
        UNKNOWN
    }

    /**
     * One analysis.
     *
     * @param kind what it is worth
     * @param source whose it is
     * @param trained which layers learn
     * @param outputs how many outputs the network has, 1 or d
     * @param formula the formula of the width, up to the factor
     * @param width m, or m / C if the factor is unknown
     * @param factor whether the width is known up to a factor
     */
    public record Row(
            Kind kind, String source, String trained, int outputs, String formula, double width, Factor factor) {}
}
