package org.autoencoder4j.check.expectation;

import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.check.consistency.CodeConsistency;
import org.autoencoder4j.gradient.GradientSource;
import org.autoencoder4j.gradient.TiedGradient;
import org.autoencoder4j.init.Initialiser;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.progress.Work;
import org.autoencoder4j.random.RandomStreams;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The expected update {@code F(W) = normalise(W - zeta E[g](W))} of a model as a dynamical system: its fixed points, how
 * fast it approaches them and from how far.
 *
 * <p>Codes are taken on the true support ({@link ExpectedGradient}), so the answers hold as long as the encoder finds it
 * ({@link CodeConsistency}); or on the support that the encoder finds itself, which {@link OwnSupportGradient} computes for a
 * mixture: its fixed points are where a true encoder ends. Computed in DOUBLE, with a model whose dictionary is DOUBLE. Immutable; threads may share
 * it.
 *
 * @paper NWH19 section 5, Theorem 4
 */
public final class PopulationDynamics {
    private static final double DIFFERENCE = 1e-5;
    private static final int POWER_STEPS = 120;
    private static final int AVERAGED_STEPS = 60;
    private static final int BISECTIONS = 8;

    private final GenerativeModel model;
    private final GradientSource<TiedAutoencoder, TiedGradient> gradient;
    private final Activation activation;
    private final INDArray bias;
    private final double learningRate;

    /**
     * Makes the dynamics on the true support.
     *
     * @param model the model, with a DOUBLE dictionary of unit columns
     * @param bias b, a DOUBLE vector of length m, which stays as it is; copied
     * @param learningRate zeta, finite and above 0
     * @throws IllegalArgumentException if an argument breaks these rules
     */
    public PopulationDynamics(GenerativeModel model, INDArray bias, double learningRate) {
        this(model, ExpectedGradient.of(model), Activation.relu(), bias, learningRate);
    }

    /**
     * Makes the dynamics of any expected gradient.
     *
     * @param model the model, with a DOUBLE dictionary of unit columns
     * @param gradient its expected gradient, for example {@link OwnSupportGradient}
     * @param activation the activation of the autoencoders at which it is asked
     * @param bias b, a DOUBLE vector of length m, which stays as it is; copied
     * @param learningRate zeta, finite and above 0
     * @throws IllegalArgumentException if an argument breaks these rules
     */
    public PopulationDynamics(
            GenerativeModel model,
            GradientSource<TiedAutoencoder, TiedGradient> gradient,
            Activation activation,
            INDArray bias,
            double learningRate) {
        if (model.dataType() != DataType.DOUBLE) {
            throw new IllegalArgumentException("the model is " + model.dataType() + "; it must be DOUBLE");
        }
        Checks.vector("bias", bias, model.units(), "one entry for each unit of the model");
        Checks.sameType("bias", bias, "the model's dictionary", model.dictionary());
        Checks.positive("learningRate", learningRate);
        Checks.between("the model's normDeviation", model.normDeviation(), 0, 1e-9);
        this.model = model;
        this.gradient = gradient;
        this.activation = activation;
        this.bias = bias.dup();
        this.learningRate = learningRate;
    }

    /**
     * Computes one expected update.
     *
     * @param weights W, {@code n x m}, DOUBLE
     * @return F(W); a column whose update is zero is kept as it was
     * @throws IllegalArgumentException if the shape or type is not the dictionary's
     */
    public INDArray update(INDArray weights) {
        TiedAutoencoder present = new TiedAutoencoder(weights, bias, activation);
        INDArray next = weights.sub(gradient.at(present, 0).weights().mul(learningRate));
        INDArray norms = next.norm2(0);
        for (int i = 0; i < norms.length(); i++) {
            if (!(norms.getDouble(i) > 0)) {
                next.putColumn(i, weights.getColumn(i));
                norms.putScalar(i, 1);
            }
        }
        return next.diviRowVector(norms);
    }

    /**
     * Iterates the update until it moves no column by more than a tolerance.
     *
     * @param start where to begin, {@code n x m}, DOUBLE; not changed
     * @param tolerance the largest movement of a column at which to stop, above 0
     * @param mostSteps when to give up, at least 1
     * @return where it ended and whether that is a fixed point
     * @throws IllegalArgumentException if an argument is out of range
     */
    public FixedPoint fixedPoint(INDArray start, double tolerance, long mostSteps) {
        Checks.positive("tolerance", tolerance);
        Checks.atLeast("mostSteps", mostSteps, 1);
        INDArray weights = start;
        double movement = Double.POSITIVE_INFINITY;
        long steps = 0;
        try (Work work = Work.begin("fixed point: steps")) {
            while (steps < mostSteps && !(movement <= tolerance)) {
                INDArray next = update(weights);
                movement = largestColumn(next.sub(weights));
                weights = next;
                steps++;
                work.advance(1);
                if (Double.isNaN(movement)) {
                    break;
                }
            }
            work.complete();
        }
        return new FixedPoint(
                weights,
                steps,
                movement,
                movement <= tolerance,
                weights.sub(model.dictionary()).norm2(0));
    }

