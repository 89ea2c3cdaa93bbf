package org.autoencoder4j.gradient;

import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.autoencoder4j.testsupport.ArrayAssert.relativeDifference;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.autoencoder4j.data.Batches;
import org.autoencoder4j.descent.LearningRate;
import org.autoencoder4j.descent.TiedDescent;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.testsupport.Golden;
import org.autoencoder4j.train.UpdateRule;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Forward pass, loss, gradient and one update against the golden files p1_forward_grad_* (see their "what"). */
class GradientGoldenTest {
    private static TiedAutoencoder autoencoder(Golden golden, DataType type) {
        Activation activation = golden.text("inputs/activation").equals("relu")
                ? Activation.relu()
                : Activation.hardThreshold(golden.number("inputs/lam"));
        return new TiedAutoencoder(
                golden.matrix("inputs/W").castTo(type),
                golden.vector("inputs/b").castTo(type),
                activation);
    }

    private static INDArray observations(Golden golden, DataType type) {
        return golden.matrix("inputs/Y").transpose().dup('c').castTo(type);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "p1_forward_grad_relu_0",
                "p1_forward_grad_relu_1",
                "p1_forward_grad_relu_2",
                "p1_forward_grad_threshold_0",
                "p1_forward_grad_threshold_1",
                "p1_forward_grad_threshold_2"
            })
    void agreesInDouble(String name) {
        Golden golden = Golden.read(name);
        double tolerance = golden.tolerance();
        TiedAutoencoder autoencoder = autoencoder(golden, DataType.DOUBLE);
        INDArray y = observations(golden, DataType.DOUBLE);

        assertClose(golden.matrix("outputs/X").transpose(), autoencoder.encode(y), tolerance);
        assertClose(golden.matrix("outputs/Yhat").transpose(), autoencoder.reconstruct(y), tolerance);
        assertClose(golden.number("outputs/loss_mean"), autoencoder.loss(y), tolerance);

        SampleGradient source = SampleGradient.of(Batches.of(y));
        TiedGradient gradient = source.at(autoencoder, 0);
        assertClose(golden.number("outputs/loss_mean"), gradient.loss(), tolerance);
        assertClose(golden.matrix("outputs/grad_true_mean"), gradient.weights(), tolerance);
        assertClose(golden.matrix("outputs/grad_approx_mean"), gradient.weights(), tolerance);
        assertClose(golden.vector("outputs/bias_grad_mean"), gradient.bias(), tolerance);

        UpdateRule.Session<TiedAutoencoder> session = TiedDescent.of(
                        source, LearningRate.constant(golden.number("inputs/zeta")))
                .start(autoencoder);
        session.evaluate();
        session.advance();
        session.evaluate();
        assertClose(golden.matrix("outputs/W_next"), session.result().weights(), tolerance);
    }

    @ParameterizedTest
    @ValueSource(strings = {"p1_forward_grad_relu_2", "p1_forward_grad_threshold_2"})
    void agreesInFloat(String name) {
        Golden golden = Golden.read(name);
        TiedAutoencoder autoencoder = autoencoder(golden, DataType.FLOAT);
        INDArray y = observations(golden, DataType.FLOAT);
        TiedGradient gradient = SampleGradient.of(Batches.of(y)).at(autoencoder, 0);

        assertEquals(DataType.FLOAT, gradient.weights().dataType());
        assertTrue(relativeDifference(golden.matrix("outputs/grad_true_mean"), gradient.weights()) < 1e-4);
        assertTrue(relativeDifference(golden.vector("outputs/bias_grad_mean"), gradient.bias()) < 1e-4);
        assertClose(golden.number("outputs/loss_mean"), gradient.loss(), 1e-4);
    }
}
