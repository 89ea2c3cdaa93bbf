package org.autoencoder4j.ntk.kernel;

import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.linalg.ExtremeEigenpair;
import org.autoencoder4j.linalg.SymmetricEigen;
import org.autoencoder4j.linalg.SymmetricOperator;
import org.autoencoder4j.network.DeepAutoencoder;
import org.autoencoder4j.network.OutputScaling;
import org.autoencoder4j.network.TangentKernel;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.ntk.Drawn;
import org.autoencoder4j.testsupport.Golden;
import org.autoencoder4j.testsupport.SymmetricOperatorContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class FiniteWidthKernelTest extends SymmetricOperatorContract {
    /** Few samples of many features and the reverse, and more neurons than a tile holds. */
    private static final int[][] SIZES = {{1, 1, 1}, {3, 4, 5}, {9, 2, 7}, {4, 2, 1100}, {5, 2, 1030}};

    @Override
    protected Stream<Subject> subjects() {
        return Stream.of(DataType.FLOAT, DataType.DOUBLE)
                .flatMap(type -> Arrays.stream(SIZES)
                        .flatMap(size -> Arrays.stream(Regime.values()).map(regime -> {
                            INDArray samples =
                                    Drawn.gaussian("samples", size[0], size[1]).castTo(type);
                            TwoLayerAutoencoder autoencoder = autoencoder(size[1], size[2], regime, type);
                            return subject(
                                    regime + " " + Arrays.toString(size) + " " + type,
                                    FiniteWidthKernel.of(autoencoder, samples, regime),
                                    LiteralKernel.of(autoencoder, samples, regime),
                                    Definiteness.POSITIVE_SEMIDEFINITE);
                        })));
    }

    private static Subject subject(
            String name, SymmetricOperator operator, INDArray expected, Definiteness definiteness) {
        return new Subject(
                name,
                operator.dimension(),
                operator.dataType(),
                operator::times,
                operator::dense,
                expected,
                definiteness);
    }

    private static TwoLayerAutoencoder autoencoder(int features, int width, Regime regime, DataType type) {
        INDArray encoder = Drawn.gaussian("encoder", features, width).castTo(type);
        return regime == Regime.WEIGHT_TIED
                ? TwoLayerAutoencoder.weightTied(encoder, OutputScaling.INVERSE_WIDTH)
                : new TwoLayerAutoencoder(
                        encoder, Drawn.gaussian("decoder", features, width).castTo(type));
    }

    @ParameterizedTest
    @EnumSource(Regime.class)
    void isTheJacobianOfTheOutputsTimesItsTranspose(Regime regime) {
        TwoLayerAutoencoder autoencoder = autoencoder(3, 6, regime, DataType.DOUBLE);
        INDArray samples = Drawn.gaussian("samples", 4, 3);
        // Outputs are piecewise of second degree in the weights: differences are exact to rounding, 1e-16 / 1e-4.
        assertClose(
                LiteralKernel.byDifferences(autoencoder, samples, regime),
                FiniteWidthKernel.of(autoencoder, samples, regime).dense(),
                1e-10);
    }

    /** The same kernel by products with the Jacobian and its transpose, layer by layer. */
    @ParameterizedTest
    @EnumSource(Regime.class)
    void isTheTangentKernelOfTwoLayers(Regime regime) {
        TwoLayerAutoencoder autoencoder = autoencoder(3, 40, regime, DataType.DOUBLE);
        INDArray samples = Drawn.gaussian("samples", 7, 3);
        DeepAutoencoder deep = DeepAutoencoder.of(autoencoder);
        Set<Integer> trained = switch (regime) {
            case WEAKLY_TRAINED, WEIGHT_TIED -> Set.of(0);
            case DECODER_ONLY -> Set.of(1);
            case JOINTLY_TRAINED -> Set.of(0, 1);
        };
        assertClose(
                TangentKernel.of(deep, samples, trained).dense(),
                FiniteWidthKernel.of(autoencoder, samples, regime).dense(),
                1e-12);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void golden(int i) {
        Golden golden = Golden.read("p2_kernels_" + i);
        INDArray samples = golden.matrix("inputs/X").transpose();
        TwoLayerAutoencoder autoencoder = new TwoLayerAutoencoder(golden.matrix("inputs/W"), golden.matrix("inputs/A"));
        assertGolden(golden, "G0", FiniteWidthKernel.of(autoencoder, samples, Regime.WEAKLY_TRAINED));
        assertGolden(golden, "H0", FiniteWidthKernel.of(autoencoder, samples, Regime.DECODER_ONLY));
        assertGolden(golden, "K0", FiniteWidthKernel.of(autoencoder, samples, Regime.JOINTLY_TRAINED));
    }

    private static void assertGolden(Golden golden, String name, FiniteWidthKernel kernel) {
        INDArray dense = kernel.dense();
        assertClose(golden.matrix("outputs/" + name), dense, golden.tolerance());
        assertClose(golden.vector("outputs/eig_" + name), SymmetricEigen.eigenvalues(dense), golden.tolerance());
    }

    /** {@code K >= H (x) I} at any width, so K's least eigenvalue is between H's and any Rayleigh quotient. */
    @Test
    void theDecodersKernelBoundsTheJointOneFromBelow() {
        TwoLayerAutoencoder autoencoder = autoencoder(4, 60, Regime.JOINTLY_TRAINED, DataType.DOUBLE);
        INDArray samples = Drawn.unitRows("samples", 20, 4);
        FiniteWidthKernel joint = FiniteWidthKernel.of(autoencoder, samples, Regime.JOINTLY_TRAINED);
        INDArray decoder = joint.decoderKernel().orElseThrow();

        assertClose(
                FiniteWidthKernel.of(autoencoder, samples, Regime.DECODER_ONLY).dense(),
                KroneckerIdentity.of(decoder, 4).dense(),
                1e-14);
        double lower = SymmetricEigen.eigenvalues(decoder).getDouble(0);
        double exact = SymmetricEigen.eigenvalues(joint.dense()).getDouble(0);
        ExtremeEigenpair iterated = joint.solver().smallest();
        assertTrue(iterated.converged() && iterated.products() > 0, iterated.toString());
        assertEquals(exact, iterated.value(), 1e-10);
        assertTrue(0 < lower && lower < exact, lower + " < " + exact);
        assertTrue(FiniteWidthKernel.of(autoencoder, samples, Regime.WEAKLY_TRAINED)
                .decoderKernel()
                .isEmpty());
    }

    /** Repeated samples: the limit has no inverse, and the solver finds the 0 all the same. */
    @Test
    void repeatedSamplesGiveAnEigenvalueOfZero() {
        INDArray samples = Drawn.unitRows("samples", 30, 3);
        samples.putRow(7, samples.getRow(2));
        FiniteWidthKernel kernel = FiniteWidthKernel.of(
                autoencoder(3, 200, Regime.JOINTLY_TRAINED, DataType.DOUBLE), samples, Regime.JOINTLY_TRAINED);
        ExtremeEigenpair least = kernel.solver().smallest();
        assertTrue(least.converged(), least.toString());
        assertEquals(0, least.value(), 1e-11);
        double ofThePair = 0;
        for (int sample : new int[] {2, 7}) {
            for (int l = 0; l < 3; l++) {
                ofThePair += Math.pow(least.vector().getDouble(3L * sample + l), 2);
            }
        }
        assertEquals(1, ofThePair, 1e-6);
    }

    @Test
    void rejectsWhatDoesNotFit() {
        TwoLayerAutoencoder autoencoder = autoencoder(3, 5, Regime.JOINTLY_TRAINED, DataType.DOUBLE);
        INDArray samples = Drawn.gaussian("samples", 4, 3);
        assertMessage(
                "samples has shape [3, 4]",
                () -> FiniteWidthKernel.of(autoencoder, samples.transpose(), Regime.WEAKLY_TRAINED));
        assertMessage(
                "samples is FLOAT",
                () -> FiniteWidthKernel.of(autoencoder, samples.castTo(DataType.FLOAT), Regime.WEAKLY_TRAINED));
        assertMessage(
                "regime = WEIGHT_TIED does not fit",
                () -> FiniteWidthKernel.of(autoencoder, samples, Regime.WEIGHT_TIED));
        assertMessage("features = 0", () -> KroneckerIdentity.of(samples.mmul(samples.transpose()), 0));
        FiniteWidthKernel kernel = FiniteWidthKernel.of(autoencoder, samples, Regime.WEAKLY_TRAINED);
        assertMessage("limit has order 5", () -> KernelDeviation.of(kernel, Drawn.gaussian("limit", 5, 5)));
        assertMessage(
                "limit is FLOAT",
                () -> KernelDeviation.of(kernel, Drawn.gaussian("limit", 4, 4).castTo(DataType.FLOAT)));
    }

    private static void assertMessage(String beginning, Runnable call) {
        String message = String.valueOf(
                assertThrows(IllegalArgumentException.class, call::run).getMessage());
        assertTrue(message.startsWith(beginning), message);
    }
}
