package org.autoencoder4j.examples.recovery;

import java.util.Locale;
import org.autoencoder4j.check.descent.StableStep;
import org.autoencoder4j.model.Dictionaries;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.law.CodeLaw;
import org.autoencoder4j.model.law.ValueLaw;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.random.RandomStreams;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The three models of the theory, small enough to be computed exactly: 64 features. */
enum TheoryModel {
    /** 10 random unit centres; ReLU with the constant bias -0.5. */
    MIXTURE {
        @Override
        INDArray dictionary(DataType type, RandomStreams streams) {
            return Dictionaries.gaussian(FEATURES, 10, type, streams);
        }

        @Override
        CodeLaw law(int units, int sparsity) {
            return CodeLaw.oneHotUniform(units);
        }
    },
    /** 64 orthonormal atoms, values of both signs with magnitudes uniform in [0.7, 1.3]; hard threshold at 0.35. */
    SPARSE {
        @Override
        INDArray dictionary(DataType type, RandomStreams streams) {
            return Dictionaries.orthonormal(FEATURES, FEATURES, type, streams);
        }

        @Override
        CodeLaw law(int units, int sparsity) {
            return CodeLaw.sparse(units, sparsity, ValueLaw.symmetricUniform(LEAST, GREATEST));
        }
    },
    /** 64 orthonormal atoms, values uniform in [0.7, 1.3]; ReLU with the constant bias -0.2. */
    NONNEGATIVE {
        @Override
        INDArray dictionary(DataType type, RandomStreams streams) {
            return Dictionaries.orthonormal(FEATURES, FEATURES, type, streams);
        }

        @Override
        CodeLaw law(int units, int sparsity) {
            return CodeLaw.sparse(units, sparsity, ValueLaw.nonNegativeUniform(LEAST, GREATEST));
        }
    };

    private static final int FEATURES = 64;
    private static final double LEAST = 0.7;
    private static final double GREATEST = 1.3;

    abstract INDArray dictionary(DataType type, RandomStreams streams);

    abstract CodeLaw law(int units, int sparsity);

    /** The model at its usual sparsity. */
    GenerativeModel model(double sigma, DataType type, RandomStreams streams) {
        INDArray dictionary = dictionary(type, streams);
        return new GenerativeModel(dictionary, law(dictionary.columns(), sparsity()), sigma);
    }

    /**
     * A step of m for the mixture; else a quarter of m / k, so that there are steps to see, or less if non-negative codes
     * need it.
     */
    double step(GenerativeModel model) {
        return this == MIXTURE
                ? model.units()
                : Math.min(
                        model.units() / (4.0 * sparsity()),
                        StableStep.of(model.codeLaw()).suggested());
    }

    int sparsity() {
        return this == MIXTURE ? 1 : 3;
    }

    /** An autoencoder of the activation and bias that suit the model. */
    TiedAutoencoder autoencoder(INDArray weights) {
        return this == SPARSE
                ? TiedAutoencoder.withoutBias(weights, Activation.hardThreshold(LEAST / 2))
                : relu(weights, this == MIXTURE ? -0.5 : -0.2);
    }

    static TiedAutoencoder relu(INDArray weights, double bias) {
        return new TiedAutoencoder(
                weights,
                Nd4j.valueArrayOf(new long[] {weights.columns()}, bias, weights.dataType()),
                Activation.relu());
    }

    String lowerCase() {
        return name().toLowerCase(Locale.ROOT);
    }
}