    /**
     * Estimates the spectral radius of the Jacobian of F at a point, which at a fixed point is the true local rate: the
     * factor by which small errors shrink at each step. By power iteration on central differences of F; the estimate is
     * the geometric mean growth of the last 60 of 120 iterations, which also serves complex pairs. A radius below about
     * 1e-8 cannot be told from 0. Cost: 240 expected gradients.
     *
     * @param weights where, {@code n x m}, DOUBLE; not changed
     * @param streams the randomness; the first direction takes the stream {@code ("jacobian", 0, 0)}
     * @return the radius, at least 0
     */
    public double spectralRadius(INDArray weights, RandomStreams streams) {
        INDArray direction =
                Initialiser.gaussian(model.features(), DataType.DOUBLE).weights(model.units(), streams);
        direction.divi(direction.norm2Number());
        try (Work work = Work.begin("spectral radius: steps", POWER_STEPS)) {
            double radius = growth(weights, direction, work);
            work.complete();
            return radius;
        }
    }

    /** The growth of a direction by the last steps. */
    private double growth(INDArray weights, INDArray start, Work work) {
        INDArray direction = start;
        double logarithm = 0;
        for (int i = 0; i < POWER_STEPS; i++) {
            INDArray image = derivative(weights, direction);
            double growth = image.norm2Number().doubleValue();
            work.advance(1);
            if (!(growth > 0)) {
                return growth;
            }
            if (i >= POWER_STEPS - AVERAGED_STEPS) {
                logarithm += Math.log(growth);
            }
            direction = image.divi(growth);
        }
        return Math.exp(logarithm / AVERAGED_STEPS);
    }

    /**
     * Finds by bisection from how far the dynamics still reach the fixed point near the dictionary: the largest delta at
     * which every one of some random starts at distance delta ({@link Initialiser#near}) comes within 1e-3 of it. An
     * estimate from finitely many starts, of a threshold that is taken to be one.
     *
     * @param starts how many starts at each delta, at least 1
     * @param mostSteps the steps that each may take, at least 1
     * @param streams the randomness
     * @return the radius in [0, 1], to 1/256; 0 also if the dynamics do not settle when started at the dictionary
     * @throws IllegalArgumentException if an argument is out of range
     */
    public double basinRadius(int starts, long mostSteps, RandomStreams streams) {
        Checks.atLeast("starts", starts, 1);
        FixedPoint target = fixedPoint(model.dictionary(), 1e-9, mostSteps);
        if (!target.converged()) {
            return 0;
        }
        double reached = 0;
        double missed = 1;
        try (Work work = Work.begin("basin: halvings", BISECTIONS)) {
            for (int i = 0; i < BISECTIONS; i++) {
                double middle = (reached + missed) / 2;
                if (reachesFrom(middle, target.weights(), starts, mostSteps, streams)) {
                    reached = middle;
                } else {
                    missed = middle;
                }
                work.advance(1);
            }
        }
        return reached;
    }

    private boolean reachesFrom(double delta, INDArray target, int starts, long mostSteps, RandomStreams streams) {
        for (int i = 0; i < starts; i++) {
            RandomStreams own = RandomStreams.of(streams.at("basin", 0, i).nextLong());
            INDArray start = Initialiser.near(model.dictionary(), delta).weights(model.units(), own);
            INDArray end = fixedPoint(start, 1e-6, mostSteps).weights();
            if (!(largestColumn(end.sub(target)) <= 1e-3)) {
                return false;
            }
        }
        return true;
    }

    private INDArray derivative(INDArray weights, INDArray direction) {
        INDArray step = direction.mul(DIFFERENCE);
        return update(weights.add(step)).subi(update(weights.sub(step))).divi(2 * DIFFERENCE);
    }

    private static double largestColumn(INDArray difference) {
        return difference.norm2(0).maxNumber().doubleValue();
    }

    @Override
    public String toString() {
        return "PopulationDynamics[" + model + ", learningRate=" + learningRate + "]";
    }
}
