package org.autoencoder4j.check.contraction;

import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.check.Samples;
import org.autoencoder4j.check.consistency.Proportion;
import org.autoencoder4j.check.contraction.internal.SparseCap;
import org.autoencoder4j.check.expectation.OwnSupportGradient;
import org.autoencoder4j.check.expectation.PopulationDynamics;
import org.autoencoder4j.gradient.SampleGradient;
import org.autoencoder4j.model.Dictionaries;
import org.autoencoder4j.model.Draw;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.OracleGradient;
import org.autoencoder4j.model.law.CodeLaw;
import org.autoencoder4j.model.law.UnstatedConstantException;
import org.autoencoder4j.model.law.ValueLaw;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.report.Verdict;
import org.autoencoder4j.testsupport.Golden;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

class SparseInductionTest {
    private static final Golden GOLDEN = Golden.read("beyond_p1_sparse_caps_0");
    private static final RandomStreams STREAMS = RandomStreams.of(40);
    private static final int KINDS = 6;

    /** The golden kappa2 is 1.03, which is that of uniform magnitudes between .7 and 1.3. */
    private static GenerativeModel goldenModel() {
        return GenerativeModel.sparseCoding(
                GOLDEN.matrix("inputs/A"),
                (int) GOLDEN.number("inputs/k"),
                ValueLaw.symmetricUniform(GOLDEN.number("inputs/a1"), GOLDEN.number("inputs/a2")),
                GOLDEN.number("inputs/sigma"));
    }

    /** zeta at which {@code zeta p1 kappa2} is a. */
    static double rate(GenerativeModel model, double a) {
        CodeLaw law = model.codeLaw();
        return a / (law.inclusion(0) * law.values().kappa2());
    }

    private static SparseInduction golden() {
        return SparseInduction.of(goldenModel(), rate(goldenModel(), GOLDEN.number("inputs/a")));
    }

    @Test
    void goldenCaps() {
        SparseInduction induction = golden();
        assertEquals(1.03, goldenModel().codeLaw().values().kappa2(), 1e-12);
        for (String name : List.of("0.02", "0.1")) {
            String key = "outputs/delta_" + name + "/";
            double angle = CertifiedSteps.angle(Double.parseDouble(name));
            SparseCap cap = induction.cap(angle);
            int units = GOLDEN.doubles(key + "X").length;
            double[] across = IntStream.range(0, units).mapToDouble(cap::across).toArray();
            double[] along = IntStream.range(0, units).mapToDouble(cap::along).toArray();
            assertClose(GOLDEN.vector(key + "X"), Nd4j.createFromArray(across), GOLDEN.tolerance());
            assertClose(GOLDEN.vector(key + "Y"), Nd4j.createFromArray(along), GOLDEN.tolerance());
            assertClose(GOLDEN.number(key + "step_oracle"), induction.after(0, angle), GOLDEN.tolerance());
            assertClose(
                    GOLDEN.number(key + "lipschitz"),
                    induction.lipschitz(Double.parseDouble(name)),
                    GOLDEN.tolerance());
        }
    }

    /** The golden search for s is rougher: its bounds are valid and up to 1e-3 greater. */
    @Test
    void goldenMisfires() {
        SparseInduction induction = golden().withThreshold(GOLDEN.number("inputs/hard_threshold"));
        for (String name : List.of("0.02", "0.1")) {
            String key = "outputs/delta_" + name + "/";
            SparseMisfires misfires = induction.misfires(Double.parseDouble(name));
            double[] golden = GOLDEN.doubles(key + "misfire");
            assertEquals(golden[0], misfires.off());
            assertTrue(misfires.on() <= golden[1] && misfires.on() > golden[1] - 1e-3, misfires.toString());
            assertEquals(golden[2], misfires.any());
            assertClose(GOLDEN.number(key + "error"), misfires.error(), GOLDEN.tolerance());
        }
    }

