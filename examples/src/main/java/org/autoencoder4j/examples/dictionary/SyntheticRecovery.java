package org.autoencoder4j.examples.dictionary;

import static java.util.Objects.requireNonNullElse;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.check.descent.StableStep;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.descent.BiasSchedule;
import org.autoencoder4j.descent.LearningRate;
import org.autoencoder4j.descent.TiedDescent;
import org.autoencoder4j.examples.command.Example;
import org.autoencoder4j.examples.command.Json;
import org.autoencoder4j.gradient.SampleGradient;
import org.autoencoder4j.init.Initialiser;
import org.autoencoder4j.model.Dictionaries;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.law.CodeLaw;
import org.autoencoder4j.model.law.ValueLaw;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.HardThreshold;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.train.StoppingRule;
import org.autoencoder4j.train.Trainer;
import org.autoencoder4j.train.TrainingResult;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import picocli.CommandLine.Option;

/** Recovery of a dictionary that is known, so that the distance to it can be told. */
final class SyntheticRecovery {
    /** What the codes are. */
    enum Model {
        MIXTURE,
        SPARSE,
        NONNEGATIVE
    }

    /** Which dictionary is to be recovered. */
    enum Dictionary {
        GAUSSIAN,
        ORTHONORMAL,
        UNION
    }

    /** The kinds of activation. */
    enum Sigma {
        RELU,
        THRESHOLD
    }

    @Option(
            names = "--model",
            paramLabel = "NAME",
            description =
                    "mixture of Gaussians, sparse codes of both signs, or nonnegative ones" + " (default: mixture).")
    private Model model = Model.MIXTURE;

    @Option(
            names = "--dictionary",
            paramLabel = "NAME",
            description = "gaussian (unit columns), orthonormal, or union of the identity and a Hadamard basis"
                    + " (default: gaussian).")
    private Dictionary dictionary = Dictionary.GAUSSIAN;

    @Option(
            names = "--n",
            paramLabel = "n",
            description = "Features of a sample (default: 784 for mixture, else 512; union 256).")
    private @Nullable Integer n;

    @Option(names = "--m", paramLabel = "m", description = "Atoms (default: 10 for mixture, else 512).")
    private @Nullable Integer m;

    private @Nullable Integer k;

    @Option(
            names = "--values",
            split = ",",
            hideParamSyntax = true,
            paramLabel = "A1,A2",
            description = "Non-zero entries are uniform in [a1, a2], with a fair sign for sparse"
                    + " (default: 0.8,1.2; always 1 for mixture).")
    private double @Nullable [] values;

    @Option(
            names = "--sigma",
            paramLabel = "sigma",
            description = "Standard deviation of the noise (default: ${DEFAULT-VALUE}).")
    private double sigma = 0.01;

    @Option(
            names = "--delta",
            paramLabel = "delta",
            description = "Distance of every column from its atom at the start (default: 0.5 for mixture, else 0.3).")
    private @Nullable Double delta;

    @Option(
            names = "--samples",
            paramLabel = "N",
            description = "Samples: one fixed set of 10000 for mixture, else 4000 fresh ones at each step.")
    private @Nullable Integer samples;

    @Option(names = "--steps", paramLabel = "T", description = "Steps (default: 50 for mixture, else 20).")
    private @Nullable Integer steps;

    @Option(
            names = "--zeta",
            paramLabel = "zeta",
            description = "Learning rate at first; it is halved where a step raises the loss by a tenth (default: m for"
                    + " mixture, else m / (2 k), or less where non-negative codes need it: docs/THEORY.md, C4.N).")
    private @Nullable Double zeta;

    @Option(
            names = "--activation",
            paramLabel = "NAME",
            description =
                    "relu, or threshold for the hard threshold at a1 / 2, which is too low where atoms are so few or so"
                            + " many at a time that others add as much to a product"
                            + " (default: relu for mixture, else threshold).")
    private @Nullable Sigma activation;

    @Option(
            names = "--bias",
            paramLabel = "B",
            description = "Bias at the start (default: -1.25 for relu on a mixture, else 0).")
    private @Nullable Double bias;

    @Option(
            names = "--bias-floor",
            paramLabel = "F",
            description =
                    "Halves the bias at each step down to this magnitude (default: 0.2 for relu on a mixture, else"
                            + " the bias stays as it is).")
    private @Nullable Double biasFloor;

