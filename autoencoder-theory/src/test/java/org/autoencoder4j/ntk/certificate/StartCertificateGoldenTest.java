package org.autoencoder4j.ntk.certificate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.BitSet;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.testsupport.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** All named numbers of the golden files, without the room that the public methods ask for. */
class StartCertificateGoldenTest {
    private static Golden joint(int number) {
        return Golden.read("beyond_p2_joint_start_" + number);
    }

    private static Golden weak(int number) {
        return Golden.read("beyond_p2_weak_start_" + number);
    }

    private static TwoLayerAutoencoder autoencoder(Golden golden) {
        return new TwoLayerAutoencoder(golden.matrix("inputs/W"), golden.matrix("inputs/A"));
    }

    private static INDArray samples(Golden golden) {
        return golden.matrix("inputs/X").transpose();
    }

    private static JointStart jointStart(Golden golden, double room) {
        return JointStart.of(autoencoder(golden), samples(golden), room);
    }

    private static WeakStart weakStart(Golden golden, double room) {
        return WeakStart.of(autoencoder(golden), samples(golden), room, WeakStart.LARGEST_CONFIRMED);
    }

    private static void assertGolden(Golden golden, String name, double actual) {
        double expected = golden.number("outputs/" + name);
        assertEquals(expected, actual, golden.tolerance() * (1 + Math.abs(expected)), golden + " " + name);
    }

