package org.autoencoder4j.flow;

import java.util.function.Consumer;
import org.apache.commons.math3.exception.MaxCountExceededException;
import org.apache.commons.math3.exception.NumberIsTooSmallException;
import org.apache.commons.math3.ode.ContinuousOutputModel;
import org.apache.commons.math3.ode.events.EventHandler;
import org.apache.commons.math3.ode.nonstiff.DormandPrince853Integrator;
import org.apache.commons.math3.ode.sampling.StepHandler;
import org.apache.commons.math3.ode.sampling.StepInterpolator;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.gradient.TwoLayerSampleGradient;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.progress.Work;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Gradient descent with infinitely small steps: {@code dW/dt = -gradient_W} and {@code dA/dt = -gradient_A}, for those of
 * the two that a regime trains, with the gradients of {@link TwoLayerSampleGradient}. The outputs then follow
 * {@code d vec(U)/dt = (1/d) K(t) vec(X - U)} with the kernel K of the regime, and k steps of descent at the rate eta
 * stay near time {@code t = k eta}.
 *
 * <p>It is integrated by Dormand and Prince's method of order 8 with adaptive steps, in DOUBLE whatever the type of the
 * samples. The right-hand side jumps where a pre-activation changes its sign: such times are located, and the method
 * starts again there. Often both sides of a kink of ReLU push a neuron back to it, when the sample whose pre-activation
 * vanishes pushes harder than all others together. The ODEs as printed have no solution from there on. Descent then
 * jumps to and fro, and the flow does what descent tends to: it slides along the kink (Filippov's solution).
 *
 * <p>Memory: four arrays {@code n x m} and the integrator's some 20 vectors. Cost: 12 gradients for a step, and some 30
 * more for each change of sign; meant for networks of moderate size. Immutable; threads may share it.
 *
 * @paper NWH-NTK eq. (4.4), (5.6), (5.7) (corrected)
 */
public final class GradientFlow {
    private static final double DEFAULT_TOLERANCE = 1e-9;
    private static final long MOST_EVALUATIONS = 5_000_000;
    /** Steps are looked through for changes of sign at least so many times in a run. */
    private static final int LEAST_CHECKS = 100;

    private static final long THOUSANDTHS = 1000;

    private final INDArray samples;
    private final Regime regime;
    private final double tolerance;

    private GradientFlow(INDArray samples, Regime regime, double tolerance) {
        this.samples = samples;
        this.regime = regime;
        this.tolerance = tolerance;
    }

    /**
     * Makes the flow on given samples, with the tolerance 1e-9.
     *
     * @param samples X, {@code n x d} with finite entries, FLOAT or DOUBLE; copied
     * @param regime what changes
     * @return the flow
     * @throws IllegalArgumentException if samples is no such matrix
     */
    public static GradientFlow of(INDArray samples, Regime regime) {
        Checks.finite("samples", Checks.matrix("samples", samples));
        return new GradientFlow(samples.dup('c'), regime, DEFAULT_TOLERANCE);
    }

    /**
     * Chooses how exact the flow is.
     *
     * @param value the error that one step may make in a weight w, relative to {@code 1 + |w|}; between 1e-13 and 0.1
     * @return a new flow
     * @throws IllegalArgumentException if the value is out of its range
     */
    public GradientFlow withTolerance(double value) {
        return new GradientFlow(samples, regime, Checks.between("tolerance", value, 1e-13, 0.1));
    }

    /**
     * Follows the flow and keeps all of it, so that the state at any time can be asked for. Memory: about
     * {@code 16 d m} numbers in DOUBLE (32 if both layers are trained) for each of the integrator's steps; to look at
     * large networks use {@link #follow}.
     *
     * @param start where it begins, of the samples' type, with d features, weight-tied exactly if the regime is
     * @param end the last time, finite and above 0
     * @return the flow from time 0 to the end
     * @throws IllegalArgumentException if an argument breaks these rules
     * @throws IllegalStateException if the integrator cannot get on
     */
    public FlowTrajectory trajectory(TwoLayerAutoencoder start, double end) {
        Checks.positive("end", end);
        FlowEquations equations = equations(start);
        ContinuousOutputModel model = new ContinuousOutputModel();
        integrate(equations, model, end);
        return new FlowTrajectory(equations, model, samples, end);
    }

    /**
     * Follows the flow and shows its state at given times. Memory does not grow with their number.
     *
     * @param start where it begins, of the samples' type, with d features, weight-tied exactly if the regime is
     * @param times when, ascending, the first at least 0, the last above 0
     * @param listener is shown each state, which it may keep
     * @throws IllegalArgumentException if an argument breaks these rules
     * @throws IllegalStateException if the integrator cannot get on
     */
    public void follow(TwoLayerAutoencoder start, double[] times, Consumer<FlowState> listener) {
        double last = 0;
        for (double time : times) {
            last = Checks.between("times", time, last, Double.MAX_VALUE);
        }
        Checks.positive("the last of times", last);
        FlowEquations equations = equations(start);
        integrate(equations, new FlowSampler(equations, samples, times.clone(), listener), last);
    }

    private FlowEquations equations(TwoLayerAutoencoder start) {
        // The gradient's own checks of what fits, so that both refuse the same.
        TwoLayerSampleGradient.of(Batches.of(samples), regime).at(start, 0);
        INDArray inDouble = samples.castTo(DataType.DOUBLE);
        double longest = inDouble.norm2(1).maxNumber().doubleValue();
        return new FlowEquations(inDouble, regime, start, 10 * tolerance * (longest > 0 ? longest : 1));
    }

    /** Integrates piece by piece, each with one pattern of signs. */
    private void integrate(FlowEquations equations, StepHandler handler, double end) {
        try (Work work = Work.begin("gradient flow: thousandths of the time", THOUSANDTHS)) {
            integrate(equations, handler, end, work);
            work.reach(THOUSANDTHS);
        }
    }

    private void integrate(FlowEquations equations, StepHandler handler, double end, Work work) {
        double[] y = equations.start();
        double t = 0;
        long evaluations = 0;
        handler.init(t, y, end);
        while (end - t > 1e-12 * end) {
            DormandPrince853Integrator integrator =
                    new DormandPrince853Integrator(end * 1e-16, end, tolerance, tolerance);
            integrator.setMaxEvaluations((int) (MOST_EVALUATIONS - evaluations));
            integrator.addStepHandler(new FlowPiece(handler, end, work));
            if (regime.trainsEncoder()) {
                integrator.addEventHandler(new SignChange(equations), end / LEAST_CHECKS, end * 1e-13, 100);
            }
            try {
                t = integrator.integrate(equations, t, y, end, y);
            } catch (MaxCountExceededException | NumberIsTooSmallException e) {
                throw new IllegalStateException(
                        "the flow stops at t = " + integrator.getCurrentStepStart() + " of " + end
                                + " since its steps became too short or too many (" + e.getMessage()
                                + "); a larger tolerance than " + tolerance + " or an earlier end may help",
                        e);
            }
            evaluations += integrator.getEvaluations();
            if (t < end) {
                equations.update(y);
            }
        }
    }

    /** The handler of a whole run, in one of its pieces. */
    private record FlowPiece(StepHandler whole, double end, Work work) implements StepHandler {
        @Override
        public void init(double t0, double[] y0, double t) {
            // The run has begun already.
        }

        @Override
        public void handleStep(StepInterpolator interpolator, boolean isLast) {
            whole.handleStep(interpolator, isLast);
            work.reach((long) (THOUSANDTHS * (interpolator.getCurrentTime() / end)));
        }
    }

    /** Ends a piece where the signs no longer fit the pattern. */
    private record SignChange(FlowEquations equations) implements EventHandler {
        @Override
        public void init(double t0, double[] y0, double t) {
            // Nothing to prepare.
        }

        @Override
        public double g(double t, double[] y) {
            return equations.margin(y);
        }

        @Override
        public Action eventOccurred(double t, double[] y, boolean increasing) {
            return Action.STOP;
        }

        @Override
        public void resetState(double t, double[] y) {
            // The state is continuous.
        }
    }

    @Override
    public String toString() {
        return "GradientFlow[" + regime + ", " + samples.rows() + " samples, tolerance=" + tolerance + "]";
    }
}