    /**
     * Misfires that are neither certain nor impossible: tails by a NumPy search over 2e5 values of t, written apart. e is
     * recomputed from them.
     */
    @Test
    void misfiresOfAnotherProgram() {
        GenerativeModel two = bases(256, 2, 0.03);
        assertMisfires(
                two,
                0.4,
                0.07,
                3.442837115739317e-07,
                4.0225894015003006e-54,
                0.0013030487741469417,
                0.31101964916581976);
        GenerativeModel three = GenerativeModel.sparseCoding(
                Dictionaries.identityAndHadamard(256, DataType.DOUBLE), 3, ValueLaw.symmetricUniform(0.8, 1.2), 0.03);
        assertMisfires(
                three,
                0.5,
                0.02,
                7.936055560225602e-13,
                7.246455393446055e-05,
                0.0005499299494934191,
                0.10010152160733488);
    }

    private static void assertMisfires(
            GenerativeModel model, double lambda, double delta, double off, double on, double any, double error) {
        SparseMisfires misfires =
                SparseInduction.of(model, 1).withThreshold(lambda).misfires(delta);
        assertEquals(1, misfires.off() / off, 1e-6);
        assertEquals(1, misfires.on() / on, 1e-6);
        assertEquals(1, misfires.any() / any, 1e-6);
        assertEquals(1, misfires.error() / error, 1e-6);
    }

    /**
     * Drawn codes and weights of the ball: the lower limits of all 3 m frequencies are wrong together with a
     * probability of at most Q(4) = 3.2e-5. 10000 samples.
     */
    @Test
    void drawnCodesMisfireNoMoreOften() {
        GenerativeModel model = bases(32, 2, 0.1);
        double delta = 0.05;
        double lambda = 0.5;
        SparseMisfires bounds =
                SparseInduction.of(model, 1).withThreshold(lambda).misfires(delta);
        assertTrue(bounds.off() < 0.2 && bounds.on() < 0.2, bounds.toString());
        INDArray weights = start(model.dictionary(), CertifiedSteps.angle(delta), 2, Samples.random(51));
        Draw draw = model.draw(STREAMS, 0, 10_000);
        double[][] products = HeapMatrix.rows(draw.observations().mmul(weights));
        int units = model.units();
        int[] off = new int[units];
        int[] on = new int[units];
        int[] any = new int[units];
        int[] members = new int[units];
        for (int t = 0; t < products.length; t++) {
            int[] support = draw.support(t);
            boolean[] inside = new boolean[units];
            Arrays.stream(support).forEach(i -> inside[i] = true);
            boolean misfire = false;
            for (int i = 0; i < units; i++) {
                boolean fires = Math.abs(products[t][i]) >= lambda;
                misfire |= fires != inside[i];
                off[i] += fires && !inside[i] ? 1 : 0;
                on[i] += inside[i] && !fires ? 1 : 0;
            }
            for (int i : support) {
                members[i]++;
                any[i] += misfire ? 1 : 0;
            }
        }
        int fired = 0;
        for (int i = 0; i < units; i++) {
            fired += off[i];
            assertTrue(low(off[i], products.length - members[i], 3 * units) <= bounds.off());
            assertTrue(low(on[i], members[i], 3 * units) <= bounds.on());
            assertTrue(low(any[i], members[i], 3 * units) <= bounds.any());
        }
        assertTrue(fired > 100, fired + " units off the support fired");
    }

    private static double low(int count, int trials, int proportions) {
        return new Proportion(count, trials).confidence(proportions).low();
    }

    private static GenerativeModel bases(int features, int sparsity, double noise) {
        return GenerativeModel.sparseCoding(
                Dictionaries.identityAndHadamard(features, DataType.DOUBLE), sparsity, ValueLaw.rademacher(), noise);
    }

    /** The golden file's angles are for kappa2 = 1.03; a = 1. */
    @Test
    void goldenAngles() {
        GenerativeModel model = GenerativeModel.sparseCoding(
                Dictionaries.identityAndHadamard(64, DataType.DOUBLE),
                2,
                ValueLaw.symmetricUniform(0.7, 1.3),
                GOLDEN.number("inputs/bases_sigma"));
        double[] golden = GOLDEN.doubles("outputs/bases_angles");
        CertifiedSteps steps = SparseInduction.of(model, rate(model, 1)).steps(CertifiedSteps.delta(golden[0]), 4);
        assertTrue(steps.complete());
        assertClose(Nd4j.createFromArray(golden), Nd4j.createFromArray(steps.angles()), GOLDEN.tolerance());
        assertEquals(0, steps.failure());
    }

