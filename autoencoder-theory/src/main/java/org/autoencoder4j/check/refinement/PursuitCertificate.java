package org.autoencoder4j.check.refinement;

import java.util.Arrays;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.Vectors;
import org.autoencoder4j.check.closeness.Matching;
import org.autoencoder4j.check.consistency.CodeSet;
import org.autoencoder4j.check.consistency.ConsistencyCertificate;
import org.autoencoder4j.check.consistency.NoiseTail;
import org.autoencoder4j.check.internal.HeapColumns;
import org.autoencoder4j.progress.Work;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Relation;
import org.autoencoder4j.report.Report;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Whether orthogonal matching pursuit with W finds the support of <em>every</em> code of a set, without hidden
 * constants: with {@code D = W - A}, unit columns W_i and noise bounded by {@code |<W_j, eta>| <= nu},
 *
 * <pre>
 *   (1 - mu1(k - 1) - mu1(k)) a1 > 2 eps0,
 *   eps0 = a2 max_j (sum of the k greatest |&lt;W_j, D_i>| over i) + nu,
 * </pre>
 *
 * <p>mu1 the {@link CumulativeCoherence} of W. It is sufficient, not necessary: a margin that is not positive says
 * nothing of pursuit. Pursuit takes in each of its k steps the unit with the greatest product with the residual, in
 * magnitude for values of both signs, and fits again; for non-negative codes it takes the greatest product. Unlike
 * {@link ConsistencyCertificate}'s condition on one product, this does not need {@code a2 / a1} to be small where W =
 * A. Unit i stands for atom i, in its sign. Immutable; threads may share it.
 *
 * @paper beyond NWH19 Theorem 3: docs/REFINEMENT.md (P)
 */
public final class PursuitCertificate {
    private final CumulativeCoherence coherence;
    private final CodeSet codes;
    private final double noise;
    private final int features;
    private final double distance;
    private final double cross;
    private final int worst;

    private PursuitCertificate(HeapColumns weights, HeapColumns atoms, CodeSet codes, double noise) {
        this.coherence = CumulativeCoherence.of(weights);
        this.codes = codes;
        this.noise = noise;
        this.features = weights.length();
        double[][] differences = new double[weights.count()][];
        double greatest = 0;
        for (int i = 0; i < differences.length; i++) {
            differences[i] = weights.column(i);
            Vectors.add(differences[i], -1, atoms.column(i));
            greatest = Math.max(greatest, Vectors.norm(differences[i]));
        }
        this.distance = greatest;
        double[] sums = sums(weights, HeapColumns.of(differences), codes.sparsity());
        int at = 0;
        for (int j = 1; j < sums.length; j++) {
            at = sums[j] > sums[at] ? j : at;
        }
        this.worst = at;
        this.cross = sums[at];
    }

    /** For each column of W, the sum of its k greatest products with errors. */
    private static double[] sums(HeapColumns weights, HeapColumns errors, int sparsity) {
        double[] sums = new double[weights.count()];
        try (Work work = Work.begin("products with the errors: columns", sums.length)) {
            for (int from = 0; from < sums.length; from += HeapColumns.BLOCK) {
                int to = Math.min(sums.length, from + HeapColumns.BLOCK);
                double[][] products = weights.products(from, to, errors, 0);
                for (int j = from; j < to; j++) {
                    sums[j] = greatest(products[j - from], sparsity);
                }
                work.advance(to - from);
            }
        }
        return sums;
    }

    private static double greatest(double[] products, int count) {
        double[] magnitudes = Arrays.stream(products).map(Math::abs).sorted().toArray();
        double sum = 0;
        for (int t = 1; t <= count; t++) {
            sum += magnitudes[magnitudes.length - t];
        }
        return sum;
    }

