package org.autoencoder4j.ntk;

import static org.autoencoder4j.report.Verdict.FAILS;
import static org.autoencoder4j.report.Verdict.HOLDS;
import static org.autoencoder4j.report.Verdict.INCONCLUSIVE;
import static org.autoencoder4j.report.Verdict.NOT_APPLICABLE;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.descent.LearningRate;
import org.autoencoder4j.descent.TwoLayerDescent;
import org.autoencoder4j.gradient.Gradient;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.gradient.TwoLayerSampleGradient;
import org.autoencoder4j.init.DecoderLaw;
import org.autoencoder4j.init.TwoLayerStart;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.ntk.certificate.CertaintyRecord;
import org.autoencoder4j.ntk.certificate.CertaintyRecorder;
import org.autoencoder4j.ntk.certificate.JointDescentCertificate;
import org.autoencoder4j.ntk.certificate.JointFlowCertificate;
import org.autoencoder4j.ntk.certificate.WeakDescentCertificate;
import org.autoencoder4j.ntk.certificate.WeakFlowCertificate;
import org.autoencoder4j.ntk.convergence.ConvergenceTheorem;
import org.autoencoder4j.ntk.convergence.HiddenKernelChange;
import org.autoencoder4j.ntk.convergence.InitialKernels;
import org.autoencoder4j.ntk.convergence.InitialResidual;
import org.autoencoder4j.ntk.convergence.JointRadii;
import org.autoencoder4j.ntk.convergence.KernelConstants;
import org.autoencoder4j.ntk.kernel.Assumptions;
import org.autoencoder4j.ntk.tied.IdentityMap;
import org.autoencoder4j.ntk.tied.WeightTiedError;
import org.autoencoder4j.ntk.training.DescentRecord;
import org.autoencoder4j.ntk.training.DescentRecorder;
import org.autoencoder4j.ntk.training.Descents;
import org.autoencoder4j.ntk.training.RecordedStep;
import org.autoencoder4j.ntk.training.StepInequality;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.report.VerdictTable;
import org.autoencoder4j.report.VerdictTable.Kind;
import org.autoencoder4j.train.Step;
import org.autoencoder4j.train.StoppingRule;
import org.autoencoder4j.train.Trainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Each public report of the package with an input for each verdict that it can have. */
class VerdictTableTest {
    private static final KernelConstants TOY = new KernelConstants(5, 4, 0.2, 0.1, 2, 1.4);
    private static final KernelConstants PARALLEL = new KernelConstants(5, 4, 0, 0, 2, 1.4);
    private static final INDArray AXES = Descents.array(new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}});
    private static final INDArray SIX = Descents.array(Descents.unitRows(Descents.random(2), 6, 3));
    private static final INDArray ONE = Descents.array(new double[][] {{1, 0}});
    private static final double ETA = 0.01;

    /** A run of the recorder's own samples is descent; of others it is none, and proofs about descent do not bind it. */
    private static DescentRecord run(
            INDArray recorded, INDArray trained, TwoLayerAutoencoder start, Regime regime, double eta, int steps) {
        DescentRecorder recorder = DescentRecorder.of(recorded, regime);
        Trainer.of(
                        TwoLayerDescent.of(
                                TwoLayerSampleGradient.of(Batches.of(trained), regime), LearningRate.constant(eta)),
                        StoppingRule.steps(steps))
                .withListener(recorder)
                .train(start);
        return recorder.record();
    }

    private static DescentRecord wide(Regime regime) {
        return run(AXES, AXES, Descents.start(Descents.random(3), 3, 1000), regime, 0.05, 10);
    }

    /** Eight units for 18 outputs. */
    private static DescentRecord narrow(Regime regime) {
        return run(SIX, SIX, Descents.start(Descents.random(2), 3, 8), regime, 0.5, 10);
    }

    private static DescentRecord shortRun() {
        return run(ONE, ONE, Descents.start(Descents.random(3), 2, 1000), Regime.WEAKLY_TRAINED, 1e-6, 1);
    }

    /** The units that learn are not active on the recorded sample: its error stays. */
    private static DescentRecord opposite(Regime regime) {
        return run(ONE, ONE.neg(), Descents.start(Descents.random(3), 2, 1000), regime, ETA, 5);
    }

    /** Steps thirty times as long and more. */
    private static DescentRecord larger(Regime regime) {
        return run(AXES, AXES.mul(30), Descents.start(Descents.random(3), 3, 1000), regime, 1e-3, 3);
    }

    private static final Gradient NONE = Gradient.of(Map.of(), Nd4j.zeros(DataType.DOUBLE, 1), 0);

    /**
     * One step from W = (1, 1, -1, -1), A = (.999, .999, 1, 1) at the sample 1, whose error is .001, which then moves the
     * given entry of W or A, of a unit that the sample does not activate, or flips a unit.
     */
    private static DescentRecord moved(Regime regime, double encoder, double decoder, double flipped) {
        double[][] x = {{1}};
        double[][] w = {{1, 1, -1, -1}};
        double[][] a = {{0.999, 0.999, 1, 1}};
        TwoLayerAutoencoder start = Descents.autoencoder(w, a);
        TwoLayerAutoencoder next = Descents.step(x, start, ETA, regime);
        next.encoder().putScalar(0, 2, next.encoder().getDouble(0, 2) - encoder);
        next.encoder().putScalar(0, 0, next.encoder().getDouble(0, 0) - flipped);
        next.decoder().putScalar(0, 2, next.decoder().getDouble(0, 2) + decoder);
        DescentRecorder recorder = DescentRecorder.of(Descents.array(x), regime);
        // The recorder does not use the progress.
        recorder.onStep(new Step<>(0, start, NONE, List.of(), ETA, 0), null);
        recorder.onStep(new Step<>(1, next, NONE, List.of(), ETA, 0), null);
        return recorder.record();
    }

    private static Supplier<Report> item(
            Supplier<DescentRecord> recorder, Function<DescentRecord, List<Report>> reports, int index) {
        return () -> reports.apply(recorder.get()).get(index);
    }

    private static VerdictTable table() {
        VerdictTable table = new VerdictTable();
        samples(table);
        widths(table);
        steps(table);
        inequalities(table);
        claims(table);
        drift(table);
        networks(table);
        certificates(table);
        return table;
    }

    private static void samples(VerdictTable table) {
        String first = "Assumptions.first()";
        table.row(first, HOLDS, () -> Assumptions.of(AXES).first())
                .row(first, FAILS, () -> Assumptions.of(AXES.mul(2)).first())
                .row(
                        first,
                        INCONCLUSIVE,
                        () -> Assumptions.of(Descents.array(new double[][] {{1 + 1e-6, 0}, {0, 1}}))
                                .first());
        String second = "Assumptions.second()";
        table.row(second, HOLDS, () -> Assumptions.of(AXES).second())
                .row(
                        second,
                        FAILS,
                        () -> Assumptions.of(Descents.array(new double[][] {{1, 0}, {1, 0}}))
                                .second())
                .row(
                        second,
                        INCONCLUSIVE,
                        () -> Assumptions.of(Descents.array(new double[][] {{1, 0}, {1, 1e-11}}))
                                .second());
    }

    private static void widths(VerdictTable table) {
        for (ConvergenceTheorem training : ConvergenceTheorem.values()) {
            String theorem = "ConvergenceTheorem.report(KernelConstants, double, double) " + training;
            table.row(theorem, HOLDS, () -> training.report(TOY, 1e30, 0.1))
                    .row(theorem, FAILS, () -> training.report(TOY, 1e3, 0.1))
                    .row(theorem, NOT_APPLICABLE, () -> training.report(PARALLEL, 1e30, 0.1));
        }
        String encoder = "InitialKernels.encoder(KernelConstants, double, double, double, double)";
        table.row(encoder, HOLDS, () -> InitialKernels.encoder(TOY, 0.25, 1e9, 0.1, 0.19))
                .row(encoder, FAILS, () -> InitialKernels.encoder(TOY, 0.25, 1e9, 0.1, 0.1))
                .row(encoder, NOT_APPLICABLE, () -> InitialKernels.encoder(TOY, 0.25, 10, 0.1, 0.19));
        String decoder = "InitialKernels.decoder(KernelConstants, double, double, double, double)";
        table.row(decoder, HOLDS, () -> InitialKernels.decoder(TOY, 0.25, 1e9, 0.1, 0.09))
                .row(decoder, FAILS, () -> InitialKernels.decoder(TOY, 0.25, 1e9, 0.1, 0.05))
                .row(decoder, NOT_APPLICABLE, () -> InitialKernels.decoder(TOY, 0.25, 10, 0.1, 0.09));
        String residual = "InitialResidual.report(INDArray, TwoLayerAutoencoder, double)";
        INDArray one = Descents.array(new double[][] {{1}});
        table.row(residual, HOLDS, () -> InitialResidual.report(one, signed(1), 0.99))
                .row(residual, FAILS, () -> InitialResidual.report(one, signed(-1), 0.99))
                .row(residual, NOT_APPLICABLE, () -> InitialResidual.report(one, signed(0.5), 0.99));
        String radii = "JointRadii.report(KernelConstants, double)";
        table.row(radii, HOLDS, () -> new JointRadii(2, 1, 1).report(TOY, 0.09))
                .row(radii, FAILS, () -> new JointRadii(1, 2, 1).report(TOY, 0.09))
                .row(radii, NOT_APPLICABLE, () -> new JointRadii(2, 1, 1).report(PARALLEL, 0));
    }

    private static TwoLayerAutoencoder signed(double a) {
        return Descents.autoencoder(new double[][] {{3}}, new double[][] {{a}});
    }

    private static void steps(VerdictTable table) {
        for (Regime regime : new Regime[] {Regime.WEAKLY_TRAINED, Regime.DECODER_ONLY, Regime.JOINTLY_TRAINED}) {
            String identity = "DescentRecord.identity() " + regime;
            table.row(identity, HOLDS, () -> wide(regime).identity())
                    .row(identity, FAILS, () -> opposite(regime).identity())
                    .gap(identity, Kind.UNDECIDED, "no condition, and nothing is drawn");
            three(table, "DescentRecord.contraction() " + regime, regime, DescentRecord::contraction);
            three(table, "DescentRecord.line() " + regime, regime, DescentRecord::line);
        }
        String step = "StepAccount.identity()";
        table.row(
                        step,
                        HOLDS,
                        () -> firstOf(wide(Regime.JOINTLY_TRAINED)).account().identity())
                .row(
                        step,
                        FAILS,
                        () -> firstOf(opposite(Regime.JOINTLY_TRAINED))
                                .account()
                                .identity())
                .gap(step, Kind.UNDECIDED, "no condition, and nothing is drawn");
        Regime weak = Regime.WEAKLY_TRAINED;
        three(
                table,
                "RecordedStep.contraction()",
                weak,
                recorder -> firstOf(recorder).contraction());
        three(
                table,
                "StepHypotheses.report()",
                weak,
                recorder -> firstOf(recorder).hypotheses().report());
        String[] names = {"the kernel", "the flips", "the step"};
        for (int i = 0; i < names.length; i++) {
            String name = "DescentRecord.hypotheses() " + names[i];
            table.row(name, HOLDS, item(() -> wide(weak), DescentRecord::hypotheses, i))
                    .row(name, FAILS, item(() -> narrow(weak), DescentRecord::hypotheses, i))
                    .gap(name, Kind.UNDECIDED, "no condition, and nothing is drawn");
        }
    }

    private static void inequalities(VerdictTable table) {
        Regime joint = Regime.JOINTLY_TRAINED;
        String[] names = {"(A2)", "(A2'), the error", "(A2'), the kernel"};
        List<Function<StepInequality, Report>> reports =
                List.of(StepInequality::descent, StepInequality::contraction, StepInequality::kernel);
        String[] methods = {"StepInequality.descent()", "StepInequality.contraction()", "StepInequality.kernel()"};
        for (int i = 0; i < names.length; i++) {
            int index = i;
            String name = "DescentRecord.inequalities() " + names[i];
            Function<DescentRecord, List<Report>> all = DescentRecord::inequalities;
            Function<DescentRecord, Report> first =
                    record -> reports.get(index).apply(firstOf(record).inequality());
            table.row(name, HOLDS, item(() -> wide(joint), all, i))
                    .row(name, FAILS, item(() -> failing(joint, index), all, i))
                    .row(name, NOT_APPLICABLE, item(() -> singular(joint), all, i));
            table.row(methods[i], HOLDS, () -> first.apply(wide(joint)))
                    .row(methods[i], FAILS, () -> first.apply(failing(joint, index)))
                    .row(methods[i], NOT_APPLICABLE, () -> first.apply(singular(joint)));
        }
    }

    /** No descent: the error stays, or the step turns off a unit and with it half of the kernel. */
    private static DescentRecord failing(Regime regime, int report) {
        return report < 2 ? opposite(regime) : moved(regime, 0, 0, 3);
    }

    /** Four units for six samples. */
    private static DescentRecord singular(Regime regime) {
        return run(SIX, SIX, Descents.start(Descents.random(2), 3, 4), regime, 0.5, 3);
    }

    private static RecordedStep firstOf(DescentRecord recorder) {
        return recorder.steps().get(0);
    }

    private static void three(VerdictTable table, String name, Regime regime, Function<DescentRecord, Report> report) {
        table.row(name, HOLDS, () -> report.apply(wide(regime)))
                .row(name, FAILS, () -> report.apply(opposite(regime)))
                .row(name, NOT_APPLICABLE, () -> report.apply(narrow(regime)));
    }

    private static void claims(VerdictTable table) {
        Regime weak = Regime.WEAKLY_TRAINED;
        Regime joint = Regime.JOINTLY_TRAINED;
        String kernel = "the term is computed from the kernel of the condition";
        String moves = "the term is computed from the moves of the bound";
        conditional(table, "B.1", weak, 0, kernel);
        unconditional(table, "B.2", weak, 1).gap(name("B.2"), Kind.FAILS, moves);
        unconditional(table, "B.3", weak, 2)
                .row(name("B.3"), FAILS, item(() -> moved(weak, 0, 0, 3), DescentRecord::claims, 2));
        unconditional(table, "B.4", weak, 3)
                .row(name("B.4"), FAILS, item(() -> larger(weak), DescentRecord::claims, 3));
        conditional(table, "C.4", joint, 0, kernel);
        conditional(table, "C.5", joint, 1, kernel);
        unconditional(table, "C.6", joint, 2).gap(name("C.6"), Kind.FAILS, moves);
        String[] last = {"C.7", "C.8"};
        for (int i = 0; i < last.length; i++) {
            int index = i + 3;
            unconditional(table, last[i], joint, index)
                    .row(name(last[i]), FAILS, item(() -> larger(joint), DescentRecord::claims, index));
        }
        unconditional(table, "(C.3)", joint, 5)
                .gap(name("(C.3)"), Kind.FAILS, "a theorem about the gradient at any weights, whatever step is made");
    }

    private static String name(String claim) {
        return "DescentRecord.claims() " + claim;
    }

    private static void conditional(VerdictTable table, String claim, Regime regime, int index, String reason) {
        table.row(name(claim), HOLDS, item(() -> wide(regime), DescentRecord::claims, index))
                .row(name(claim), NOT_APPLICABLE, item(() -> narrow(regime), DescentRecord::claims, index))
                .gap(name(claim), Kind.FAILS, reason);
    }

    private static VerdictTable unconditional(VerdictTable table, String claim, Regime regime, int index) {
        return table.row(name(claim), HOLDS, item(() -> wide(regime), DescentRecord::claims, index))
                .gap(name(claim), Kind.UNDECIDED, "no condition, and nothing is drawn");
    }

    private static void drift(VerdictTable table) {
        Regime weak = Regime.WEAKLY_TRAINED;
        Regime joint = Regime.JOINTLY_TRAINED;
        Function<DescentRecord, List<Report>> drift = recorder -> recorder.drift(0.1);
        String name = "DescentRecord.drift(double) ";
        String unit = name + "Lemma 4.5";
        table.row(unit, HOLDS, item(() -> wide(weak), drift, 0))
                .row(unit, FAILS, item(() -> moved(weak, 0.1, 0, 0), drift, 0))
                .row(unit, NOT_APPLICABLE, item(() -> opposite(weak), drift, 0));
        String radius = name + "Corollary 4.1, R";
        table.row(radius, HOLDS, item(VerdictTableTest::shortRun, drift, 1))
                .row(radius, FAILS, item(() -> wide(weak), drift, 1))
                .row(radius, NOT_APPLICABLE, item(VerdictTableTest::longColumns, drift, 1));
        String kernel = name + "Corollary 4.1, the kernel";
        table.row(kernel, HOLDS, item(() -> wide(weak), drift, 2))
                .row(kernel, FAILS, item(() -> narrow(weak), drift, 2))
                .gap(kernel, Kind.UNDECIDED, "no condition, and nothing is drawn");
        String encoderRadius = name + "Lemma 5.3";
        table.row(encoderRadius, HOLDS, item(() -> wide(joint), drift, 0))
                .row(encoderRadius, FAILS, item(() -> larger(joint), drift, 0))
                .gap(encoderRadius, Kind.UNDECIDED, "no condition, and nothing is drawn");
        String encoder = name + "Lemma 5.7, the encoder";
        table.row(encoder, HOLDS, item(() -> wide(joint), drift, 1))
                .row(encoder, FAILS, item(() -> moved(joint, 0.1, 0, 0), drift, 1))
                .row(encoder, NOT_APPLICABLE, item(() -> opposite(joint), drift, 1));
        String decoder = name + "Lemma 5.7, the decoder";
        table.row(decoder, HOLDS, item(() -> wide(joint), drift, 2))
                .row(decoder, FAILS, item(() -> moved(joint, 0, 0.1, 0), drift, 2))
                .row(decoder, NOT_APPLICABLE, item(() -> opposite(joint), drift, 2));
    }

    private static DescentRecord longColumns() {
        TwoLayerAutoencoder start = Descents.start(Descents.random(3), 2, 100);
        start.decoder().muli(2);
        return run(ONE, ONE, start, Regime.WEAKLY_TRAINED, ETA, 2);
    }

    private static void networks(VerdictTable table) {
        String change = "HiddenKernelChange.report(INDArray, INDArray, INDArray)";
        INDArray one = Descents.array(new double[][] {{1}});
        table.row(change, HOLDS, () -> HiddenKernelChange.report(AXES, AXES, AXES.mul(1.5)))
                .row(change, INCONCLUSIVE, () -> HiddenKernelChange.report(one, one, one.mul(2)))
                .gap(change, Kind.FAILS, "a theorem about any two encoders");
        String identity = "IdentityMap.report(double)";
        table.row(identity, HOLDS, () -> new IdentityMap(0.1, 0.01, 50).report(0.2))
                .row(identity, FAILS, () -> new IdentityMap(0.3, 0.01, 50).report(0.2))
                .row(identity, INCONCLUSIVE, () -> new IdentityMap(0.19, 0.01, 50).report(0.2));
        String tied = "WeightTiedError.measured(INDArray, int, double, int, RandomStreams)";
        INDArray sample = Descents.array(new double[][] {{1, 0.5, -2}}).getRow(0);
        RandomStreams streams = RandomStreams.of(1);
        table.row(tied, HOLDS, () -> WeightTiedError.measured(sample, 5, 2, 20_000, streams))
                .row(tied, INCONCLUSIVE, () -> WeightTiedError.measured(sample, 5, 2, 2, streams))
                .gap(tied, Kind.FAILS, "the lemma is true, so it fails by chance alone");
    }

    private static JointDescentCertificate joint(boolean confirmed, double flips) {
        return new JointDescentCertificate(2, 0.3, 1, 0.5, confirmed, 0.1, 1, 1, 1, 1, flips, 1, 0.7 - flips);
    }

    private static WeakFlowCertificate weakFlow(boolean confirmed, double move) {
        return new WeakFlowCertificate(2, 0.25, 1, confirmed, 1, move);
    }

    private static WeakDescentCertificate weak(boolean confirmed, double flips) {
        return new WeakDescentCertificate(weakFlow(confirmed, 0.4), 0.3, flips, 0.7 - flips);
    }

    /** An eigenvalue that nobody has confirmed leaves them undecided. */
    private static void certificates(VerdictTable table) {
        for (String type : new String[] {"StartCertificate", "JointFlowCertificate"}) {
            String flow = type + ".report()";
            table.row(flow, HOLDS, () -> new JointFlowCertificate(2, 0.5, true, 0.1).report())
                    .row(flow, FAILS, () -> new JointFlowCertificate(2, 0.5, true, 0.6).report())
                    .row(flow, INCONCLUSIVE, () -> new JointFlowCertificate(2, 0.5, false, 0.1).report());
        }
        String weakFlow = "WeakFlowCertificate.report()";
        table.row(weakFlow, HOLDS, () -> weakFlow(true, 0.4).report())
                .row(weakFlow, FAILS, () -> weakFlow(true, 0.6).report())
                .row(weakFlow, INCONCLUSIVE, () -> weakFlow(false, 0.4).report());
        String joint = "JointDescentCertificate.report(";
        table.row(joint + ")", HOLDS, () -> joint(true, 0.4).report())
                .row(joint + ")", FAILS, () -> joint(true, 0.8).report())
                .row(joint + ")", INCONCLUSIVE, () -> joint(false, 0.4).report());
        table.row(joint + "double)", HOLDS, () -> joint(true, 0.4).report(0.2))
                .row(joint + "double)", FAILS, () -> joint(true, 0.4).report(0.4))
                .row(joint + "double)", INCONCLUSIVE, () -> joint(false, 0.4).report(0.2));
        String weak = "WeakDescentCertificate.report(";
        table.row(weak + ")", HOLDS, () -> weak(true, 0.4).report())
                .row(weak + ")", FAILS, () -> weak(true, 0.8).report())
                .row(weak + ")", INCONCLUSIVE, () -> weak(false, 0.4).report());
        table.row(weak + "double)", HOLDS, () -> weak(true, 0.4).report(0.2))
                .row(weak + "double)", FAILS, () -> weak(true, 0.4).report(0.4))
                .row(weak + "double)", INCONCLUSIVE, () -> weak(false, 0.4).report(0.2));
        String recorded = "CertaintyRecord.descentAtEta()";
        table.row(recorded, HOLDS, () -> recorded(wideAxes(2000), 0.1))
                .row(recorded, FAILS, () -> recorded(wideAxes(10), 0.1))
                .row(
                        recorded,
                        INCONCLUSIVE,
                        () -> new CertaintyRecord(
                                        0,
                                        0.2,
                                        1,
                                        weakFlow(false, 0.4),
                                        weak(false, 0.4),
                                        weak(false, 0.4).report(0.2))
                                .descentAtEta());
    }

    /** A decoder of zeros, from which no unit flips. */
    private static TwoLayerAutoencoder wideAxes(int width) {
        return new TwoLayerStart(3, 1, DecoderLaw.ZERO, DataType.DOUBLE).autoencoder(width, RandomStreams.of(7));
    }

    private static Report recorded(TwoLayerAutoencoder start, double eta) {
        CertaintyRecorder recorder = CertaintyRecorder.joint(AXES, 1, 1);
        List<String> both = List.of(TwoLayerAutoencoder.ENCODER, TwoLayerAutoencoder.DECODER);
        recorder.onStep(new Step<>(0, start, NONE, both, eta, 0), null);
        return recorder.records().get(0).descentAtEta();
    }

    static Stream<VerdictTable.Row> rows() {
        return table().rows();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void everyRowHasItsVerdict(VerdictTable.Row row) {
        row.check();
    }

    @Test
    void noReportIsLeftOut() {
        table().assertComplete(DescentRecorder.class, "org.autoencoder4j.ntk");
    }
}