    /** Supports of three, by an independent program: atoms that differ in their products, and orthonormal ones with long steps. */
    @Test
    void threeAtomsAtATime() {
        INDArray atoms = Nd4j.createFromArray(
                        new double[][] {{1, 0, 0}, {0.6, 0.8, 0}, {0, 0.28, 0.96}, {0, -0.6, 0.8}, {0.48, 0.6, -0.64}})
                .transpose()
                .dup();
        SparseInduction induction = three(atoms, 0.1);
        SparseCap cap = induction.cap(CertifiedSteps.angle(0.05));
        double[] across = {
            3.2118641675109036, 3.9398042909124658, 3.072555957713542, 4.047470237935118, 3.865336455594094
        };
        double[] along = {3.205520475543799, 6.253882358885904, 3.2979850144974305, 6.818325575451045, 8.816521991428031
        };
        for (int i = 0; i < 5; i++) {
            assertClose(across[i], cap.across(i), 1e-11);
            assertClose(along[i], cap.along(i), 1e-11);
        }
        assertClose(1.3052847423124034, induction.after(0, CertifiedSteps.angle(0.05)), 1e-11);
        assertClose(25.755350308739306, induction.lipschitz(0.05), 1e-11);
        INDArray axes = Nd4j.eye(16).castTo(DataType.DOUBLE);
        assertClose(0.06942054657775527, three(axes, 0.8).after(0, CertifiedSteps.angle(0.05)), 1e-11);
        assertClose(1.544077701182019, three(axes, 0.8).lipschitz(0.05), 1e-11);
        assertClose(1.2036968505019863, three(axes, 0.3).lipschitz(0.05), 1e-11);
    }

    private static SparseInduction three(INDArray atoms, double a) {
        GenerativeModel model = GenerativeModel.sparseCoding(atoms, 3, ValueLaw.rademacher(), 0.1);
        return SparseInduction.of(model, rate(model, a));
    }

    /** Of BEYOND's account: what is certified, and what is not although runs converge. */
    @Test
    void whatIsCertified() {
        GenerativeModel bases = bases(256, 2, 0);
        SparseInduction induction = SparseInduction.of(bases, rate(bases, 1));
        assertTrue(induction.steps(0.33, 40).complete());
        assertTrue(induction.steps(0.33, 40).limit().orElseThrow() < 1e-9);
        assertFalse(induction.steps(0.36, 40).complete());
        GenerativeModel random = GenerativeModel.sparseCoding(
                Dictionaries.gaussian(128, 128, DataType.DOUBLE, STREAMS), 2, ValueLaw.rademacher(), 0);
        SparseInduction loose = SparseInduction.of(random, rate(random, 0.7));
        assertEquals(Verdict.INCONCLUSIVE, loose.fixedPoint(0.02).verdict());
        assertEquals(Verdict.NOT_APPLICABLE, loose.fixedPoint(1).verdict());
    }

    /** With the encoder's own support: from .07 to 1e-6 in 8 steps. */
    @Test
    void ownSupport() {
        GenerativeModel bases = bases(256, 2, 0.01);
        SparseInduction own = SparseInduction.of(bases, rate(bases, 1)).withThreshold(0.4);
        CertifiedSteps steps = own.steps(0.07, 8);
        assertTrue(steps.complete());
        assertTrue(steps.deltas()[8] < 2e-6, steps.toString());
        assertEquals(Verdict.HOLDS, own.fixedPoint(0.07).verdict());
        assertTrue(own.misfires(0.07).error() > 0);
        assertEquals(
                new SparseMisfires(0, 0, 0, 0),
                SparseInduction.of(bases, rate(bases, 1)).misfires(0.07));
        assertEquals(0, own.withThreshold(0.5).steps(0.3, 3).certified());
        assertEquals(0, own.withThreshold(1.2).steps(0.01, 3).certified());
    }

