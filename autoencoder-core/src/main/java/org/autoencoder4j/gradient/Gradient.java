package org.autoencoder4j.gradient;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import org.autoencoder4j.backend.internal.Norms;
import org.autoencoder4j.network.Parameters;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a gradient source says of the present parameters, whatever their kind: the loss, how active the units are, and the
 * gradient's arrays by the names of the {@link Parameters}. Concrete kinds name them in methods, too.
 */
public interface Gradient {
    /**
     * Returns the gradient with respect to each array of the parameters that it speaks of. The others are not trained.
     *
     * @return the arrays, of the shapes of the parameters' arrays of the same names; valid until the evaluator's next call
     */
    Map<String, INDArray> arrays();

    /**
     * Returns the loss at the parameters, in the convention of the paper in question (paper 1: the mean over samples).
     *
     * @return the loss
     */
    double loss();

    /**
     * Returns the Frobenius norm of the gradient over the arrays that the paper's rule trains by it.
     *
     * @return the norm, at least 0; by default over all {@link #arrays}
     */
    default double norm() {
        return norm(arrays().keySet());
    }

    /**
     * Returns the Frobenius norm of the gradient over some of the arrays.
     *
     * @param names which of the {@link #arrays}
     * @return the norm, at least 0
     */
    default double norm(Collection<String> names) {
        Map<String, INDArray> arrays = arrays();
        return names.stream()
                .mapToDouble(name -> Norms.frobenius(Objects.requireNonNull(arrays.get(name), name), 0))
                .reduce(0, Math::hypot);
    }

    /**
     * Returns by how much rounding alone may lift the loss of parameters that reconstruct everything: a smaller rise says
     * nothing.
     *
     * @return at least 0; by default 0
     */
    default double lossResolution() {
        return 0;
    }

    /**
     * Returns the mean number of active hidden units per sample.
     *
     * @return the mean L0 of the codes
     */
    double meanL0();

    /**
     * Returns the number of hidden units that no sample activates.
     *
     * @return a number between 0 and the number of units
     */
    int deadUnits();

    /**
     * Returns a gradient that has nothing but these numbers.
     *
     * @param arrays the arrays by the names of the parameters; kept, not copied
     * @param activity for each hidden unit the fraction of samples that activate it, a vector
     * @param loss the loss
     * @return the gradient
     */
    static NamedGradient of(Map<String, INDArray> arrays, INDArray activity, double loss) {
        return new NamedGradient(arrays, activity, loss, 0);
    }
}
