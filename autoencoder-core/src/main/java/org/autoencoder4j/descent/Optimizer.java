package org.autoencoder4j.descent;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Turns a gradient into the direction of a step: parameters move by minus the learning rate times the direction. What it
 * remembers from step to step are arrays that the run owns, saves and restores, so an optimizer itself is immutable and
 * threads may share it.
 */
public interface Optimizer {
    /**
     * Names what is remembered for each array of the parameters.
     *
     * @return the names, in the order in which {@link #direction} is given the arrays; by default none
     */
    default List<String> memory() {
        return List.of();
    }

    /**
     * Computes the direction for one array of the parameters. It is called once for each update and array; an update that
     * is undone and repeated at a smaller learning rate keeps its direction.
     *
     * @param gradient the gradient, which is not changed
     * @param memory an array of the gradient's shape and type for each of the {@link #memory} names, 0 before the first
     *     update; changed in place
     * @param scratch an array of that shape and type for the result, whose content means nothing
     * @param update the number of this update, 1 for the first
     * @return the direction: the gradient itself, one of the memory, or the scratch array
     */
    INDArray direction(INDArray gradient, List<INDArray> memory, INDArray scratch, long update);

    /**
     * Returns the name and the settings, by which a checkpoint knows the optimizer again: two that compute different
     * directions have different names.
     *
     * @return for example {@code momentum(0.9)}
     */
    String name();

    /**
     * Returns the optimizer of plain gradient descent, whose direction is the gradient.
     *
     * @return the plain optimizer
     */
    static Optimizer plain() {
        return new PlainOptimizer();
    }

    /**
     * Returns momentum (the heavy ball): the direction is the velocity {@code v_t = mu v_{t-1} + g_t} with {@code v_0 = 0}.
     *
     * @param factor mu, in [0, 1)
     * @return the optimizer
     * @throws IllegalArgumentException if the factor is not in [0, 1)
     */
    static Optimizer momentum(double factor) {
        return new Momentum(factor);
    }

    /**
     * Returns Adam with its authors' settings: decays 0.9 and 0.999, epsilon 1e-8.
     *
     * @return the optimizer
     */
    static Optimizer adam() {
        return adam(0.9, 0.999, 1e-8);
    }

    /**
     * Returns Adam: with {@code m_t = beta1 m_{t-1} + (1 - beta1) g_t} and {@code v_t = beta2 v_{t-1} + (1 - beta2) g_t^2},
     * entry by entry, the direction is
     *
     * <pre>
     *   (m_t / (1 - beta1^t)) / (sqrt(v_t / (1 - beta2^t)) + epsilon).
     * </pre>
     *
     * @param firstDecay beta1, in [0, 1)
     * @param secondDecay beta2, in [0, 1)
     * @param epsilon finite and above 0
     * @return the optimizer
     * @throws IllegalArgumentException if an argument is out of range
     */
    static Optimizer adam(double firstDecay, double secondDecay, double epsilon) {
        return new Adam(firstDecay, secondDecay, epsilon);
    }
}
