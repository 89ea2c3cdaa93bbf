package org.autoencoder4j.examples.baseline;

import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.coding.CodeSign;
import org.autoencoder4j.model.Dictionaries;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.law.CodeLaw;
import org.autoencoder4j.model.law.ValueLaw;
import org.autoencoder4j.random.RandomStreams;
import org.nd4j.linalg.api.buffer.DataType;
import picocli.CommandLine.Option;

/** The options of a random dictionary with sparse codes, values uniform in [1, 2]. */
final class SparseTruth {
    /** What codes are. */
    enum Model {
        SPARSE,
        NONNEGATIVE
    }

    @Option(
            names = "--model",
            paramLabel = "NAME",
            description = "sparse codes of both signs, or nonnegative ones (default: sparse).")
    private Model model = Model.SPARSE;

    @Option(names = "--n", paramLabel = "n", description = "Features of a sample (default: ${DEFAULT-VALUE}).")
    private int n = 64;

    @Option(names = "--m", paramLabel = "m", description = "Atoms (default: ${DEFAULT-VALUE}).")
    private int m = 128;

    @Option(names = "--k", paramLabel = "k", description = "Non-zero entries of a code (default: ${DEFAULT-VALUE}).")
    private int k = 3;

    @Option(
            names = "--sigma",
            paramLabel = "sigma",
            description = "Standard deviation of the noise (default: ${DEFAULT-VALUE}); non-zero entries are uniform in"
                    + " [1, 2].")
    private double sigma;

    @Option(names = "--samples", paramLabel = "N", description = "Samples (default: ${DEFAULT-VALUE}).")
    private int samples;

    /** With the noise and the samples that are usual for a command. */
    SparseTruth(double sigma, int samples) {
        this.sigma = sigma;
        this.samples = samples;
    }

    void requireOptions() {
        Checks.atLeast("--n", n, 2);
        Checks.atLeast("--m", m, 2);
        Checks.between("--k", k, 1, Math.min(n - 1L, m - 1L));
        Checks.atLeast("--samples", samples, m);
    }

    GenerativeModel model(DataType type, RandomStreams streams) {
        ValueLaw values = model == Model.SPARSE ? ValueLaw.symmetricUniform(1, 2) : ValueLaw.nonNegativeUniform(1, 2);
        return new GenerativeModel(Dictionaries.gaussian(n, m, type, streams), CodeLaw.sparse(m, k, values), sigma);
    }

    CodeSign sign() {
        return model == Model.SPARSE ? CodeSign.SIGNED : CodeSign.NON_NEGATIVE;
    }

    int features() {
        return n;
    }

    int units() {
        return m;
    }

    int sparsity() {
        return k;
    }

    int samples() {
        return samples;
    }
}
