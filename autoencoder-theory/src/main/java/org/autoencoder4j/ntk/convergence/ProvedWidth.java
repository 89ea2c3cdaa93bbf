package org.autoencoder4j.ntk.convergence;

import java.util.Comparator;
import java.util.List;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.report.Reference;

/**
 * A width at which a theorem holds with probability at least 1 - delta over the start, with all its constants.
 *
 * <p>Immutable; threads may share it.
 */
public final class ProvedWidth {
    private static final String OURS = "autoencoder4j";

    /** No probability of use is smaller. */
    private static final double LEAST_DELTA = 1e-300;

    private final String tag;
    private final String formula;
    private final Step step;
    private final Formula width;

    /** Which steps of descent it is about. */
    public enum Step {
        /** None: the weights follow the flow. */
        FLOW,
        /** All up to {@link ConvergenceTheorem#largestStep}, which depends on the samples alone. */
        STATED,
        /**
         * All up to {@code 0.2 d / (Lambda + L_g sqrt(d) e(0))} of the start, which is at most the largest step of its certificate
         * {@code JointStart.descent(c, gamma, FlipBound.COUNTED)} with c = 0.4 for T5.2b-log and c = 0.6 for T5.2c-log. A certificate
         * with another c may have a longer step at a lower rate.
         */
        OF_THE_START
    }

    /** The width, of the samples' constants and delta; infinite if lambda is 0. */
    @FunctionalInterface
    interface Formula {
        double units(KernelConstants constants, double delta);
    }

    ProvedWidth(String tag, Step step, String formula, Formula width) {
        this.tag = tag;
        this.step = step;
        this.formula = formula;
        this.width = width;
    }

    /** One that holds at a width and states its step, or one that holds, or that of the least width. */
    static ProvedWidth deciding(List<ProvedWidth> proofs, KernelConstants constants, double units, double delta) {
        List<ProvedWidth> holding = proofs.stream()
                .filter(proof -> proof.width(constants, delta) <= units)
                .toList();
        return holding.stream()
                .filter(proof -> proof.step == Step.STATED)
                .findFirst()
                .or(() -> holding.stream().findFirst())
                .orElseGet(() -> least(proofs, constants, delta));
    }

    /** The first of those with the least width. */
    static ProvedWidth least(List<ProvedWidth> proofs, KernelConstants constants, double delta) {
        return proofs.stream()
                .min(Comparator.comparingDouble(proof -> proof.width(constants, delta)))
                .orElseThrow();
    }

    static Reference reference(String item) {
        return Reference.asPrinted(OURS, item);
    }

    /**
     * Returns where the proof is: in docs/CONVERGENCE.md.
     *
     * @return the reference, for example {@code autoencoder4j T5.1-log}
     */
    public Reference reference() {
        return reference(tag);
    }

    /**
     * Returns the width in words.
     *
     * @return the formula
     */
    public String formula() {
        return formula;
    }

    /**
     * Tells which steps of descent it is about.
     *
     * @return the rule of the step
     */
    public Step step() {
        return step;
    }

    /**
     * Returns the width.
     *
     * @param constants the samples' constants
     * @param delta the probability of failure, above 0 and at most 1
     * @return m; infinite if lambda is 0
     * @throws IllegalArgumentException if delta is outside its range
     */
    public double width(KernelConstants constants, double delta) {
        Probabilities.check(delta);
        return width.units(constants, delta);
    }

    /**
     * Answers the inverse question: the smallest delta whose width is at most m. Every width falls with delta.
     *
     * @param constants the samples' constants
     * @param units m, above 0
     * @return the probability of failure, to 1e-12 relative and not below 1e-300; 1 if nothing is guaranteed at this width
     * @throws IllegalArgumentException if units is not above 0
     */
    public double failureProbability(KernelConstants constants, double units) {
        Checks.positive("units", units);
        double low = Math.log(LEAST_DELTA);
        double high = 0;
        while (high - low > 1e-12) {
            double middle = (low + high) / 2;
            if (width.units(constants, Math.exp(middle)) <= units) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return Math.exp(high);
    }

    /** The name of the width in reports, for example widthT52aLog. */
    String finding() {
        int dash = tag.indexOf('-');
        String proof = dash < 0 ? "" : Character.toUpperCase(tag.charAt(dash + 1)) + tag.substring(dash + 2);
        return "width" + tag.substring(0, dash < 0 ? tag.length() : dash).replace(".", "") + proof;
    }

    /**
     * Returns the reference and the formula.
     *
     * @return one line
     */
    @Override
    public String toString() {
        return reference() + ": m >= " + formula;
    }
}