    /**
     * Discrete values that pass a threshold of .6 somewhere in the ball, with a probability of 1e-7: the bound is below the ball's,
     * but without noise the step jumps there. Where no code comes to the threshold it does not, nor on the true support.
     */
    @Test
    void aStepThatJumpsMayHaveNoFixedPoint() {
        GenerativeModel jumps = bases(1024, 6, 0);
        SparseInduction own = SparseInduction.of(jumps, rate(jumps, 1)).withThreshold(0.6);
        assertTrue(own.steps(0.05, 1).deltas()[1] < 0.05);
        assertEquals(Verdict.HOLDS, own.steps(0.05, 1).report(0.05).verdict());
        assertEquals(Verdict.NOT_APPLICABLE, own.fixedPoint(0.05).verdict());
        assertEquals("sigma", own.fixedPoint(0.05).conditions().get(1).quantity());
        GenerativeModel silent = bases(256, 2, 0);
        SparseInduction oracle = SparseInduction.of(silent, rate(silent, 1));
        // Off the support products are .26 at most, on it .867 at least: 2 Mx and cos phi - Mx, Mx = cos phi/16 + sin
        // phi.
        assertEquals(Verdict.HOLDS, oracle.fixedPoint(0.07).verdict());
        assertEquals(Verdict.HOLDS, oracle.withThreshold(0.4).fixedPoint(0.07).verdict());
        double most = 2 * (Math.cos(CertifiedSteps.angle(0.02)) / 16 + Math.sin(CertifiedSteps.angle(0.02)));
        double least = Math.cos(CertifiedSteps.angle(0.02)) - most / 2;
        assertEquals(
                1,
                oracle.withThreshold(most + 1e-9).fixedPoint(0.02).conditions().size());
        assertEquals(
                2,
                oracle.withThreshold(most - 1e-9).fixedPoint(0.02).conditions().size());
        assertEquals(
                1,
                oracle.withThreshold(least - 1e-9).fixedPoint(0.02).conditions().size());
        assertEquals(
                2,
                oracle.withThreshold(least + 1e-9).fixedPoint(0.02).conditions().size());
    }

    private static TiedAutoencoder thresholds(INDArray weights, double lambda) {
        return new TiedAutoencoder(
                weights, Nd4j.zeros(DataType.DOUBLE, weights.columns()), Activation.hardThreshold(lambda));
    }

    /**
     * What misfires add to the expected gradient, from the same samples on both supports. Eight batches find a direction for each
     * column, and 64 others the mean along it, whose length the bound keeps: their mean is more than 5 standard errors above it in
     * any of the 32 or 128 columns with a probability of at most 3e-4 (Student's t of 63 degrees).
     */
    @Test
    void drawnGradientsDifferByNoMoreThanTheirBound() {
        double first = differs(bases(16, 1, 0.12), 0.5, 0.1, 1000);
        assertTrue(first > 5e-4 && first < 1, "the greatest difference has this share of its bound: " + first);
        double second = differs(bases(64, 2, 0.12), 0.5, 0.05, 300);
        assertTrue(second > 1e-5 && second < 1, "the greatest difference has this share of its bound: " + second);
    }

    private static double differs(GenerativeModel model, double lambda, double delta, int size) {
        SparseMisfires bounds =
                SparseInduction.of(model, 1).withThreshold(lambda).misfires(delta);
        double bound = bounds.error()
                * model.codeLaw().inclusion(0)
                * model.codeLaw().values().kappa2();
        INDArray weights = start(model.dictionary(), CertifiedSteps.angle(delta), 2, Samples.random(52));
        TiedAutoencoder units = thresholds(weights, lambda);
        SampleGradient own = SampleGradient.of(model.batches(STREAMS, size));
        OracleGradient truth = OracleGradient.of(model, STREAMS, size);
        INDArray direction = Nd4j.zeros(DataType.DOUBLE, model.features(), model.units());
        for (int batch = 0; batch < 8; batch++) {
            direction.addi(
                    own.at(units, batch).weights().sub(truth.at(units, batch).weights()));
        }
        direction.diviRowVector(direction.norm2(0).addi(1e-300));
        INDArray means = Nd4j.create(DataType.DOUBLE, 64, model.units());
        for (int batch = 0; batch < 64; batch++) {
            INDArray difference = own.at(units, 8 + batch)
                    .weights()
                    .sub(truth.at(units, 8 + batch).weights());
            means.putRow(batch, difference.mul(direction).sum(0));
        }
        INDArray mean = means.mean(0);
        INDArray error = means.std(0).div(8);
        for (int i = 0; i < model.units(); i++) {
            double least = mean.getDouble(i) - 5 * error.getDouble(i);
            assertTrue(least <= bound, least + " of unit " + i + " is above " + bound);
        }
        return mean.maxNumber().doubleValue() / bound;
    }

