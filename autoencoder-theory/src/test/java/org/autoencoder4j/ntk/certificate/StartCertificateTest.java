package org.autoencoder4j.ntk.certificate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.autoencoder4j.init.DecoderLaw;
import org.autoencoder4j.init.TwoLayerStart;
import org.autoencoder4j.network.OutputScaling;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.ntk.Draws;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.report.Verdict;
import org.autoencoder4j.testsupport.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class StartCertificateTest {
    private static final INDArray AXES = Draws.identity(3);

    private static TwoLayerAutoencoder start(int width) {
        return TwoLayerStart.standard(3, DataType.DOUBLE).autoencoder(width, RandomStreams.of(7));
    }

    /** A certain start of joint training with units that may flip, which is golden. */
    private static PlainRun certain() {
        Golden golden = Golden.read("beyond_p2_joint_start_0");
        return new PlainRun(
                golden.matrix("inputs/X").transpose().dup('c').toDoubleMatrix(),
                golden.matrix("inputs/W").transpose().dup('c').toDoubleMatrix(),
                golden.matrix("inputs/A").transpose().dup('c').toDoubleMatrix());
    }

    private static WeakStart weakCertain(int largestFormed) {
        return weakCertain(largestFormed, JointStart.ROOM);
    }

    private static WeakStart weakCertain(int largestFormed, double room) {
        Golden golden = Golden.read("beyond_p2_weak_start_0");
        return WeakStart.of(
                new TwoLayerAutoencoder(golden.matrix("inputs/W"), golden.matrix("inputs/A")),
                golden.matrix("inputs/X").transpose(),
                room,
                largestFormed);
    }

    @Test
    void anEigenvalueThatIsTooLargeIsNotConfirmed() {
        INDArray matrix = Nd4j.createFromArray(new double[][] {{2, 1, 0}, {1, 2, 0}, {0, 0, 5}});
        SmallestEigenvalue right = SmallestEigenvalue.of(matrix, 1, 1e-9, 0);
        assertTrue(right.confirmed());
        assertEquals(1 - 1e-9, right.value(), 1e-15);
        assertTrue(SmallestEigenvalue.of(matrix, 1 + 4e-10, 1e-9, 0).confirmed());
        SmallestEigenvalue wrong = SmallestEigenvalue.of(matrix, 1 + 6e-10, 1e-9, 0);
        assertFalse(wrong.confirmed());
        assertTrue(SmallestEigenvalue.of(matrix, 1.05, 1e-9, 0.06).confirmed(), "with so much rounding");
        assertEquals(
                1.05 - 0.12, SmallestEigenvalue.of(matrix, 1.05, 1e-9, 0.06).value(), 1e-12);
        assertEquals(new SmallestEigenvalue(0, true), SmallestEigenvalue.of(matrix, 1e-16, 1e-9, 0));
        assertEquals(new SmallestEigenvalue(0, true), SmallestEigenvalue.of(matrix, -1e-16, 1e-9, 0));
        assertEquals(9, SmallestEigenvalue.trace(matrix));
    }

    private static JointDescentCertificate descent(boolean confirmed, double mu, double c, double flips) {
        return new JointDescentCertificate(2, c, 1, 0.5, confirmed, mu, 1, 1, 1, 1, flips, 1, 1 - c - flips);
    }

    private static WeakDescentCertificate weakDescent(boolean confirmed, double move, double flips) {
        WeakFlowCertificate kernel = new WeakFlowCertificate(2, 0.25, 1, confirmed, 1, move);
        return new WeakDescentCertificate(kernel, 0.5, flips, 0.5 - flips);
    }

    @Test
    void verdictsFollowFromTheNumbers() {
        assertVerdicts(
                Verdict.HOLDS,
                List.of(
                        new JointFlowCertificate(2, 0.5, true, 0.1),
                        descent(true, 0.1, 0.3, 0.6),
                        new WeakFlowCertificate(2, 0.25, 1, true, 1, 0.5),
                        weakDescent(true, 0.5, 0.4)));
        assertVerdicts(
                Verdict.INCONCLUSIVE,
                List.of(
                        new JointFlowCertificate(2, 0.5, false, 0.1),
                        new JointFlowCertificate(2, 0.5, false, 0),
                        descent(false, 0.1, 0.3, 0.6),
                        new WeakFlowCertificate(2, 0.25, 1, false, 1, 0.5),
                        new WeakFlowCertificate(2, 0.25, 1, false, 1, 0),
                        weakDescent(false, 0.5, 0.4)));
        assertVerdicts(
                Verdict.FAILS,
                List.of(
                        new JointFlowCertificate(2, 0.5, true, 0.5),
                        new JointFlowCertificate(2, 0.5, false, 0.6),
                        descent(true, -0.1, 0.3, 0.6),
                        descent(true, 0.1, 0.3, 0.7),
                        descent(false, 0.1, 0.3, 0.8),
                        new WeakFlowCertificate(2, 0.25, 1, true, 1, 0.51),
                        new WeakFlowCertificate(2, 0.25, 0, true, 1, 0),
                        new WeakFlowCertificate(2, 0.25, 1, false, 1, 0.51),
                        weakDescent(true, 0.6, 0.4),
                        weakDescent(true, 0.5, 0.5)));
    }

    private static void assertVerdicts(Verdict expected, List<StartCertificate> certificates) {
        for (StartCertificate certificate : certificates) {
            Report report = certificate.report();
            assertEquals(expected, report.verdict(), report.text());
            assertEquals(expected == Verdict.HOLDS, certificate.isCertain());
            boolean doubt = report.text().contains("if the eigenvalue is the smallest");
            assertTrue(doubt || expected != Verdict.INCONCLUSIVE, report.text());
            assertTrue(!doubt || expected != Verdict.HOLDS, report.text());
        }
    }

    @Test
    void ratesAndSteps() {
        JointFlowCertificate flow = new JointFlowCertificate(4, 0.5, true, 0.1);
        assertEquals(0.4, flow.mu(), 1e-15);
        assertEquals(0.2, flow.rate(), 1e-15);
        assertEquals(Double.POSITIVE_INFINITY, flow.largestStep());
        assertEquals(0.2 * 0.3 * 0.1 / 0.2, descent(true, 0.1, 0.3, 0.6).rate(), 1e-15);
        WeakFlowCertificate weak = new WeakFlowCertificate(4, 0.25, 0.8, true, 1, 0.1);
        assertEquals(0.2, weak.mu(), 1e-15);
        assertEquals(0.1, weak.rate(), 1e-15);
        assertEquals(Double.POSITIVE_INFINITY, weak.largestStep());
        assertEquals(Math.sqrt(0.8) - Math.sqrt(0.2) - 0.1, weak.margin(), 1e-15);
        assertEquals(0.125, weakDescent(true, 0.5, 0.4).rate(), 1e-15);
        assertEquals(0.1, weakDescent(true, 0.5, 0.4).largestStep(), 1e-15);
        assertEquals(Double.NEGATIVE_INFINITY, weakDescent(true, 0.6, 0.4).largestStep());
    }

    @Test
    void stepsThatAreTooLongAreNotGuaranteed() {
        assertSame(
                Verdict.HOLDS, descent(true, 0.1, 0.3, 0.6).report(0.1 - 1e-12).verdict());
        assertSame(Verdict.FAILS, descent(true, 0.1, 0.3, 0.6).report(0.11).verdict());
        assertSame(Verdict.FAILS, descent(true, -0.1, 0.3, 0.6).report(0.01).verdict());
        assertSame(Verdict.HOLDS, weakDescent(true, 0.5, 0.4).report(0.09).verdict());
        assertSame(Verdict.FAILS, weakDescent(true, 0.5, 0.4).report(0.11).verdict());
    }

    /** What is asked for as room harms: a smaller smallest eigenvalue, and larger all else, by 1e-9. */
    @Test
    void measuredNumbersAreTakenToTheSafeSide() {
        PlainRun run = certain();
        JointStart exact = JointStart.of(run.autoencoder(), run.samples(), 0);
        JointStart safe = JointStart.of(run.autoencoder(), run.samples());
        assertTrue(safe.isConfirmed());
        assertRoom(exact.smallestH(), safe.smallestH(), -1);
        assertRoom(exact.normH(), safe.normH(), 1);
        assertRoom(exact.residual(), safe.residual(), 1);
        assertRoom(exact.normA(), safe.normA(), 1);
        assertRoom(exact.lambdaN(), safe.lambdaN(), 2);
        double[] exactReach = exact.parts(0.35, 1).reach();
        double[] safeReach = safe.parts(0.35, 1).reach();
        for (int r = 0; r < exactReach.length; r++) {
            assertTrue(safeReach[r] > exactReach[r] && safeReach[r] < exactReach[r] * (1 + 1e-8));
        }
        assertTrue(safe.flow(1).mu() < exact.flow(1).mu());
        for (FlipBound bound : FlipBound.values()) {
            double step = safe.descent(0.35, 1, bound).largestStep();
            double exactStep = exact.descent(0.35, 1, bound).largestStep();
            assertTrue(step < exactStep && step > exactStep * (1 - 1e-7));
        }
        Golden golden = Golden.read("beyond_p2_weak_start_0");
        WeakStart weak = weakCertain(WeakStart.LARGEST_CONFIRMED);
        assertRoom(golden.number("outputs/smallest_G"), weak.smallestG(), -1);
        double residual = golden.number("outputs/residual");
        assertTrue(weak.residual() > residual * (1 + JointStart.ROOM), "rounding of outputs besides");
        assertEquals(residual, weak.residual(), 2e-9 * residual);
        assertRoom(golden.number("outputs/norm_A"), weak.normA(), 1);
    }

    /** An error that is fitted away to rounding may still be what rounding of outputs hides. */
    @Test
    void anErrorIsAtLeastTheRoundingOfOutputs() {
        PlainRun run = new PlainRun(new double[][] {{1}}, new double[][] {{2}}, new double[][] {{0.5}});
        JointStart start = JointStart.of(run.autoencoder(), run.samples());
        assertEquals(10 * Math.ulp(1.0), start.residual(), 1e-18, "(1 + 1 + 8) ulp of the output 1");
        assertTrue(start.flow(1).isCertain());
    }

    /** 1, .3 and .1 of 10^17 cancel in real numbers up to .2 or so, and in DOUBLE to what it happens to be. */
    @Test
    void anErrorThatLargeDecodersHideIsNotMissed() {
        double[] w = {0.1, 0.3, 1};
        double[] a = {3e17, -1e17, 0};
        double best = Double.POSITIVE_INFINITY;
        double third = 0;
        for (int k = -64; k <= 64; k++) {
            a[2] = Math.sqrt(3) + k;
            PlainRun run = column(w, a);
            double seen = run.autoencoder().loss(run.samples());
            if (seen < best) {
                best = seen;
                third = a[2];
            }
        }
        a[2] = third;
        PlainRun run = column(w, a);
        double output = IntStream.range(0, 3)
                        .mapToObj(r -> new BigDecimal(w[r]).multiply(new BigDecimal(a[r])))
                        .reduce(BigDecimal.ZERO, BigDecimal::add)
                        .doubleValue()
                / Math.sqrt(3);
        JointStart start = JointStart.of(run.autoencoder(), run.samples());
        assertTrue(start.residual() >= Math.abs(1 - output), start.residual() + " for " + (1 - output));
        assertTrue(start.residual() > 10, "what 10^17 hides is not small");
        assertEquals(Verdict.FAILS, start.flow(1).report().verdict());
    }

    private static PlainRun column(double[] w, double[] a) {
        double[][] encoder =
                DoubleStream.of(w).mapToObj(each -> new double[] {each}).toArray(double[][]::new);
        double[][] decoder =
                DoubleStream.of(a).mapToObj(each -> new double[] {each}).toArray(double[][]::new);
        return new PlainRun(new double[][] {{1}}, encoder, decoder);
    }

    @Test
    void aNormThatIsTooSmallIsNotBelieved() {
        INDArray matrix = Nd4j.createFromArray(new double[][] {{2, 1, 0}, {1, 2, 0}, {0, 0, 1}});
        assertEquals(3 + 3e-9, HiddenKernel.largest(matrix, 3, 1e-9, 0), 1e-14);
        assertEquals(3, HiddenKernel.largest(matrix, 3, 0, 0), 1e-12);
        double found = 3 - 1e-9;
        assertEquals(found * (1 + 1e-9), HiddenKernel.largest(matrix, found, 1e-9, 0), 1e-14, "half of the room");
        double frobenius = Math.sqrt(11);
        assertEquals(frobenius * (1 + 1e-9), HiddenKernel.largest(matrix, 3 - 2e-9, 1e-9, 0), 1e-12);
        assertEquals(frobenius * (1 + 1e-9), HiddenKernel.largest(matrix, 1, 1e-9, 0), 1e-12);
        assertEquals(2.9 + 0.4, HiddenKernel.largest(matrix, 2.9, 1e-9, 0.2), 1e-12, "with so much rounding");
        assertEquals(frobenius + 0.01, HiddenKernel.largest(matrix, 2.9, 0, 0.01), 1e-12);
        assertEquals(0, HiddenKernel.largest(matrix.mul(0), 0, 1e-9, 0));
    }

    /** What is there at one time does not grow with the number of samples. */
    @Test
    void manySamplesShowFewUnitsAtOneTime() {
        assertEquals(1024, StartState.unitsOfABlock(1));
        assertEquals(1024, StartState.unitsOfABlock(4096));
        assertEquals(838, StartState.unitsOfABlock(5000));
        assertEquals(4, StartState.unitsOfABlock(1_000_000));
        assertEquals(1, StartState.unitsOfABlock(10_000_000));
        StartState state = new StartState(start(5), Nd4j.ones(DataType.DOUBLE, 2_000_000, 3), 0);
        List<String> blocks = new ArrayList<>();
        state.forEachBlock((block, from) -> blocks.add(from + ": " + block.columns()));
        assertEquals(List.of("0: 2", "2: 2", "4: 1"), blocks);
        blocks.clear();
        new StartState(start(1024), AXES, 0).forEachBlock((block, from) -> blocks.add(from + ": " + block.columns()));
        assertEquals(List.of("0: 1024"), blocks);
    }

    private static void assertRoom(double exact, double safe, int rooms) {
        assertEquals(exact * (1 + rooms * JointStart.ROOM), safe, 1e-11 * exact);
    }

    /** 1100 units are two blocks of pre-activations. */
    @Test
    void flippedDecodersByBruteForce() {
        TwoLayerAutoencoder network = start(1100);
        StartState state = new StartState(network, AXES, 0);
        FlippedDecoder decoder = new FlippedDecoder(state);
        double[] reach = new double[1100];
        double[] more = new double[1100];
        for (int r = 0; r < reach.length; r++) {
            reach[r] = r % 5 == 0 ? 0.05 : 0.001;
            more[r] = 0.002;
        }
        double[] counted = decoder.counted(List.of(reach, more));
        double[] expected = {greatest(network, reach, true), greatest(network, more, true)};
        assertEquals(expected[0], counted[0], 1e-12);
        assertEquals(expected[1], counted[1], 1e-12);
        double spectral = greatest(network, reach, false);
        assertTrue(spectral < 0.99 * expected[0]);
        assertEquals(spectral, decoder.spectral(reach, norm -> true), 1e-12);
        assertEquals(spectral, decoder.spectral(reach, norm -> norm <= spectral), 1e-12);
        double early = decoder.spectral(reach, norm -> norm <= 0.1);
        assertTrue(early > 0.1 && early <= spectral * (1 + 1e-12));
        assertEquals(0, decoder.spectral(reach, norm -> false), "nothing is computed without hope");
        double united = decoder.united(reach);
        assertEquals(norm(network, reach, -1), united, 1e-12);
        assertTrue(united > spectral && united < state.normA());
        double[] all = DoubleStream.generate(() -> 100).limit(1100).toArray();
        assertEquals(Math.sqrt(3 * 1100), decoder.counted(List.of(all))[0], 1e-9);
        assertEquals(state.normA(), decoder.spectral(all, norm -> true));
        assertEquals(state.normA(), decoder.united(all));
        double least = decoder.least(Math.sqrt(3));
        assertTrue(least < 1 && least > 1 - 1e-5, "three rows");
        double[] none = new double[1100];
        assertEquals(0, decoder.counted(List.of(none))[0]);
        assertEquals(0, decoder.spectral(none, norm -> true));
        assertEquals(0, decoder.united(none));
        assertTrue(Stream.of(decoder.sets(none)).allMatch(BitSet::isEmpty));
    }

    private static double greatest(TwoLayerAutoencoder network, double[] reach, boolean counted) {
        return IntStream.range(0, 3)
                .mapToDouble(i -> {
                    Array2DRowRealMatrix flipped = flipped(network, reach, i);
                    return counted ? flipped.getFrobeniusNorm() : norm(network, reach, i);
                })
                .max()
                .orElseThrow();
    }

    private static double norm(TwoLayerAutoencoder network, double[] reach, int axis) {
        return new SingularValueDecomposition(flipped(network, reach, axis)).getNorm();
    }

    /** The columns of units that an axis flips; of those that any one flips if it is -1. */
    private static Array2DRowRealMatrix flipped(TwoLayerAutoencoder network, double[] reach, int axis) {
        double[][] w = network.encoder().toDoubleMatrix();
        double[][] a = network.decoder().transpose().dup('c').toDoubleMatrix();
        return new Array2DRowRealMatrix(IntStream.range(0, reach.length)
                .filter(r -> IntStream.range(0, w.length)
                        .anyMatch(i -> (axis < 0 || axis == i) && Math.abs(w[i][r]) <= reach[r]))
                .mapToObj(r -> a[r])
                .toArray(double[][]::new));
    }

    /** A pre-activation of 0 flips at any step, and rounding may hide one. */
    @Test
    void aUnitOnAKinkCanFlipEvenIfItCannotMove() {
        PlainRun run = new PlainRun(
                new double[][] {{0.1, 0.7}},
                new double[][] {{0.7, -0.1}, {0.7, -0.1000001}},
                new double[][] {{1, 0}, {1, 0}});
        StartState state = new StartState(run.autoencoder(), run.samples(), 0);
        BitSet set = new FlippedDecoder(state).sets(new double[2])[0];
        assertTrue(set.get(0), "0.1 * 0.7 - 0.7 * 0.1 is 0 to rounding");
        assertFalse(set.get(1));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void theBestPartIsTheBestOfSixteen(int number) {
        Golden golden = Golden.read("beyond_p2_joint_start_" + number);
        double gamma = golden.number("inputs/gamma");
        JointStart start = JointStart.of(
                new TwoLayerAutoencoder(golden.matrix("inputs/W"), golden.matrix("inputs/A")),
                golden.matrix("inputs/X").transpose());
        double least = start.flow(gamma).fall() / start.smallestH();
        FlipBound bound = number == 0 ? FlipBound.COUNTED : FlipBound.SPECTRAL;
        List<JointDescentCertificate> all = IntStream.rangeClosed(1, 16)
                .mapToObj(k -> start.descent(least + (1 - least) * k / 17, gamma, bound))
                .filter(StartCertificate::isCertain)
                .toList();
        double best = all.stream()
                .mapToDouble(each -> each.rate() * each.largestStep())
                .max()
                .orElseThrow();
        JointDescentCertificate found = start.descent(gamma);
        assertTrue(found.isCertain());
        assertEquals(best, found.rate() * found.largestStep(), 1e-9 * best);
        double eta = 0.5 * found.largestStep();
        double fastest = all.stream()
                .filter(each -> each.largestStep() >= eta)
                .mapToDouble(StartCertificate::rate)
                .max()
                .orElseThrow();
        JointDescentCertificate at = start.descentAt(gamma, eta);
        assertTrue(at.report(eta).verdict() == Verdict.HOLDS);
        assertEquals(fastest, at.rate(), 1e-9 * fastest);
        assertTrue(at.rate() >= found.rate());
        JointDescentCertificate tooLong = start.descentAt(gamma, 100);
        assertEquals(number == 0, tooLong.largestStep() >= found.largestStep(), "the longest step by counting");
        assertEquals(Verdict.FAILS, tooLong.report(100).verdict());
    }

    @Test
    void theBestWeakPartsAreTheBestOfAll() {
        WeakStart start = weakCertain(WeakStart.LARGEST_CONFIRMED);
        WeakFlowCertificate flow = start.flow();
        WeakDescentCertificate descent = start.descent();
        assertTrue(flow.isCertain() && descent.isCertain());
        double fastest = 0;
        double best = 0;
        double rate = 0;
        double eta = 0.5 * descent.largestStep();
        for (int k = 1; k < 20; k++) {
            WeakFlowCertificate each = start.flow(k / 20.0, FlipBound.COUNTED);
            fastest = each.isCertain() ? Math.max(fastest, each.rate()) : fastest;
            for (double c : new double[] {0.3, 0.5, 0.7}) {
                WeakDescentCertificate step = start.descent(k / 20.0, c, FlipBound.COUNTED);
                best = step.isCertain() ? Math.max(best, step.rate() * step.largestStep()) : best;
                rate = step.isCertain() && step.largestStep() >= eta ? Math.max(rate, step.rate()) : rate;
            }
        }
        assertEquals(fastest, flow.rate(), 1e-12);
        assertEquals(best, descent.rate() * descent.largestStep(), 1e-12);
        assertEquals(rate, start.descentAt(eta).rate(), 1e-12);
        assertFalse(start.descentAt(1e3).report(1e3).verdict() == Verdict.HOLDS);
    }

    @Test
    void stepsOfTheLargestSizeAreCertain() {
        PlainRun run = certain();
        JointStart joint = JointStart.of(run.autoencoder(), run.samples());
        JointDescentCertificate best = joint.descent(1);
        JointDescentCertificate same = joint.descentAt(1, best.largestStep());
        assertEquals(Verdict.HOLDS, same.report(best.largestStep()).verdict());
        assertTrue(same.rate() >= best.rate());
        WeakStart weak = weakCertain(WeakStart.LARGEST_CONFIRMED);
        WeakDescentCertificate weakBest = weak.descent();
        WeakDescentCertificate weakSame = weak.descentAt(weakBest.largestStep());
        assertEquals(Verdict.HOLDS, weakSame.report(weakBest.largestStep()).verdict());
        assertTrue(weakSame.rate() >= weakBest.rate());
    }

    /** Where nobody forms G, its smallest eigenvalue is what a solver finds. */
    @Test
    void withoutAConfirmationNothingIsCertain() {
        WeakStart formed = weakCertain(WeakStart.LARGEST_CONFIRMED);
        WeakStart solved = weakCertain(3);
        assertTrue(formed.isConfirmed());
        assertFalse(solved.isConfirmed());
        assertEquals(formed.smallestG(), solved.smallestG(), 1e-7);
        double found = weakCertain(3, 0).smallestG();
        assertEquals(0.75 * found, weakCertain(3, 0.25).smallestG(), 1e-6 * found, "less the room");
        int outputs =
                (int) Golden.read("beyond_p2_weak_start_0").matrix("inputs/X").length();
        assertTrue(weakCertain(outputs).isConfirmed());
        assertFalse(weakCertain(outputs - 1).isConfirmed());
        assertEquals(Verdict.INCONCLUSIVE, solved.flow().report().verdict());
        assertEquals(Verdict.INCONCLUSIVE, solved.descent().report().verdict());
        assertTrue(solved.toString().contains("if it is the smallest"), solved.toString());
        assertFalse(formed.toString().contains("if it is the smallest"), formed.toString());
    }

    @Test
    void whatCanBeSaidWithoutFlipsOrErrors() {
        TwoLayerAutoencoder zero =
                new TwoLayerStart(3, 1, DecoderLaw.ZERO, DataType.DOUBLE).autoencoder(2000, RandomStreams.of(7));
        JointStart start = JointStart.of(zero, AXES);
        assertEquals(Math.sqrt(3), start.residual(), 1e-8);
        JointDescentCertificate descent = start.descent(1);
        assertTrue(descent.isCertain());
        assertEquals(0, start.normA());
        assertEquals(0, descent.flipNorm());
        WeakStart weak = WeakStart.of(zero, AXES);
        assertEquals(0, weak.smallestG());
        assertFalse(weak.flow().isCertain() || weak.descent().isCertain());
        assertFalse(weak.flow(0.5, FlipBound.SPECTRAL).isCertain());
        assertEquals(Double.POSITIVE_INFINITY, weak.descent().flips());
    }

    /** Three samples and two units: H has the eigenvalue 0. */
    @Test
    void tooFewUnitsGuaranteeNothing() {
        JointStart start = JointStart.of(start(2), AXES);
        assertEquals(0, start.smallestH());
        assertTrue(start.isConfirmed());
        assertEquals(Verdict.FAILS, start.flow(1).report().verdict());
        JointDescentCertificate descent = start.descent(1);
        assertEquals(Verdict.FAILS, descent.report().verdict());
        assertEquals(Double.NEGATIVE_INFINITY, descent.largestStep());
        assertEquals(
                Double.NEGATIVE_INFINITY,
                start.descent(0.5, 1, FlipBound.SPECTRAL).largestStep());
        assertEquals(start.normA(), descent.flipNorm());
        assertEquals(Verdict.FAILS, start.descentAt(0.5, 0.1).report(0.1).verdict());
    }

    @Test
    void numbersOfFloatAreMeasuredInDouble() {
        TwoLayerAutoencoder single = TwoLayerStart.standard(3, DataType.FLOAT).autoencoder(200, RandomStreams.of(7));
        TwoLayerAutoencoder same = new TwoLayerAutoencoder(
                single.encoder().castTo(DataType.DOUBLE), single.decoder().castTo(DataType.DOUBLE));
        JointStart expected = JointStart.of(same, AXES);
        JointStart actual = JointStart.of(single, AXES.castTo(DataType.FLOAT));
        assertEquals(expected.smallestH(), actual.smallestH());
        assertEquals(expected.residual(), actual.residual());
        assertEquals(expected.toString(), actual.toString());
        assertEquals(
                "JointStart[samples=3, features=3, width=200, lambda_min(H)=" + expected.smallestH() + ", residual="
                        + expected.residual() + "]",
                expected.toString());
    }

    @Test
    void refusesWhatItSaysNothingOf() {
        TwoLayerAutoencoder good = start(10);
        INDArray w = good.encoder();
        refused("untied", () -> JointStart.of(TwoLayerAutoencoder.weightTied(w, OutputScaling.INVERSE_ROOT), AXES));
        refused(
                "INVERSE_ROOT",
                () -> WeakStart.of(new TwoLayerAutoencoder(w, good.decoder(), OutputScaling.INVERSE_WIDTH), AXES));
        refused("samples", () -> JointStart.of(good, AXES.mul(0)));
        refused("samples", () -> JointStart.of(good, AXES.div(0)));
        refused("samples", () -> JointStart.of(good, Draws.identity(4)));
        refused("FLOAT", () -> JointStart.of(good, AXES.castTo(DataType.FLOAT)));
        refused("encoder", () -> JointStart.of(new TwoLayerAutoencoder(w.div(0), good.decoder()), AXES));
        refused("decoder", () -> JointStart.of(new TwoLayerAutoencoder(w, w.div(0)), AXES));
        refused("number of samples", () -> JointStart.of(good, Nd4j.ones(DataType.DOUBLE, 5001, 3)));
        TwoLayerAutoencoder huge =
                new TwoLayerAutoencoder(w.mul(1e160), good.decoder().mul(1e160));
        refused("the error =", () -> WeakStart.of(huge, AXES));
        TwoLayerAutoencoder large =
                new TwoLayerAutoencoder(w.mul(1e100), good.decoder().mul(0));
        refused("H", () -> JointStart.of(large, AXES.mul(1e100)));
        JointStart joint = JointStart.of(good, AXES);
        WeakStart weak = WeakStart.of(good, AXES);
        refused("gamma", () -> joint.flow(0));
        refused("gamma", () -> joint.descent(1.01));
        refused("gamma", () -> joint.descent(0.5, -1, FlipBound.COUNTED));
        refused("gamma", () -> joint.descentAt(Double.NaN, 1));
        refused("eta", () -> joint.descentAt(1, 0));
        refused("c =", () -> joint.descent(0, 1, FlipBound.COUNTED));
        refused("1 - c", () -> joint.descent(1, 1, FlipBound.COUNTED));
        refused("theta", () -> weak.flow(0, FlipBound.COUNTED));
        refused("1 - theta", () -> weak.descent(1, 0.5, FlipBound.COUNTED));
        refused("1 - c", () -> weak.descent(0.5, 1, FlipBound.COUNTED));
        refused("eta", () -> weak.descentAt(-1));
    }

    private static void refused(String text, Runnable what) {
        String message = assertThrows(IllegalArgumentException.class, what::run).getMessage();
        assertTrue(message.contains(text), message);
    }
}
