package org.autoencoder4j.flow;

import org.apache.commons.math3.ode.ContinuousOutputModel;
import org.autoencoder4j.backend.Checks;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A gradient flow from time 0 to an end, whose state at any time between can be asked for: the method's own
 * interpolation, about as exact as its steps. Not to be shared by threads.
 */
public final class FlowTrajectory {
    private final FlowEquations equations;
    private final ContinuousOutputModel model;
    private final INDArray samples;
    private final double end;

    FlowTrajectory(FlowEquations equations, ContinuousOutputModel model, INDArray samples, double end) {
        this.equations = equations;
        this.model = model;
        this.samples = samples;
        this.end = end;
    }

    /**
     * Returns the last time.
     *
     * @return the end, above 0
     */
    public double end() {
        return end;
    }

    /**
     * Returns the state at a time.
     *
     * @param time t, between 0 and the end
     * @return the state
     * @throws IllegalArgumentException if the time is not in that range
     */
    public FlowState at(double time) {
        Checks.between("time", time, 0, end);
        model.setInterpolatedTime(time);
        return new FlowState(time, equations.autoencoder(model.getInterpolatedState()), samples);
    }

    @Override
    public String toString() {
        return "FlowTrajectory[end=" + end + "]";
    }
}