    /**
     * With one atom a code, of either sign, the gradient at -y is that at y: the expected step of the encoder is that of a mixture,
     * which is exact. Its runs keep to their certificate, misfires counted.
     */
    private static double ownRuns(int runs) {
        INDArray bases = Dictionaries.identityAndHadamard(16, DataType.DOUBLE);
        INDArray atoms = bases.getColumns(0, 1, 2, 3, 16, 18, 21, 31).dup('f');
        GenerativeModel model = GenerativeModel.sparseCoding(atoms, 1, ValueLaw.rademacher(), 0.06);
        double zeta = rate(model, 0.5);
        SparseInduction induction = SparseInduction.of(model, zeta);
        CertifiedSteps certified = induction.withThreshold(0.6).steps(0.1, 6);
        assertTrue(certified.complete(), certified::toString);
        assertEquals(CodeSupport.OWN, certified.support());
        assertTrue(certified.deltas()[1] > induction.steps(0.1, 1).deltas()[1] + 0.001, certified::toString);
        GenerativeModel mixture = GenerativeModel.mixtureOfGaussians(model.dictionary(), model.noise());
        PopulationDynamics dynamics = new PopulationDynamics(
                mixture,
                OwnSupportGradient.of(mixture),
                Activation.hardThreshold(0.6),
                Nd4j.zeros(DataType.DOUBLE, model.units()),
                zeta);
        RandomGenerator random = Samples.random(53);
        double closest = 0;
        for (int run = 0; run < runs; run++) {
            INDArray weights = start(model.dictionary(), certified.angles()[0], run % KINDS, random);
            double[] errors = new double[7];
            for (int step = 0; step < errors.length; step++) {
                errors[step] = error(weights, model.dictionary());
                weights = dynamics.update(weights);
            }
            Report report = certified.follows(errors);
            assertEquals(Verdict.HOLDS, report.verdict(), report::text);
            closest = Math.max(closest, errors[1] / certified.deltas()[1]);
        }
        return closest;
    }

    @Test
    void runsOnTheOwnSupportKeepToTheirCertificate() {
        double closest = ownRuns(100);
        assertTrue(closest > 0.5 && closest < 1, "the closest has this share of its bound: " + closest);
    }

    @Test
    @Tag("slow")
    void aThousandRunsOnTheOwnSupportKeepToTheirCertificate() {
        ownRuns(1000);
    }

    /** Two atoms a code, on 20000 fresh samples a step: what they add to the truth is well within what the bound does. */
    @Test
    void drawnRunsOnTheOwnSupportKeepToTheirCertificate() {
        GenerativeModel model = bases(64, 2, 0.03);
        double zeta = rate(model, 0.5);
        CertifiedSteps certified =
                SparseInduction.of(model, zeta).withThreshold(0.5).steps(0.05, 2);
        assertTrue(certified.complete(), certified::toString);
        for (int kind : new int[] {0, 2}) {
            INDArray weights = start(model.dictionary(), certified.angles()[0], kind, Samples.random(54 + kind));
            SampleGradient gradient = SampleGradient.of(model.batches(RandomStreams.of(60 + kind), 20_000));
            double[] errors = new double[3];
            for (int step = 0; step < errors.length; step++) {
                errors[step] = error(weights, model.dictionary());
                INDArray next = weights.sub(
                        gradient.at(thresholds(weights, 0.5), step).weights().mul(zeta));
                weights = next.divRowVector(next.norm2(0));
            }
            Report report = certified.follows(errors);
            assertEquals(Verdict.HOLDS, report.verdict(), report::text);
            assertTrue(errors[1] > 0.2 * certified.deltas()[1], errors[1] + " of " + certified);
        }
    }

