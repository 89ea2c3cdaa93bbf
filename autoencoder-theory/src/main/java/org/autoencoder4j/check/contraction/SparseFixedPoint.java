package org.autoencoder4j.check.contraction;

import static org.autoencoder4j.report.Relation.AT_LEAST;
import static org.autoencoder4j.report.Relation.BELOW;

import java.util.Arrays;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.check.contraction.internal.Bisection;
import org.autoencoder4j.check.expectation.PopulationDynamics;
import org.autoencoder4j.check.internal.HeapColumns;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Report;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Where runs on sparse codes of mean 0 end, with codes on the true support: if a step maps the weights within delta of the
 * dictionary into themselves, {@code phi+ <= phi} of {@link SparseInduction}, and brings any two of them nearer to each
 * other by a factor {@code q < 1} in {@code max_i ||W_i - W'_i||}, then exactly one fixed point is among them, and every
 * start among them converges to it at that rate. So does every start from which the induction leads into them.
 *
 * <p>Immutable; threads may share it.
 *
 * @paper beyond NWH19 Theorem 4: autoencoder4j P1-C6, docs/INDUCTION.md (C6.K)
 */
public final class SparseFixedPoint {
    private static final double LEAST = 1e-9;
    private static final double UNIT_TOLERANCE = 1e-6;
    private static final double ROUNDING = 1e-13;
    private static final double RIGHT_ANGLE = Math.PI / 2;
    private static final double GROWTH = 1.05;
    private static final int MOST_STEPS = 2000;

    private final SparseInduction induction;
    private final double cap;
    private final double rate;
    private final double basin;

    private SparseFixedPoint(SparseInduction induction) {
        this.induction = induction;
        this.cap = greatestCap();
        this.rate = cap > 0 ? rate(end(cap)) : Double.NaN;
        this.basin = cap > 0 ? Bisection.last(this::entersCap, cap, RIGHT_ANGLE) : 0;
    }

    /**
     * Searches the greatest delta with q below 1, which will do if a step leads no weights out of its ball, and the greatest from
     * which the induction leads there. Cost: some ten thousand evaluations of O(m).
     *
     * @param induction the step, on the true support
     * @return what is certified
     * @throws IllegalArgumentException if codes are those of an encoder: then there is a fixed point where
     *     {@link SparseInduction#fixedPoint}, and nothing is known of others
     */
    public static SparseFixedPoint of(SparseInduction induction) {
        if (!induction.onTrueSupport()) {
            throw new IllegalArgumentException("the induction is " + induction + "; it must be on the true support");
        }
        return new SparseFixedPoint(induction);
    }

    /** The greatest with q below 1, which grows with the angle; 0 if that one is not mapped into itself. */
    private double greatestCap() {
        double contracting = Bisection.last(angle -> rate(angle) < 1, 0, RIGHT_ANGLE);
        return contracting >= LEAST && holds(contracting) ? contracting : 0;
    }

    private boolean holds(double angle) {
        return induction.after(0, angle) <= angle;
    }

    private double rate(double angle) {
        return induction.lipschitz(CertifiedSteps.delta(angle));
    }

    /** Where the induction ends: each angle on the way has a cap that a step maps into itself. */
    private double end(double start) {
        double angle = start;
        double next = induction.after(0, angle);
        for (int step = 0; step < MOST_STEPS && next < angle; step++) {
            angle = next;
            next = induction.after(0, angle);
        }
        return angle;
    }

    private boolean entersCap(double start) {
        double angle = start;
        for (int step = 0; step < MOST_STEPS && angle > cap; step++) {
            double next = induction.after(0, angle);
            if (!(next < angle)) {
                return false;
            }
            angle = next;
        }
        return angle <= cap;
    }

    /**
     * Tells within which distance of the dictionary there is exactly one fixed point.
     *
     * @return the greatest delta; 0 if nothing is certified
     */
    public double uniqueWithin() {
        return CertifiedSteps.delta(cap);
    }

    /**
     * Returns the factor by which a step brings weights nearer to the fixed point, at worst, once they are as near to the
     * dictionary as the induction leads.
     *
     * @return q there, below 1; NaN if nothing is certified
     */
    public double rate() {
        return rate;
    }

    /**
     * Tells within which distance of the dictionary every start converges to the fixed point.
     *
     * @return the greatest delta, at least {@link #uniqueWithin}; 0 if nothing is certified
     */
    public double basin() {
        return CertifiedSteps.delta(basin);
    }

    /**
     * Bounds how far computed weights are from the fixed point: {@code max_i ||F(What)_i - What_i|| / (1 - q)}, with 1e-13
     * added to the movement for rounding, and q of the least cap found that holds What and is mapped into itself.
     *
     * @param weights What, DOUBLE, {@code n x m}; with columns of length 1 to 1e-6
     * @return the bound in {@code max_i ||What_i - W*_i||}; infinite if What is not within {@link #uniqueWithin}, or
     *     nothing is certified
     * @throws IllegalArgumentException if the shape or type is not the dictionary's, or columns have other lengths
     */
    public double error(INDArray weights) {
        GenerativeModel model = induction.model();
        Checks.matrix("weights", weights, model.features(), model.units(), "the shape of the model's dictionary");
        HeapColumns point = HeapColumns.of("weights", weights);
        Checks.between("the weights' greatest deviation from length 1", point.normDeviation(), 0, UNIT_TOLERANCE);
        double distance = distance(point, HeapColumns.of("dictionary", model.dictionary()));
        if (cap == 0 || distance > uniqueWithin()) {
            return Double.POSITIVE_INFINITY;
        }
        INDArray bias = Nd4j.zeros(weights.dataType(), model.units());
        INDArray next = new PopulationDynamics(model, bias, induction.learningRate()).update(weights);
        double movement = distance(point, HeapColumns.of("F(weights)", next)) + ROUNDING;
        return movement / (1 - rate(leastCap(CertifiedSteps.angle(distance))));
    }

    /** An angle from the given one on whose cap is mapped into itself: {@link #cap} is one. */
    private double leastCap(double least) {
        for (double angle = Math.max(least, LEAST); angle < cap; angle *= GROWTH) {
            if (holds(angle)) {
                return angle;
            }
        }
        return cap;
    }

    private static double distance(HeapColumns left, HeapColumns right) {
        double[] distances = new double[left.count()];
        Arrays.setAll(distances, i -> left.distance(i, right, i, 1));
        return Arrays.stream(distances).max().orElseThrow();
    }

    /**
     * Reports whether every start within a distance of the dictionary converges to one fixed point. The certificate is
     * sufficient: beyond {@link #basin} the report is {@code INCONCLUSIVE}.
     *
     * @param delta the distance, at least 0
     * @return the report; findings: where the fixed point is unique, and q there
     * @throws IllegalArgumentException if delta is negative or not finite
     */
    public Report report(double delta) {
        Checks.nonNegative("delta", delta);
        return Report.on(
                        CodeSupport.TRUE.statement(
                                "there is exactly one fixed point near the dictionary, and every start"
                                        + " within delta converges to it"),
                        Statement.of("(C6.K)"))
                .claiming(new Bound("rate near the dictionary", rate, BELOW, 1, 0, rate))
                .claiming(new Bound("basin", basin(), AT_LEAST, delta, basin(), Double.POSITIVE_INFINITY))
                .with("uniqueWithin", uniqueWithin());
    }

    @Override
    public String toString() {
        return "SparseFixedPoint[unique within " + uniqueWithin() + " at rate " + rate + ", basin=" + basin() + "]";
    }
}
