package org.autoencoder4j.ntk.convergence;

import java.util.OptionalDouble;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Reference;
import org.autoencoder4j.report.Relation;
import org.autoencoder4j.report.Report;

/**
 * The four theorems of linear convergence: which width, which step, how fast, and with which probability. They say that
 * {@code ||X - U||_F^2} falls at least as {@code exp(-lambda t / d)} along the flow, or as {@code (1 - eta lambda / (2d))^k}
 * by descent. Lambda is lambda_0 where only W learns, and lambda_H where both layers do.
 *
 * <p>The weak ones have all constants; {@code delta} is a part of their failure probability. The joint ones have an unknown
 * factor C, and their {@code width} is m / C, so that they guarantee nothing. The proof of Theorem 5.2 does not hold, see {@link #report}.
 *
 * <p>Immutable; threads may share it.
 */
public enum ConvergenceTheorem {
    /**
     * Only W learns, by the flow: {@code m >= 512 n^5 d^4 lambda_n / (lambda_0^4 delta^3)}, and that of {@link
     * InitialKernels#weakWidth}.
     *
     * @paper NWH-NTK Theorem 4.1 (corrected: delta^3)
     */
    WEAK_FLOW("Theorem 4.1", Dynamics.FLOW, Layers.WEAK),
    /**
     * Only W learns, by descent: {@code m >= max(2048 n^5 d^4 lambda_n / (lambda_0^4 delta^3), 131072 n^3 d^4 lambda_n /
     * (lambda_0^4 delta))}, and that of {@link InitialKernels#weakWidth}.
     *
     * @paper NWH-NTK Theorem 4.2, with its constants
     */
    WEAK_DESCENT("Theorem 4.2", Dynamics.DESCENT, Layers.WEAK),
    /**
     * Both layers learn, by the flow: {@code m / C >= n d lambda_n^2 h / (lambda_H^4 delta)} with {@code h = max(lambda_n,
     * ||H_inf||)}.
     *
     * @paper NWH-NTK Theorem 5.1 (corrected: lambda_H, h and delta)
     */
    JOINT_FLOW("Theorem 5.1", Dynamics.FLOW, Layers.JOINT),
    /**
     * Both layers learn, by descent: the width of {@link #JOINT_FLOW}.
     *
     * @paper NWH-NTK Theorem 5.2 (corrected; its proof has a hole)
     */
    JOINT_DESCENT("Theorem 5.2", Dynamics.DESCENT, Layers.JOINT);

    private enum Layers {
        WEAK,
        JOINT
    }

    /** Whether a width is known up to a factor. */
    public enum Factor {
        /** All constants are known. */
        EXPLICIT,
        /** A factor C, which depends on nothing, is not known: the width is m / C. */
        UNKNOWN
    }

    /** The three events that must not fail: the kernel at the start, its change (each delta), the residual (3/4 delta). */
    private static final double EVENTS = 2.75;

    private static final double SMALLEST_DELTA = 1e-300;

    private final String item;
    private final Dynamics dynamics;
    private final Layers layers;

    ConvergenceTheorem(String item, Dynamics dynamics, Layers layers) {
        this.item = item;
        this.dynamics = dynamics;
        this.layers = layers;
    }

    /**
     * Returns where the theorem is from.
     *
     * @return the reference
     */
    public Reference reference() {
        return Reference.corrected("NWH-NTK", item);
    }

    /**
     * Tells how weights move.
     *
     * @return flow or descent
     */
    public Dynamics dynamics() {
        return dynamics;
    }

    /**
     * Tells whether the width is known up to a factor.
     *
     * @return {@code EXPLICIT} for the weak ones, {@code UNKNOWN} for the joint ones
     */
    public Factor factor() {
        return layers == Layers.WEAK ? Factor.EXPLICIT : Factor.UNKNOWN;
    }