    /** One atom a code: other atoms play no part, and without bias a step of a = 1 cubes the error. */
    @Test
    void oneAtomByHand() {
        GenerativeModel single = bases(4, 1, 0);
        double angle = 0.3;
        double s = Math.sin(angle);
        double c = Math.cos(angle);
        assertClose(
                Math.atan(s * s * s / Math.min(1, c * (1 + s * s))),
                SparseInduction.of(single, rate(single, 1)).after(0, angle),
                1e-14);
        assertClose(
                Math.atan((1 - 0.5 * c * c) * s / Math.min(1, c * (1 + 0.5 * s * s))),
                SparseInduction.of(single, rate(single, 0.5)).after(0, angle),
                1e-14);
        assertClose(
                Math.atan(1.5 * s / Math.min(1, c * (1 + 2.5 * s * s))),
                SparseInduction.of(single, rate(single, 2.5)).after(0, angle),
                1e-14);
    }

    /** Random, common and adversarial directions: each column at its greatest angle. */
    static INDArray start(INDArray dictionary, double angle, int kind, RandomGenerator random) {
        double[][] atoms = HeapMatrix.columns(dictionary);
        INDArray gram = Nd4j.gemm(dictionary, dictionary, true, false);
        double[][] toNeighbours = HeapMatrix.columns(Nd4j.gemm(dictionary, gram, false, false));
        double[][] toSigns = HeapMatrix.columns(Nd4j.gemm(dictionary, Transforms.sign(gram), false, false));
        double[] common = random.doubles(atoms[0].length, -1, 1).toArray();
        double[][] columns = new double[atoms.length][];
        for (int i = 0; i < atoms.length; i++) {
            double[] seek = switch (kind) {
                case 0 -> random.doubles(common.length, -1, 1).toArray();
                case 1 -> common;
                case 2 -> atoms[(i + 1) % atoms.length];
                case 3 -> toNeighbours[i];
                case 4 -> toSigns[i];
                default -> Arrays.stream(toNeighbours[i]).map(x -> -x).toArray();
            };
            columns[i] = turned(atoms[i], seek, random, angle);
        }
        return HeapMatrix.ofColumns(columns, DataType.DOUBLE);
    }

    /** Turns an atom to a vector, or anywhere if that lies along it. */
    private static double[] turned(double[] atom, double[] seek, RandomGenerator random, double angle) {
        double[] across = across(atom, seek);
        if (norm(across) < 1e-6 * norm(seek)) {
            across = across(atom, random.doubles(atom.length, -1, 1).toArray());
        }
        double length = norm(across);
        double[] turned = new double[atom.length];
        for (int r = 0; r < atom.length; r++) {
            turned[r] = Math.cos(angle) * atom[r] + Math.sin(angle) * across[r] / length;
        }
        double norm = norm(turned);
        return Arrays.stream(turned).map(x -> x / norm).toArray();
    }

    private static double[] across(double[] atom, double[] vector) {
        double along = 0;
        for (int r = 0; r < atom.length; r++) {
            along += atom[r] * vector[r];
        }
        double[] across = new double[atom.length];
        for (int r = 0; r < atom.length; r++) {
            across[r] = vector[r] - along * atom[r];
        }
        return across;
    }

    private static double norm(double[] vector) {
        return Math.sqrt(Arrays.stream(vector).map(x -> x * x).sum());
    }

    static double error(INDArray weights, INDArray dictionary) {
        return weights.sub(dictionary).norm2(0).maxNumber().doubleValue();
    }

    /** Runs from the spheres of balls: how many steps are bounded, and how close the closest comes to its bound. */
    private static final class Search {
        private final RandomGenerator random = Samples.random(50);
        private int steps;
        private double closest;

        void follow(GenerativeModel model, double a, double[] deltas, int starts, int mostSteps) {
            SparseInduction induction = SparseInduction.of(model, rate(model, a));
            INDArray bias = Nd4j.zeros(DataType.DOUBLE, model.units());
            PopulationDynamics dynamics = new PopulationDynamics(model, bias, rate(model, a));
            for (double delta : deltas) {
                double[] bounds = induction.steps(delta, mostSteps).deltas();
                for (int start = 0; start < starts; start++) {
                    INDArray weights = start(model.dictionary(), CertifiedSteps.angle(delta), start % KINDS, random);
                    for (int step = 1; step < bounds.length; step++) {
                        weights = dynamics.update(weights);
                        double error = error(weights, model.dictionary());
                        assertTrue(error <= bounds[step] + 1e-14, error + " <= " + bounds[step] + " from " + delta);
                        closest = Math.max(closest, error / bounds[step]);
                        steps++;
                    }
                }
            }
        }
    }

