package org.autoencoder4j.descent;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.gradient.Gradient;
import org.autoencoder4j.gradient.GradientSource;
import org.autoencoder4j.network.Parameters;
import org.autoencoder4j.train.UpdateRule;

/**
 * Descent for parameters of any kind: with the gradient g_s of a source, the learning rate zeta_s and the direction D that
 * an optimizer makes of the gradients so far,
 *
 * <pre>
 *   theta_{s+1} = constrain(theta_s - zeta_s D(g_0, ..., g_s)),
 * </pre>
 *
 * <p>array by array, by the names that {@link Parameters} and {@link Gradient} share; an array can have a factor of its own
 * in front of the rate. An array of which the gradient does
 * not speak stays as it is. One that follows a {@link BiasSchedule} does not move along its gradient; leave the schedule
 * away, and the bias is learnt.
 *
 * <p>Immutable; threads may share it, and each run has buffers of its own. Memory of a run: two sets of parameters and the
 * gradient, a third set once a loss has risen, one gradient more if the rate backs off, and what the optimizer
 * remembers with one array more for each.
 *
 * @param <P> the parameters
 */
public final class Descent<P extends Parameters<P>> implements UpdateRule<P> {
    private final GradientSource<P, ? extends Gradient> source;
    private final LearningRate learningRate;
    private final Optimizer optimizer;
    private final Map<String, List<Constraint>> constraints;
    private final Map<String, Double> factors;
    private final Parameters.Reader<P> reader;
    private final Rounding rounding;

    /** How often a moved number is rounded. The kinds differ so that the bits of earlier runs stay. */
    enum Rounding {
        /** As the BLAS adds a multiple: once where the processor can. */
        ONCE,
        /** So, but after the product and after the sum if an update is repeated at a smaller rate. */
        TWICE_IF_REPEATED,
        /** After the product and after the sum. */
        TWICE
    }

    private Descent(
            GradientSource<P, ? extends Gradient> source,
            LearningRate learningRate,
            Optimizer optimizer,
            Map<String, List<Constraint>> constraints,
            Map<String, Double> factors,
            Parameters.Reader<P> reader,
            Rounding rounding) {
        this.source = source;
        this.learningRate = learningRate;
        this.optimizer = optimizer;
        this.constraints = Collections.unmodifiableMap(constraints);
        this.factors = Collections.unmodifiableMap(factors);
        this.reader = reader;
        this.rounding = rounding;
    }

    /**
     * Makes a rule of plain gradient descent without constraints.
     *
     * @param source where gradients come from; a lambda will do
     * @param learningRate the learning rate; one that backs off unless the step is known to be short enough
     * @param reader reads the parameters of a checkpoint, for example {@code TiedAutoencoder::load}
     * @param <P> the parameters
     * @return the rule
     */
    public static <P extends Parameters<P>> Descent<P> of(
            GradientSource<P, ? extends Gradient> source, LearningRate learningRate, Parameters.Reader<P> reader) {
        return of(source, learningRate, reader, Rounding.ONCE);
    }

    static <P extends Parameters<P>> Descent<P> of(
            GradientSource<P, ? extends Gradient> source,
            LearningRate learningRate,
            Parameters.Reader<P> reader,
            Rounding rounding) {
        return new Descent<>(
                source,
                learningRate,
                Optimizer.plain(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                reader,
                rounding);
    }

    /**
     * Chooses the optimizer.
     *
     * @param choice the optimizer
     * @return a new rule
     */
    public Descent<P> with(Optimizer choice) {
        return new Descent<>(source, learningRate, choice, constraints, factors, reader, rounding);
    }

    /**
     * Chooses where an array has to be after each update, in place of what was chosen for it before.
     *
     * @param array the name of one of the arrays of the parameters
     * @param choice the constraints, which are applied one after the other; none to let it go where the gradient leads
     * @return a new rule
     */
    public Descent<P> with(String array, Constraint... choice) {
        Map<String, List<Constraint>> changed = new LinkedHashMap<>(constraints);
        changed.put(array, List.of(choice));
        return new Descent<>(source, learningRate, optimizer, changed, factors, reader, rounding);
    }

    /**
     * Chooses a factor by which the steps of an array are longer or shorter than the learning rate says, in place of the one
     * that was chosen for it before.
     *
     * @param array the name of one of the arrays of the parameters
     * @param factor the factor, finite and above 0; 1 if none is chosen
     * @return a new rule
     * @throws IllegalArgumentException if the factor is not finite and above 0
     */
    public Descent<P> withFactor(String array, double factor) {
        Map<String, Double> changed = new LinkedHashMap<>(factors);
        changed.put(array, Checks.positive("factor", factor));
        return new Descent<>(source, learningRate, optimizer, constraints, changed, reader, rounding);
    }

    /**
     * Chooses how the parameters of a checkpoint are read.
     *
     * @param choice the reader
     * @return a new rule
     */
    public Descent<P> with(Parameters.Reader<P> choice) {
        return new Descent<>(source, learningRate, optimizer, constraints, factors, choice, rounding);
    }

    @Override
    public Session<P> start(P initial) {
        return DescentSession.start(this, initial.copy());
    }

    @Override
    public void saveParameters(P parameters, Path folder) throws IOException {
        parameters.save(folder);
    }

    @Override
    public P loadParameters(Path folder) throws IOException {
        return reader.read(folder);
    }

    @Override
    public Session<P> resume(Path folder) throws IOException {
        return DescentSession.resume(this, folder);
    }

    GradientSource<P, ? extends Gradient> source() {
        return source;
    }

    LearningRate learningRate() {
        return learningRate;
    }

    Optimizer optimizer() {
        return optimizer;
    }

    Map<String, List<Constraint>> constraints() {
        return constraints;
    }

    List<Constraint> constraints(String array) {
        return constraints.getOrDefault(array, List.of());
    }

    Map<String, Double> factors() {
        return factors;
    }

    double factor(String array) {
        return factors.getOrDefault(array, 1.0);
    }

    /** Tells whether an array is what a constraint says, whatever its gradient. */
    boolean isReplaced(String array) {
        return constraints(array).stream().anyMatch(Constraint::replaces);
    }

    Parameters.Reader<P> reader() {
        return reader;
    }

    Rounding rounding() {
        return rounding;
    }
}