    /**
     * Measures weights. Cost: {@code 4 n m^2 + O(m^2 log m)} operations, products in blocks of 256 units; memory for
     * copies of both matrices and for {@code 256 m} products.
     *
     * @param weights W, {@code n x m} with finite entries, in the atoms' order and sign ({@link Matching#align}); its
     *     columns should have length 1, which the report states as a condition
     * @param dictionary A, {@code n x m} with finite entries, of the weights' type, of any length
     * @param codes the codes, with k from 1 to m - 1; supports of exactly or at most k units are alike, since pursuit
     *     makes as many steps as the support has units
     * @param noiseBound nu, a bound on all {@code |<W_i, eta>|}, at least 0; {@link NoiseTail#bound} gives one
     * @return the certificate
     * @throws IllegalArgumentException if shapes, types or numbers are not as described
     */
    public static PursuitCertificate of(INDArray weights, INDArray dictionary, CodeSet codes, double noiseBound) {
        Checks.matrix("weights", weights);
        Checks.matrix("dictionary", dictionary, weights.rows(), weights.columns(), "the shape of the weights");
        Checks.sameType("dictionary", dictionary, "weights", weights);
        Checks.between("sparsity", codes.sparsity(), 1, weights.columns() - 1L);
        Checks.nonNegative("noiseBound", noiseBound);
        return new PursuitCertificate(
                HeapColumns.of("weights", weights), HeapColumns.of("dictionary", dictionary), codes, noiseBound);
    }

    /** {@code (1 - mu1(k - 1) - mu1(k)) a1}. */
    private double separation() {
        return (1 - coherence.at(codes.sparsity() - 1) - coherence.at(codes.sparsity())) * codes.a1();
    }

    /**
     * Returns what error and noise can add to a product.
     *
     * @return eps0
     */
    public double disturbance() {
        return codes.a2() * cross + noise;
    }

    /**
     * Tells by how much the condition is kept.
     *
     * @return {@code (1 - mu1(k - 1) - mu1(k)) a1 - 2 eps0}; not above 0 if nothing is certified
     */
    public double margin() {
        return separation() - 2 * disturbance();
    }

    /**
     * Returns the distance within which W finds the support whatever the dictionary is, since {@code |<W_j, D_i>|} is
     * at most {@code |D_i|}.
     *
     * @return the delta below which the condition holds for every A with {@code max_i |W_i - A_i| <= delta}:
     *     {@code ((1 - mu1(k - 1) - mu1(k)) a1 / 2 - nu) / (k a2)}; not above 0 if there is none
     */
    public double radius() {
        return (separation() / 2 - noise) / (codes.sparsity() * codes.a2());
    }

    /**
     * Returns how much greater the error may be in its own direction.
     *
     * @return the t below which the condition holds for {@code A = W - t D}; not above 0 if there is none, infinite if
     *     no column has an error
     */
    public double scale() {
        double allowed = separation() / 2 - noise;
        return cross == 0 && allowed > 0 ? Double.POSITIVE_INFINITY : allowed / (codes.a2() * cross);
    }

    /**
     * Returns a bound on what rounding, and lengths of columns that are not quite 1, change in the margin: a margin that is no
     * greater says nothing.
     *
     * @return {@code (n + k + 4) 2^-52 (2 k a1 + a1 + 2 k a2 max_i |D_i| + 2 nu) + 4 (k + 2) max_i ||W_i| - 1| a1}
     */
    public double rounding() {
        int k = codes.sparsity();
        double scale = (2 * k + 1) * codes.a1() + 2 * k * codes.a2() * distance + 2 * noise;
        return (features + k + 4) * Math.ulp(1.0) * scale + 4 * (k + 2) * coherence.normDeviation() * codes.a1();
    }

    /**
     * Reports whether the condition holds: then pursuit finds the support of every code of the set. Condition: columns
     * have length 1, to 1e-6.
     *
     * @return the report; {@code FAILS} means that nothing is certified, not that a code fails
     */
    public Report report() {
        int k = codes.sparsity();
        double separation = separation();
        return Report.on("pursuit is certified to find the support of every code of " + codes, Statement.of("(P)"))
                .requiring(HeapColumns.unitLength("W", coherence.normDeviation()))
                .claiming(Bound.rounded(
                        "(1 - mu1(k - 1) - mu1(k)) a1", separation, Relation.ABOVE, 2 * disturbance(), rounding()))
                .with("margin", margin())
                .with("mu1OfK", coherence.at(k))
                .with("mu1OfKMinus1", coherence.at(k - 1))
                .with("disturbance", disturbance())
                .with("delta", distance)
                .with("radius", radius())
                .witnessedBy("unit " + coherence.row(k) + " has the greatest sum of k products with others, unit "
                        + worst + " that with the errors");
    }

    @Override
    public String toString() {
        return "PursuitCertificate[" + codes + ", margin=" + margin() + ", radius=" + radius() + "]";
    }
}