    /**
     * Returns the eigenvalue that sets the rate.
     *
     * @param constants the samples' constants
     * @return lambda_0 for the weak ones, lambda_H for the joint ones
     */
    public double lambda(KernelConstants constants) {
        return layers == Layers.WEAK ? constants.lambda0() : constants.lambdaH();
    }

    /**
     * Returns the width that the theorem asks for, by the formula of the constant.
     *
     * @param constants the samples' constants
     * @param delta above 0 and at most 1
     * @return m if the factor is explicit, m / C else; infinite if lambda is 0
     * @throws IllegalArgumentException if delta is outside its range
     */
    public double width(KernelConstants constants, double delta) {
        Probabilities.check(delta);
        double n = constants.samples();
        double d = constants.features();
        double lambdaN = constants.lambdaN();
        double fourth = Math.pow(lambda(constants), 4);
        if (layers == Layers.JOINT) {
            return n * d * lambdaN * lambdaN * constants.h() / (fourth * delta);
        }
        double base = n * n * n * Math.pow(d, 4) * lambdaN / (fourth * delta);
        double drift = n * n * base / (delta * delta);
        double sized = dynamics == Dynamics.FLOW ? 512 * drift : Math.max(2048 * drift, 131072 * base);
        return Math.max(sized, InitialKernels.weakWidth(constants, delta));
    }

    /**
     * Returns the step of descent: {@code lambda_0 / (4 n d lambda_n)} for Theorem 4.2; {@code lambda_H sqrt(delta / 2) / (64 n
     * lambda_n)} for Theorem 5.2, which lacks the root in print.
     *
     * @param constants the samples' constants
     * @param delta above 0 and at most 1
     * @return eta; none for a flow
     * @throws IllegalArgumentException if delta is outside its range
     */
    public OptionalDouble step(KernelConstants constants, double delta) {
        Probabilities.check(delta);
        if (dynamics == Dynamics.FLOW) {
            return OptionalDouble.empty();
        }
        double base = lambda(constants) / (4 * constants.samples() * constants.lambdaN());
        return OptionalDouble.of(
                layers == Layers.WEAK ? base / constants.features() : base * Math.sqrt(delta / 2) / 16);
    }

    /**
     * Returns how long it takes until {@code ||X - U||_F^2} is a given fraction of its start: the time {@code d log(1 /
     * accuracy) / lambda} of a flow, or the number of steps, {@code log(accuracy) / log(1 - eta lambda / (2d))} rounded up.
     *
     * @param constants the samples' constants
     * @param delta above 0 and at most 1; it sets the step of Theorem 5.2
     * @param accuracy the fraction, above 0 and at most 1
     * @return a time or a number of steps; infinite if lambda is 0
     * @throws IllegalArgumentException if delta or accuracy is outside its range
     */
    public double duration(KernelConstants constants, double delta, double accuracy) {
        Checks.between("accuracy", Checks.positive("accuracy", accuracy), 0, 1);
        double rate = lambda(constants) / constants.features();
        OptionalDouble step = step(constants, delta);
        double log = Math.abs(Math.log(accuracy));
        return step.isEmpty() ? log / rate : Math.ceil(log / -Math.log1p(-step.getAsDouble() * rate / 2));
    }

    /**
     * Bounds the probability that a start of enough width fails. Weak: {@code 2.75 delta}, for the kernel at the start, its
     * change and the residual; descent adds {@code n exp(-2.7 m R)} for its flipped units. Joint: delta, as the theorems say.
     *
     * @param constants the samples' constants
     * @param units m, above 0
     * @param delta above 0 and at most 1
     * @return the bound, at most 1
     * @throws IllegalArgumentException if units or delta is outside its range
     */
    public double failureProbability(KernelConstants constants, double units, double delta) {
        return Math.min(1, failures(constants, units, delta));
    }

    private double failures(KernelConstants constants, double units, double delta) {
        Probabilities.check(delta);
        Checks.positive("units", units);
        if (layers == Layers.JOINT) {
            return delta;
        }
        double flips = UnitFlips.failureBound(units, WeakRadii.radius(constants, dynamics, delta));
        return EVENTS * delta + (dynamics == Dynamics.FLOW ? 0 : constants.samples() * flips);
    }