    private static void assertGolden(Golden golden, String name, double[] actual) {
        double[] expected = golden.doubles("outputs/" + name);
        assertEquals(expected.length, actual.length, golden + " " + name);
        for (int i = 0; i < actual.length; i++) {
            assertEquals(
                    expected[i],
                    actual[i],
                    golden.tolerance() * (1 + Math.abs(expected[i])),
                    golden + " " + name + "[" + i + "]");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void jointStarts(int number) {
        Golden golden = joint(number);
        JointStart start = jointStart(golden, 0);
        assertGolden(golden, "smallest_H", start.smallestH());
        assertGolden(golden, "norm_H", start.normH());
        assertGolden(golden, "lambdaN", start.lambdaN());
        assertGolden(golden, "residual", start.residual());
        assertGolden(golden, "norm_A", start.normA());
        assertGolden(
                golden, "L", Math.sqrt(start.lambdaN() / autoencoder(golden).width()));
        StartState state = new StartState(autoencoder(golden), samples(golden), 0);
        double[] nu = HiddenKernel.of(state).codeLengths();
        for (int r = 0; r < nu.length; r++) {
            nu[r] /= Math.sqrt(start.lambdaN());
        }
        assertGolden(golden, "nu", nu);
        double gamma = golden.number("inputs/gamma");
        assertGolden(golden, "flow_mu", start.flow(1).mu());
        assertGolden(golden, "flow_mu_gamma", start.flow(gamma).mu());
        assertEquals(start.flow(gamma).mu() > 0, start.flow(gamma).isCertain());
        double c = golden.number("inputs/c");
        JointDescentCertificate spectral = start.descent(c, gamma, FlipBound.SPECTRAL);
        assertGolden(golden, "descent_mu", spectral.mu());
        if (!golden.has("outputs/kappa")) {
            assertFalse(spectral.isCertain());
            return;
        }
        assertGolden(golden, "kappa", spectral.kappa());
        assertGolden(golden, "encoder_drift", spectral.encoderDrift());
        assertGolden(golden, "decoder_drift", spectral.decoderDrift());
        double[] reach = start.parts(c, gamma).reach();
        assertGolden(golden, "R", reach);
        assertArrayEquals(golden.ints("outputs/counts"), counts(golden, reach));
        assertGolden(golden, "Lambda", spectral.outputSpeed());
        assertGolden(golden, "f0", spectral.flipNorm());
        assertGolden(golden, "flips", spectral.flips());
        assertGolden(golden, "largest_step", spectral.largestStep());
        JointDescentCertificate counted = start.descent(c, gamma, FlipBound.COUNTED);
        assertGolden(golden, "f0_counting", counted.flipNorm());
        assertGolden(golden, "flips_counting", counted.flips());
        assertGolden(golden, "largest_step_counting", counted.largestStep());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void weakStarts(int number) {
        Golden golden = weak(number);
        WeakStart start = weakStart(golden, 0);
        double theta = golden.number("inputs/theta");
        double c = golden.number("inputs/c");
        assertGolden(golden, "smallest_G", start.smallestG());
        assertGolden(golden, "residual", start.residual());
        assertGolden(golden, "norm_A", start.normA());
        WeakFlowCertificate flow = start.flow(theta, FlipBound.SPECTRAL);
        assertGolden(golden, "flow_mu", flow.mu());
        assertGolden(golden, "flow_f", flow.flipNorm());
        assertGolden(golden, "flow_margin", flow.margin());
        WeakFlowCertificate counted = start.flow(theta, FlipBound.COUNTED);
        assertGolden(golden, "flow_f_counting", counted.flipNorm());
        assertGolden(golden, "flow_margin_counting", counted.margin());
        double[] reach = start.parts(theta, 1).reach();
        assertGolden(golden, "flow_R", reach);
        assertArrayEquals(golden.ints("outputs/flow_counts"), counts(golden, reach));
        WeakDescentCertificate descent = start.descent(theta, c, FlipBound.SPECTRAL);
        assertGolden(golden, "descent_mu", descent.mu());
        assertGolden(golden, "descent_f", descent.kernel().flipNorm());
        assertGolden(golden, "descent_margin", descent.kernel().margin());
        assertGolden(golden, "descent_largest_step", descent.formulaStep());
        WeakDescentCertificate descentCounted = start.descent(theta, c, FlipBound.COUNTED);
        assertGolden(golden, "descent_f_counting", descentCounted.kernel().flipNorm());
        assertGolden(golden, "descent_margin_counting", descentCounted.kernel().margin());
        assertGolden(golden, "descent_largest_step_counting", descentCounted.formulaStep());
        double[] farther = start.parts(theta, c).reach();
        assertGolden(golden, "descent_R", farther);
        assertArrayEquals(golden.ints("outputs/descent_counts"), counts(golden, farther));
    }

    /** How many units are in F_i, of each sample. */
    private static int[] counts(Golden golden, double[] reach) {
        StartState state = new StartState(autoencoder(golden), samples(golden), 0);
        return Arrays.stream(new FlippedDecoder(state).sets(reach))
                .mapToInt(BitSet::cardinality)
                .toArray();
    }

    /** As the notes of the files say: 0 is certified, 1 by norms and not by counting, 2 not at all, 3 by a zero decoder. */
    @Test
    void verdictsAreThoseOfTheFiles() {
        boolean[][] expected = {{true, true, true}, {true, true, false}, {false, false, false}, {true, true, true}};
        for (int number = 0; number < expected.length; number++) {
            Golden golden = joint(number);
            JointStart start = jointStart(golden, JointStart.ROOM);
            double gamma = golden.number("inputs/gamma");
            double c = golden.number("inputs/c");
            assertTrue(start.isConfirmed());
            assertEquals(expected[number][0], start.flow(gamma).isCertain(), golden + " flow");
            assertEquals(
                    expected[number][1],
                    start.descent(c, gamma, FlipBound.SPECTRAL).isCertain(),
                    golden + " by norms");
            assertEquals(
                    expected[number][2],
                    start.descent(c, gamma, FlipBound.COUNTED).isCertain(),
                    golden + " by counting");
        }
        for (int number = 0; number < 2; number++) {
            Golden golden = weak(number);
            WeakStart start = weakStart(golden, JointStart.ROOM);
            double theta = golden.number("inputs/theta");
            assertTrue(start.isConfirmed());
            assertEquals(number == 0, start.flow(theta, FlipBound.COUNTED).isCertain());
            assertEquals(
                    golden.number("outputs/descent_margin") >= 0 && golden.number("outputs/descent_largest_step") > 0,
                    start.descent(theta, golden.number("inputs/c"), FlipBound.SPECTRAL)
                            .isCertain());
        }
    }
}