    /**
     * Recovers a dictionary and tells of it.
     *
     * @param example the command
     * @param sparsity the non-zero entries of a code, if given
     */
    Optional<String> run(Example example, @Nullable Integer sparsity) throws IOException {
        k = sparsity;
        settle(example);
        GenerativeModel truth = truth(example);
        Distances distances = new Distances(truth);
        INDArray weights = Initialiser.near(truth.dictionary(), value(delta)).weights(truth.units(), example.streams());
        INDArray biases = Nd4j.valueArrayOf(new long[] {truth.units()}, value(bias), example.dtype());
        Batches batches = batches(example, truth);
        TrainingResult<TiedAutoencoder> result = Trainer.of(rule(batches), StoppingRule.steps(value(steps)))
                .withListener((step, progress) ->
                        distances.measure(step.parameters(), progress.last().loss()))
                .withListener(example.progressLine("recover", value(steps)))
                .train(new TiedAutoencoder(weights, biases, sigma()));
        return new RecoveryReport(
                        example, truth, result, distances, SweepRecovery.of(truth, batches, value(steps), weights))
                .write(model.name().toLowerCase(Locale.ROOT) + " model");
    }

    /** Fills in the options that were not given. */
    private void settle(Example example) {
        boolean mixture = model == Model.MIXTURE;
        boolean union = dictionary == Dictionary.UNION;
        n = requireNonNullElse(n, union ? 256 : mixture ? 784 : 512);
        m = requireNonNullElse(m, union ? Integer.valueOf(2 * n) : Integer.valueOf(mixture ? 10 : 512));
        k = requireNonNullElse(k, mixture ? 1 : 3);
        values = requireNonNullElse(values, mixture ? new double[] {1, 1} : new double[] {0.8, 1.2});
        delta = requireNonNullElse(delta, mixture ? 0.5 : 0.3);
        samples = requireNonNullElse(samples, mixture ? 10_000 : 4_000);
        steps = requireNonNullElse(steps, mixture ? 50 : 20);
        activation = requireNonNullElse(activation, mixture ? Sigma.RELU : Sigma.THRESHOLD);
        boolean waking = mixture && activation == Sigma.RELU && bias == null;
        bias = requireNonNullElse(bias, waking ? -1.25 : 0.0);
        biasFloor = requireNonNullElse(biasFloor, waking ? 0.2 : Math.abs(bias));
        check();
        zeta = requireNonNullElse(
                zeta,
                mixture
                        ? (double) m
                        : Math.min(m / (2.0 * k), StableStep.of(law()).suggested()));
        example.settled()
                .put("n", n)
                .put("m", m)
                .put("k", k)
                .put("delta", delta)
                .put("samples", samples)
                .put("steps", steps)
                .put("activation", activation.name().toLowerCase(Locale.ROOT))
                .put("bias", bias)
                .put("biasFloor", biasFloor)
                .put("zeta", zeta)
                .set("values", Json.array(values));
        if (sigma() instanceof HardThreshold threshold) {
            example.settled().put("threshold", threshold.lambda());
        }
    }

    private void check() {
        if (value(values).length != 2) {
            throw new IllegalArgumentException("--values has " + value(values).length + " numbers; it must be a1,a2");
        }
        if (model == Model.MIXTURE && (value(k) != 1 || a1() != 1 || a2() != 1)) {
            throw new IllegalArgumentException(
                    "--k and --values must be 1 and 1,1 for a mixture: its codes are one-hot");
        }
        if (dictionary == Dictionary.UNION && value(m) != 2 * value(n)) {
            throw new IllegalArgumentException("--m " + m + " must be 2 n = " + 2 * value(n) + " for a union of bases");
        }
        Checks.atLeast("--samples", value(samples), 1);
    }

    private GenerativeModel truth(Example example) {
        INDArray atoms = switch (dictionary) {
            case GAUSSIAN -> Dictionaries.gaussian(value(n), value(m), example.dtype(), example.streams());
            case ORTHONORMAL -> Dictionaries.orthonormal(value(n), value(m), example.dtype(), example.streams());
            case UNION -> Dictionaries.identityAndHadamard(value(n), example.dtype());
        };
        return new GenerativeModel(atoms, law(), sigma);
    }

    private CodeLaw law() {
        return switch (model) {
            case MIXTURE -> CodeLaw.oneHotUniform(value(m));
            case SPARSE -> CodeLaw.sparse(value(m), value(k), ValueLaw.symmetricUniform(a1(), a2()));
            case NONNEGATIVE -> CodeLaw.sparse(value(m), value(k), ValueLaw.nonNegativeUniform(a1(), a2()));
        };
    }

    private Batches batches(Example example, GenerativeModel truth) {
        return model == Model.MIXTURE
                ? Batches.of(truth.draw(example.streams(), 0, value(samples)).observations())
                : truth.batches(example.streams(), value(samples));
    }

    private TiedDescent rule(Batches batches) {
        return TiedDescent.of(
                        SampleGradient.of(batches),
                        LearningRate.constant(value(zeta)).backingOff())
                .with(BiasSchedule.geometric(2, value(biasFloor)));
    }

    private Activation sigma() {
        return activation == Sigma.RELU ? Activation.relu() : Activation.hardThreshold(a1() / 2);
    }

    private double a1() {
        return value(values)[0];
    }

    private double a2() {
        return value(values)[1];
    }

    private static <T> T value(@Nullable T option) {
        if (option == null) {
            throw new IllegalStateException("options are settled first");
        }
        return option;
    }
}