    /**
     * Answers the inverse question, by the width alone: which delta it allows. {@link #report} has the other conditions. For
     * a joint theorem the answer is worth what the assumed factor is.
     *
     * @param constants the samples' constants
     * @param units m, above 0
     * @param assumedFactor the C of a joint theorem, above 0, as an assumption; ignored by the weak ones
     * @return the smallest delta, to 1e-12 relative, whose width is at most m; empty if even delta = 1 asks for more
     * @throws IllegalArgumentException if units or assumedFactor is outside its range
     */
    public OptionalDouble smallestDelta(KernelConstants constants, double units, double assumedFactor) {
        Checks.positive("assumedFactor", assumedFactor);
        double allowed = Checks.positive("units", units) / (factor() == Factor.EXPLICIT ? 1 : assumedFactor);
        if (width(constants, 1) > allowed) {
            return OptionalDouble.empty();
        }
        double low = Math.log(SMALLEST_DELTA);
        double high = 0;
        while (high - low > 1e-12) {
            double middle = (low + high) / 2;
            if (width(constants, Math.exp(middle)) <= allowed) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return OptionalDouble.of(Math.exp(high));
    }

    /**
     * Reports whether the theorem guarantees linear convergence at a width: whether m is at least {@link #width} and the
     * failure probability below 1. Condition: lambda is above 0.
     *
     * <p>FAILS says that nothing is guaranteed, and not that the run will fail. A joint one never HOLDS, since its C is not
     * known: it is INCONCLUSIVE at any width and any delta below 1, and the assumed factor stands in the report with the
     * greatest C at which m would be enough, {@code m / width}.
     *
     * <p>Theorem 5.2 has one more condition, its proof's {@code 8 eta lambda_n / d <= eta lambda_H / (8d)} on the units that
     * flip, which is never true, since {@code lambda_n >= 1} and {@code lambda_H <= 1/2}: it is NOT_APPLICABLE to any samples.
     * What holds instead can be measured along a run: {@code ||Kperp(k)|| <= lambda_H / 16} at each step.
     *
     * @param constants the samples' constants
     * @param units m, above 0
     * @param delta above 0 and at most 1
     * @param assumedFactor the C of a joint theorem, above 0, as an assumption; ignored by the weak ones
     * @return the report
     * @throws IllegalArgumentException if a number is outside its range
     */
    public Report report(KernelConstants constants, double units, double delta, double assumedFactor) {
        double width = width(constants, delta);
        double failures = failures(constants, units, delta);
        Report report = Report.on(
                        "the theorem guarantees that gradient " + (dynamics == Dynamics.FLOW ? "flow" : "descent")
                                + " converges linearly at this width",
                        reference())
                .requiring(Bound.exact("lambda", lambda(constants), Relation.ABOVE, 0))
                .claiming(
                        factor() == Factor.EXPLICIT
                                ? Bound.exact("m", units, Relation.AT_LEAST, width)
                                : assumed(Checks.positive("assumedFactor", assumedFactor), units / width))
                .claiming(Bound.exact("bound on failures", failures, Relation.BELOW, 1));
        if (this == JOINT_DESCENT) {
            report = report.requiring(new Bound(
                    "8 lambda_n, of the units that flip",
                    8 * constants.lambdaN(),
                    Relation.AT_MOST,
                    constants.lambdaH() / 8));
        }
        OptionalDouble step = step(constants, delta);
        return step.isPresent() ? report.with("step", step.getAsDouble()) : report;
    }

    /** Undecided for any factor, as C may be any number above 0. */
    private static Bound assumed(double factor, double greatest) {
        return new Bound(
                "C, which is not known and assumed,", factor, Relation.AT_MOST, greatest, 0, Double.POSITIVE_INFINITY);
    }
}
