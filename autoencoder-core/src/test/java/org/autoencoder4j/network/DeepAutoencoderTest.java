package org.autoencoder4j.network;

import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.autoencoder4j.testsupport.ArrayAssert.assertUnchanged;
import static org.autoencoder4j.testsupport.ArrayAssert.relativeDifference;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.autoencoder4j.linalg.SymmetricEigen;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.testsupport.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class DeepAutoencoderTest {
    private static final int D = 4;
    private final INDArray x = normal("X", 7, D);

    static INDArray normal(String purpose, int rows, int columns) {
        RandomGenerator random = RandomStreams.of(6).at(purpose, 0, 0);
        double[][] values = new double[rows][columns];
        for (double[] row : values) {
            for (int j = 0; j < columns; j++) {
                row[j] = random.nextGaussian();
            }
        }
        return Nd4j.createFromArray(values);
    }

    private static Layer layer(int inputs, int outputs) {
        return Layer.encoding(normal(inputs + "-" + outputs, inputs, outputs), 1 / Math.sqrt(inputs));
    }

    /** One layer, two, three, four with tied halves, and five of which the second is used twice. */
    static Stream<DeepAutoencoder> all() {
        Layer square = Layer.encoding(normal("square", 6, 6), 0.4);
        return Stream.of(
                new DeepAutoencoder(List.of(layer(D, D))),
                DeepAutoencoder.of(new TwoLayerAutoencoder(normal("W", D, 9), normal("A", D, 9))),
                DeepAutoencoder.of(TwoLayerAutoencoder.weightTied(normal("W", D, 9), OutputScaling.INVERSE_WIDTH)),
                new DeepAutoencoder(List.of(layer(D, 9), layer(9, 6), layer(6, D))),
                DeepAutoencoder.tiedHalves(List.of(layer(D, 9), layer(9, 5)), 0.3, 0.2),
                new DeepAutoencoder(List.of(layer(D, 6), square, square, square.mirror(0.5), layer(6, D))));
    }

    private static double inner(INDArray a, INDArray b) {
        return a.mul(b).sumNumber().doubleValue();
    }

    private static double inner(List<INDArray> a, List<INDArray> b) {
        double sum = 0;
        for (int i = 0; i < a.size(); i++) {
            sum += inner(a.get(i), b.get(i));
        }
        return sum;
    }

    private static List<INDArray> direction(DeepAutoencoder a) {
        List<INDArray> direction = new ArrayList<>();
        for (INDArray w : a.parameters()) {
            direction.add(normal("direction " + direction.size(), w.rows(), w.columns()));
        }
        return direction;
    }

    /** The autoencoder at {@code w + h v}, with the same sharing. */
    private static DeepAutoencoder shifted(DeepAutoencoder a, List<INDArray> v, double h) {
        List<INDArray> moved = new ArrayList<>();
        for (int p = 0; p < v.size(); p++) {
            moved.add(a.parameters().get(p).add(v.get(p).mul(h)).dup('f'));
        }
        return with(a, moved);
    }

    private static DeepAutoencoder with(DeepAutoencoder a, List<INDArray> parameters) {
        return new DeepAutoencoder(a.layers().stream()
                .map(layer -> layer.isDecoding()
                        ? Layer.decoding(parameters.get(a.parameterOf(layer)), layer.scale())
                        : Layer.encoding(parameters.get(a.parameterOf(layer)), layer.scale()))
                .toList());
    }

    static DeepAutoencoder cast(DeepAutoencoder a, DataType type) {
        return with(a, a.parameters().stream().map(w -> w.castTo(type)).toList());
    }

    /** Layer by layer and neuron by neuron in plain Java. */
    @ParameterizedTest
    @MethodSource("all")
    void outputsAreThoseOfPlainJava(DeepAutoencoder a) {
        double[][] h = x.toDoubleMatrix();
        for (int l = 0; l < a.layers().size(); l++) {
            Layer layer = a.layers().get(l);
            double[][] w = (layer.isDecoding() ? layer.weights().transpose() : layer.weights()).toDoubleMatrix();
            double[][] next = new double[h.length][layer.outputs()];
            for (int i = 0; i < h.length; i++) {
                for (int j = 0; j < layer.outputs(); j++) {
                    double z = 0;
                    for (int k = 0; k < layer.inputs(); k++) {
                        z += layer.scale() * h[i][k] * w[k][j];
                    }
                    next[i][j] = l < a.layers().size() - 1 ? Math.max(z, 0) : z;
                }
            }
            h = next;
        }
        assertClose(Nd4j.createFromArray(h), a.reconstruct(x), 1e-13);
        double norm = x.sub(a.reconstruct(x)).norm2Number().doubleValue();
        assertClose(norm * norm / 2, a.loss(x), 1e-13);
    }

    /** The remainder of Taylor's formula falls with h^2: a hundredfold for a tenth of h. No kink lies within 1e-3. */
    @ParameterizedTest
    @MethodSource("all")
    void forwardModePassesTheTaylorTest(DeepAutoencoder a) {
        List<INDArray> v = direction(a);
        INDArray slope = a.jacobianTimes(x, v);
        INDArray u = a.reconstruct(x);
        double coarse = remainder(shifted(a, v, 1e-4).reconstruct(x), u, slope, 1e-4);
        double fine = remainder(shifted(a, v, 1e-5).reconstruct(x), u, slope, 1e-5);
        if (a.layers().size() == 1) {
            assertTrue(coarse < 1e-14, "linear, but remainder " + coarse);
        } else {
            assertEquals(2, Math.log10(coarse / fine), 0.1, coarse + " and " + fine);
        }
    }

    private static double remainder(INDArray moved, INDArray u, INDArray slope, double h) {
        return moved.sub(u).sub(slope.mul(h)).norm2Number().doubleValue();
    }

    @ParameterizedTest
    @MethodSource("all")
    void reverseModePassesTheTaylorTest(DeepAutoencoder a) {
        List<INDArray> v = direction(a);
        double slope = inner(a.jacobianTransposeTimes(x, a.reconstruct(x).sub(x)), v);
        double coarse = Math.abs(shifted(a, v, 1e-3).loss(x) - a.loss(x) - 1e-3 * slope);
        double fine = Math.abs(shifted(a, v, 1e-4).loss(x) - a.loss(x) - 1e-4 * slope);
        assertEquals(2, Math.log10(coarse / fine), 0.1, coarse + " and " + fine);
    }

    @ParameterizedTest
    @MethodSource("all")
    void bothModesAreTransposesOfEachOther(DeepAutoencoder a) {
        List<INDArray> v = direction(a);
        INDArray outputs = normal("V", 7, D);
        List<INDArray> back = a.jacobianTransposeTimes(x, outputs);
        double forward = inner(outputs, a.jacobianTimes(x, v));
        assertEquals(forward, inner(back, v), 1e-12 * Math.abs(forward));
        for (int p = 0; p < v.size(); p++) {
            assertEquals(a.parameters().get(p).rows(), back.get(p).rows());
            assertEquals(a.parameters().get(p).columns(), back.get(p).columns());
        }
    }

    /** <V, K V> = d ||J^T V||^2; K is symmetric, positive semidefinite, and the sum over its parameters. */
    @ParameterizedTest
    @MethodSource("all")
    void theKernelIsTheGramMatrixOfTheJacobian(DeepAutoencoder a) {
        TangentKernel kernel = TangentKernel.of(a, x);
        assertEquals(7 * D, kernel.dimension());
        INDArray k = kernel.dense();
        assertClose(k, k.transpose(), 1e-12);
        assertTrue(SymmetricEigen.eigenvalues(k).getDouble(0) > -1e-12);
        INDArray outputs = normal("V", 7, D);
        List<INDArray> back = a.jacobianTransposeTimes(x, outputs);
        INDArray column = outputs.dup('c').reshape('c', 7 * D, 1);
        assertClose(D * inner(back, back), inner(column, kernel.times(column)), 1e-12);
        INDArray sum = Nd4j.zeros(DataType.DOUBLE, 7 * D, 7 * D);
        for (int p = 0; p < a.parameters().size(); p++) {
            sum.addi(TangentKernel.of(a, x, Set.of(p)).dense());
        }
        assertClose(k, sum, 1e-12);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void twoLayersHaveTheKernelsOfTheGoldenFiles(int number) {
        Golden golden = Golden.read("p2_kernels_" + number);
        TwoLayerAutoencoder two = new TwoLayerAutoencoder(golden.matrix("inputs/W"), golden.matrix("inputs/A"));
        DeepAutoencoder a = DeepAutoencoder.of(two);
        INDArray samples = golden.matrix("inputs/X").transpose();
        double tolerance = golden.tolerance();
        assertClose(
                golden.matrix("outputs/G0"),
                TangentKernel.of(a, samples, Set.of(0)).dense(),
                tolerance);
        assertClose(
                golden.matrix("outputs/H0"),
                TangentKernel.of(a, samples, Set.of(1)).dense(),
                tolerance);
        assertClose(golden.matrix("outputs/K0"), TangentKernel.of(a, samples).dense(), tolerance);
    }

    @Test
    void twoLayersReproduceATwoLayerAutoencoder() {
        for (TwoLayerAutoencoder two : List.of(
                new TwoLayerAutoencoder(normal("W", D, 9), normal("A", D, 9)),
                TwoLayerAutoencoder.weightTied(normal("W", D, 9), OutputScaling.INVERSE_WIDTH))) {
            DeepAutoencoder deep = DeepAutoencoder.of(two);
            assertIdentical(two.reconstruct(x), deep.reconstruct(x));
            assertEquals(two.loss(x), deep.loss(x));
            assertEquals(two.isWeightTied() ? 1 : 2, deep.parameters().size());
            assertSame(two.encoder(), deep.parameters().get(0));
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void floatAgreesWithDouble(DeepAutoencoder a) {
        DeepAutoencoder inFloat = cast(a, DataType.FLOAT);
        INDArray y = x.castTo(DataType.FLOAT);
        assertEquals(DataType.FLOAT, inFloat.dataType());
        INDArray u = assertUnchanged(
                () -> inFloat.reconstruct(y), y, inFloat.parameters().get(0));
        assertEquals(DataType.FLOAT, u.dataType());
        assertTrue(relativeDifference(a.reconstruct(x), u) < 1e-5);
        INDArray k = TangentKernel.of(inFloat, y).dense();
        assertEquals(DataType.FLOAT, k.dataType());
        assertTrue(relativeDifference(TangentKernel.of(a, x).dense(), k) < 1e-5);
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertTrue(refusal(() -> new DeepAutoencoder(List.of())).contains("empty"));
        assertTrue(refusal(() -> new DeepAutoencoder(List.of(layer(D, 6), layer(5, D))))
                .contains("follows a layer with 6 outputs"));
        assertTrue(refusal(() -> new DeepAutoencoder(List.of(layer(D, 6)))).contains("as many outputs as inputs"));
        assertTrue(refusal(() -> DeepAutoencoder.tiedHalves(List.of(layer(D, 6)), 1, 1))
                .contains("decoderScales has 2"));
        assertTrue(refusal(() -> layer(D, 6).mirror(Double.NaN)).contains("scale = NaN"));
        Layer single = Layer.encoding(layer(6, D).weights().castTo(DataType.FLOAT), 1);
        assertTrue(refusal(() -> new DeepAutoencoder(List.of(layer(D, 6), single)))
                .contains("FLOAT"));
        DeepAutoencoder a = new DeepAutoencoder(List.of(layer(D, 6), layer(6, D)));
        assertTrue(refusal(() -> a.reconstruct(normal("X", 3, 5))).contains("samples has shape"));
        assertTrue(refusal(() -> a.jacobianTimes(x, List.of())).contains("0 arrays"));
        assertTrue(refusal(() -> a.jacobianTimes(x, List.of(x, x))).contains("direction 0"));
        assertTrue(refusal(() -> a.jacobianTransposeTimes(x, normal("X", 3, D))).contains("outputs has shape"));
        assertTrue(refusal(() -> TangentKernel.of(a, x, Set.of(2))).contains("trained = 2"));
        assertTrue(refusal(() -> TangentKernel.of(a, x, Set.of())).contains("trained is empty"));
        assertTrue(refusal(() -> TangentKernel.of(a, x).times(x)).contains("block has shape"));
    }

    private static String refusal(Runnable action) {
        return assertThrows(IllegalArgumentException.class, action::run).getMessage();
    }
}
