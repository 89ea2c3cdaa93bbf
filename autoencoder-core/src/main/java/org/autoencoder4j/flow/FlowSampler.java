package org.autoencoder4j.flow;

import java.util.function.Consumer;
import org.apache.commons.math3.ode.sampling.StepHandler;
import org.apache.commons.math3.ode.sampling.StepInterpolator;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Shows a listener the states at given times, as the integrator passes them. */
final class FlowSampler implements StepHandler {
    private final FlowEquations equations;
    private final INDArray samples;
    private final double[] times;
    private final Consumer<FlowState> listener;
    private int next;

    FlowSampler(FlowEquations equations, INDArray samples, double[] times, Consumer<FlowState> listener) {
        this.equations = equations;
        this.samples = samples;
        this.times = times;
        this.listener = listener;
    }

    @Override
    public void init(double t0, double[] y0, double t) {
        next = 0;
    }

    @Override
    public void handleStep(StepInterpolator interpolator, boolean isLast) {
        double now = interpolator.getCurrentTime();
        // The last time is reached to rounding only.
        double reached = now * (1 + 1e-11);
        while (next < times.length && times[next] <= reached) {
            interpolator.setInterpolatedTime(Math.min(times[next], now));
            listener.accept(
                    new FlowState(times[next], equations.autoencoder(interpolator.getInterpolatedState()), samples));
            next++;
        }
    }
}
