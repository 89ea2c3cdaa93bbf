package org.autoencoder4j.ntk.certificate;

import org.autoencoder4j.data.Batches;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.gradient.TwoLayerGradient;
import org.autoencoder4j.gradient.TwoLayerSampleGradient;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.train.Step;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The parameters after a step of plain descent on all samples, to tell whether a run does what its certificate is about.
 *
 * @param index the index of the step after
 * @param parameters what it must begin with
 * @param encoderRounding how far the encoder may be off by rounding, in norm: {@code 4 ||W|| + (n + d + m + 8) gamma F ||A||}
 *     ulps of 1 of the samples' type, with {@code F = eta ||X|| (2 ||X|| + e) / sqrt(m d)}
 * @param decoderRounding how far the decoder may be off: {@code 4 ||A|| + (n + d + m + 8) F ||W||} ulps
 * @param rule what was expected, in words
 */
record ExpectedStep(
        long index, TwoLayerAutoencoder parameters, double encoderRounding, double decoderRounding, String rule) {
    static ExpectedStep after(
            Step<TwoLayerAutoencoder> step, INDArray samples, Regime regime, double gamma, double residual) {
        TwoLayerAutoencoder now = step.parameters();
        double eta = step.learningRate();
        TwoLayerGradient gradient =
                TwoLayerSampleGradient.of(Batches.of(samples), regime).at(now, step.index());
        TwoLayerAutoencoder next = now.copy();
        gradient.encoder().ifPresent(move -> next.encoder().subi(move.mul(gamma * eta)));
        gradient.decoder().ifPresent(move -> next.decoder().subi(move.mul(eta)));
        double unit = samples.dataType() == DataType.DOUBLE ? Math.ulp(1.0) : Math.ulp(1.0f);
        double sums = samples.rows() + samples.columns() + now.width() + 8.0;
        double x = norm(samples);
        // What a gradient is a product of: X, the error, which is a difference of X and U, and the other layer.
        double factor = eta * now.scale() * x * (2 * x + residual);
        double encoder = norm(now.encoder());
        double decoder = norm(now.decoder());
        return new ExpectedStep(
                step.index() + 1,
                next,
                unit * (4 * encoder + sums * gamma * factor * decoder),
                unit * (4 * decoder + sums * factor * encoder),
                regime + ", gamma = " + gamma + ", eta = " + eta);
    }

    /** Refuses a run that does something else. */
    void require(TwoLayerAutoencoder actual) {
        require("encoder", parameters.encoder(), actual.encoder(), encoderRounding);
        require("decoder", parameters.decoder(), actual.decoder(), decoderRounding);
    }

    private void require(String layer, INDArray expected, INDArray actual, double rounding) {
        double off = norm(actual.sub(expected));
        if (!(off <= rounding)) {
            throw new IllegalArgumentException("step " + index + ": the " + layer + " is off by " + off
                    + " from where plain descent on all samples would have moved it (" + rule
                    + "); certificates are about that only");
        }
    }

    private static double norm(INDArray matrix) {
        return matrix.castTo(DataType.DOUBLE).norm2Number().doubleValue();
    }
}