    private static GenerativeModel random(int features, int units, int sparsity, double noise) {
        return GenerativeModel.sparseCoding(
                Dictionaries.gaussian(features, units, DataType.DOUBLE, STREAMS),
                sparsity,
                ValueLaw.symmetricUniform(0.8, 1.2),
                noise);
    }

    /** Of a hundred exact steps and more some come close enough to their bounds for these to mean something. */
    @Test
    void noStepLeavesItsBound() {
        double[] deltas = {0.02, 0.1, 0.3};
        Search search = new Search();
        search.follow(bases(16, 2, 0.02), 1, deltas, 12, 3);
        search.follow(random(20, 24, 2, 0.01), 0.8, deltas, 12, 2);
        search.follow(random(30, 12, 3, 0), 0.5, deltas, 12, 2);
        assertTrue(search.steps > 100, search.steps + " steps");
        assertTrue(search.closest > 0.1, "the closest step has this share of its bound: " + search.closest);
        search.follow(bases(16, 1, 0), 1.6, deltas, 5, 3);
        assertTrue(search.closest > 0.99, "with one atom a code the bound is attained: " + search.closest);
    }

    @Test
    @Tag("slow")
    void tenThousandStepsKeepTheirBounds() {
        double[] deltas = {0.005, 0.02, 0.05, 0.1, 0.2, 0.3};
        Search search = new Search();
        search.follow(bases(32, 2, 0.02), 1, deltas, 500, 3);
        search.follow(random(20, 24, 2, 0.01), 0.8, deltas, 500, 2);
        search.follow(random(30, 12, 3, 0), 0.5, deltas, 500, 2);
        search.follow(random(200, 60, 4, 0.05), 0.3, deltas, 50, 2);
        search.follow(bases(16, 1, 0), 1.6, deltas, 50, 3);
        assertTrue(search.steps > 10_000, search.steps + " steps");
    }

    @Test
    void refusesOtherModels() {
        INDArray atoms = Dictionaries.gaussian(6, 4, DataType.DOUBLE, STREAMS);
        GenerativeModel sparse = GenerativeModel.sparseCoding(atoms, 2, ValueLaw.rademacher(), 0);
        assertThrows(IllegalArgumentException.class, () -> SparseInduction.of(sparse, 0));
        assertThrows(
                IllegalArgumentException.class,
                () -> SparseInduction.of(GenerativeModel.mixtureOfGaussians(atoms, 0), 1));
        assertThrows(
                IllegalArgumentException.class,
                () -> SparseInduction.of(
                        GenerativeModel.nonNegativeSparseCoding(atoms, 2, ValueLaw.nonNegativeUniform(1, 1), 0), 1));
        assertThrows(
                IllegalArgumentException.class,
                () -> SparseInduction.of(GenerativeModel.sparseCoding(atoms.mul(2), 2, ValueLaw.rademacher(), 0), 1));
        assertThrows(
                IllegalArgumentException.class,
                () -> SparseInduction.of(
                        GenerativeModel.sparseCoding(atoms.castTo(DataType.FLOAT), 2, ValueLaw.rademacher(), 0), 1));
        SparseInduction induction = SparseInduction.of(sparse, 1);
        assertThrows(IllegalArgumentException.class, () -> induction.withThreshold(0));
        assertThrows(IllegalArgumentException.class, () -> induction.steps(1.5, 2));
        assertThrows(IllegalArgumentException.class, () -> induction.fixedPoint(-1));
        assertThrows(IllegalArgumentException.class, () -> induction.misfires(-1));
        SparseInduction laplace = SparseInduction.of(GenerativeModel.sparseCoding(atoms, 2, ValueLaw.laplace(1), 0), 1);
        assertThrows(UnstatedConstantException.class, () -> laplace.withThreshold(0.3));
        assertTrue(induction.toString().contains("true support"));
        assertTrue(induction.withThreshold(0.3).toString().contains("lambda=0.3"));
    }
}
