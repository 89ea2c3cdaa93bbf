package org.autoencoder4j.check;

import static org.autoencoder4j.check.expectation.PopulationFixtures.autoencoder;
import static org.autoencoder4j.report.Verdict.FAILS;
import static org.autoencoder4j.report.Verdict.HOLDS;
import static org.autoencoder4j.report.Verdict.INCONCLUSIVE;
import static org.autoencoder4j.report.Verdict.NOT_APPLICABLE;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Stream;
import org.autoencoder4j.check.closeness.DeltaCloseness;
import org.autoencoder4j.check.closeness.Incoherence;
import org.autoencoder4j.check.closeness.Matching;
import org.autoencoder4j.check.closeness.Nearness;
import org.autoencoder4j.check.closeness.SignFlips;
import org.autoencoder4j.check.consistency.CodeConsistency;
import org.autoencoder4j.check.consistency.CodeSet;
import org.autoencoder4j.check.consistency.ConsistencyCertificate;
import org.autoencoder4j.check.consistency.InnerProducts;
import org.autoencoder4j.check.consistency.NoiseTail;
import org.autoencoder4j.check.consistency.Proportion;
import org.autoencoder4j.check.consistency.SupportSize;
import org.autoencoder4j.check.consistency.TheoremThree;
import org.autoencoder4j.check.consistency.WindowFormula;
import org.autoencoder4j.check.contraction.CertifiedSteps;
import org.autoencoder4j.check.contraction.FixedPointCertificate;
import org.autoencoder4j.check.contraction.MixtureFixedPoint;
import org.autoencoder4j.check.contraction.MixtureInduction;
import org.autoencoder4j.check.contraction.MixtureSamples;
import org.autoencoder4j.check.contraction.SparseFixedPoint;
import org.autoencoder4j.check.contraction.SparseInduction;
import org.autoencoder4j.check.contraction.SparseSampleStep;
import org.autoencoder4j.check.descent.ContractionRecorder;
import org.autoencoder4j.check.descent.DescentCertificate;
import org.autoencoder4j.check.descent.DescentLemma;
import org.autoencoder4j.check.descent.DescentLemmaTest;
import org.autoencoder4j.check.descent.NearnessStep;
import org.autoencoder4j.check.descent.NormalisedColumns;
import org.autoencoder4j.check.descent.StableStep;
import org.autoencoder4j.check.diagnosis.ModelDiagnosis;
import org.autoencoder4j.check.diagnosis.ModelDiagnosisTest;
import org.autoencoder4j.check.expectation.ExpectedGradient;
import org.autoencoder4j.check.expectation.GradientOrders;
import org.autoencoder4j.check.latents.EncodedDictionary;
import org.autoencoder4j.check.latents.LatentCodes;
import org.autoencoder4j.check.latents.LatentGeometry;
import org.autoencoder4j.check.latents.LatentNoise;
import org.autoencoder4j.check.latents.RandomCodeCertificate;
import org.autoencoder4j.check.latents.ThresholdCertificate;
import org.autoencoder4j.check.latents.TopKBias;
import org.autoencoder4j.check.latents.TopKCertificate;
import org.autoencoder4j.check.latents.law.SupportLaw;
import org.autoencoder4j.check.latents.law.ValueMoments;
import org.autoencoder4j.check.refinement.ColumnErrors;
import org.autoencoder4j.check.refinement.ExpectedSweep;
import org.autoencoder4j.check.refinement.ExplainedCertificate;
import org.autoencoder4j.check.refinement.FirstOrderGradient;
import org.autoencoder4j.check.refinement.LocalRate;
import org.autoencoder4j.check.refinement.PursuitCertificate;
import org.autoencoder4j.check.refinement.SweepRecorder;
import org.autoencoder4j.check.refinement.SweepRecorderTest;
import org.autoencoder4j.descent.LearningRate;
import org.autoencoder4j.descent.Normalisation;
import org.autoencoder4j.descent.TiedDescent;
import org.autoencoder4j.gradient.GradientSource;
import org.autoencoder4j.gradient.TiedGradient;
import org.autoencoder4j.learn.sweep.DictionaryUpdate;
import org.autoencoder4j.model.Dictionaries;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.law.CodeLaw;
import org.autoencoder4j.model.law.ValueLaw;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.report.Reference.Form;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.report.VerdictTable;
import org.autoencoder4j.report.VerdictTable.Kind;
import org.autoencoder4j.report.VerdictTable.Row;
import org.autoencoder4j.sae.LatentActivation;
import org.autoencoder4j.sae.LatentActivation.JumpRelu;
import org.autoencoder4j.sae.LatentActivation.Relu;
import org.autoencoder4j.sae.LatentActivation.TopK;
import org.autoencoder4j.sae.SparseAutoencoder;
import org.autoencoder4j.train.StoppingRule;
import org.autoencoder4j.train.Trainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** For each public report of this package: where it holds, where it fails, and where it decides nothing. */
class VerdictTableTest {
    private static final INDArray ATOMS = Nd4j.eye(4).castTo(DataType.DOUBLE).dup('f');
    private static final GenerativeModel MIXTURE = GenerativeModel.mixtureOfGaussians(ATOMS, 0);
    private static final INDArray NEAR = DescentLemmaTest.near(ATOMS, 0.1, 1);
    private static final INDArray COHERENT =
            Samples.unitColumns(Samples.random(6), 16, 24).dup('f');
    private static final INDArray HADAMARD = Dictionaries.identityAndHadamard(8, DataType.DOUBLE);

    @ParameterizedTest
    @MethodSource("rows")
    void theVerdictIsTheOneListed(Row row) {
        row.check();
    }

    @Test
    void everyReportHasItsRows() {
        table().assertComplete(Proportion.class, "org.autoencoder4j.check");
    }

    static Stream<Row> rows() {
        return table().rows();
    }

    private static VerdictTable table() {
        VerdictTable table = new VerdictTable();
        matrices(table);
        closeness(table);
        noise(table);
        theoremThree(table);
        consistency(table);
        latents(table);
        descent(table);
        runs(table);
        diagnosis(table);
        refinement(table);
        certificates(table);
        sweeps(table);
        mixtures(table);
        sparseCodes(table);
        return table;
    }

    private static SparseAutoencoder sparse(INDArray encoder, LatentActivation activation) {
        INDArray zeros = Nd4j.zeros(DataType.DOUBLE, 4);
        return new SparseAutoencoder(encoder, zeros, ATOMS, zeros, true, activation);
    }

    private static void latents(VerdictTable table) {
        LatentCodes codes = LatentCodes.of(1, SupportSize.EXACTLY, 4, 1, 1);
        Function<LatentActivation, Report> threshold =
                of -> ThresholdCertificate.of(EncodedDictionary.of(sparse(ATOMS, of)), codes, LatentNoise.none())
                        .report();
        table.row("ThresholdCertificate.report()", HOLDS, () -> threshold.apply(JumpRelu.of(.5, .5, .5, .5)))
                .row("ThresholdCertificate.report()", FAILS, () -> threshold.apply(JumpRelu.of(.5, .5, 2, .5)))
                .row("ThresholdCertificate.report()", INCONCLUSIVE, () -> threshold.apply(new Relu()));
        Function<INDArray, Report> top = encoder -> TopKCertificate.of(
                        EncodedDictionary.of(sparse(encoder, new TopK(1, false, false))),
                        codes,
                        LatentNoise.none(),
                        Duration.ofMinutes(1))
                .report();
        table.row("TopKCertificate.report()", HOLDS, () -> top.apply(ATOMS))
                .row("TopKCertificate.report()", FAILS, () -> top.apply(ATOMS.neg()))
                .row("TopKCertificate.report()", INCONCLUSIVE, () -> top.apply(Nd4j.ones(DataType.DOUBLE, 4, 4)));
        Function<INDArray, Report> bias = encoder -> TopKBias.of(
                        EncodedDictionary.of(sparse(encoder, new TopK(1, false, false))), codes, LatentNoise.none())
                .report();
        table.row("TopKBias.report()", HOLDS, () -> bias.apply(ATOMS))
                .row("TopKBias.report()", FAILS, () -> bias.apply(ATOMS.neg()))
                .row("TopKBias.report()", INCONCLUSIVE, () -> bias.apply(Nd4j.ones(DataType.DOUBLE, 4, 4)));
        Function<Double, Report> random = level -> RandomCodeCertificate.of(
                        EncodedDictionary.of(sparse(ATOMS, JumpRelu.of(level, level, level, level))),
                        new SupportLaw.Uniform(1, 4),
                        new ValueMoments.Constant(1),
                        0.01,
                        0.1)
                .report();
        table.row("RandomCodeCertificate.report()", HOLDS, () -> random.apply(0.5))
                .row("RandomCodeCertificate.report()", INCONCLUSIVE, () -> random.apply(2.0))
                .gap("RandomCodeCertificate.report()", Kind.FAILS, "a bound from above refutes nothing");
        Function<INDArray, Report> geometry =
                encoder -> LatentGeometry.of(sparse(encoder, new Relu()), 0.9).report();
        table.row("LatentGeometry.report()", HOLDS, () -> geometry.apply(ATOMS))
                .row("LatentGeometry.report()", FAILS, () -> geometry.apply(ATOMS.neg()))
                .gap(
                        "LatentGeometry.report()",
                        Kind.UNDECIDED,
                        "counts are exact, and so is the sign of a cosine of 0");
    }

    private static void matrices(VerdictTable table) {
        String report = "Incoherence.report(double)";
        Incoherence incoherence = Incoherence.of(pair(0.1));
        table.row(report, HOLDS, () -> incoherence.report(0.2))
                .row(report, FAILS, () -> incoherence.report(0.1))
                .row(report, INCONCLUSIVE, () -> incoherence.report(incoherence.mu()))
                .row(
                        report,
                        NOT_APPLICABLE,
                        () -> Incoherence.of(pair(0.1).mul(2)).report(9));

        String normalised = "NormalisedColumns.report()";
        table.row(
                        normalised,
                        HOLDS,
                        () -> NormalisedColumns.of(NEAR.mul(1.1), ATOMS).report())
                .row(
                        normalised,
                        NOT_APPLICABLE,
                        () -> NormalisedColumns.of(NEAR.neg(), ATOMS).report())
                .gap(normalised, Kind.FAILS, "Lemma 5, corrected, is proved for all columns within 1 of unit atoms");

        InnerProducts products = InnerProducts.of(NEAR, ATOMS, 2);
        InnerProducts longer = InnerProducts.of(NEAR.mul(2), ATOMS, 2);
        theorem(table, "InnerProducts.ownProducts()", products, longer, InnerProducts::ownProducts);
        theorem(table, "InnerProducts.otherProducts()", products, longer, InnerProducts::otherProducts);
        theorem(table, "InnerProducts.sumsOfSquares()", products, longer, InnerProducts::sumsOfSquares);
    }

    private static <T> void theorem(VerdictTable table, String method, T unit, T longer, Function<T, Report> report) {
        table.row(method, HOLDS, () -> report.apply(unit))
                .row(method, NOT_APPLICABLE, () -> report.apply(longer))
                .gap(method, Kind.FAILS, "Claim 1 with its constants is proved for all columns of length 1");
    }

    private static void closeness(VerdictTable table) {
        String report = "DeltaCloseness.report(double)";
        DeltaCloseness closeness = DeltaCloseness.of(NEAR, ATOMS, SignFlips.FORBIDDEN);
        table.row(report, HOLDS, () -> closeness.report(0.2))
                .row(report, FAILS, () -> closeness.report(0.01))
                .row(report, INCONCLUSIVE, () -> closeness.report(closeness.delta()));
        String near = "Nearness.report(double, double)";
        Nearness nearness = Nearness.of(NEAR, ATOMS, SignFlips.FORBIDDEN);
        table.row(near, HOLDS, () -> nearness.report(0.2, 2))
                .row(near, FAILS, () -> nearness.report(0.2, 0.001))
                .row(near, INCONCLUSIVE, () -> nearness.report(0.2, nearness.xi()));
    }

    private static void noise(VerdictTable table) {
        String report = "NoiseTail.report(double)";
        INDArray column = Nd4j.zeros(DataType.DOUBLE, 20, 1);
        column.putScalar(3, 0, 1);
        NoiseTail tail = NoiseTail.of(column, 0.1);
        double printed = tail.failureProbability(0.1 * Math.log(20));
        table.row(report, HOLDS, () -> tail.report(0.1))
                .row(report, FAILS, () -> tail.report(1e-6))
                .row(report, INCONCLUSIVE, () -> tail.report(printed));
        String measured = "NoiseTail.measured(INDArray, double)";
        INDArray silent = Nd4j.zeros(DataType.DOUBLE, 200, 20);
        table.row(measured, HOLDS, () -> tail.measured(silent, 0.1))
                .row(measured, FAILS, () -> tail.measured(silent.add(1), 0.1))
                .row(measured, INCONCLUSIVE, () -> tail.measured(silent.getRows(0), 0.1));
    }

    /** Two atoms in the plane. */
    private static INDArray pair(double product) {
        return Nd4j.createFromArray(new double[][] {{1, product}, {0, Math.sqrt(1 - product * product)}});
    }

    /** The first of two atoms turned by a chord of .1 towards the second, with which its product is .1. */
    private static TheoremThree turned() {
        INDArray atoms = pair(0.1 * (1 - 1e-6));
        INDArray weights = atoms.dup();
        weights.putScalar(0, 0, 0.995);
        weights.putScalar(1, 0, Math.sqrt(1 - 0.995 * 0.995));
        return TheoremThree.of(weights, atoms, CodeSet.nonNegative(1, 1, 1), 0);
    }

    private static void theoremThree(VerdictTable table) {
        String window = "TheoremThree.reluWindow(WindowFormula)";
        TheoremThree longer = TheoremThree.of(pair(0.1).mul(2), pair(0.1), CodeSet.nonNegative(1, 1, 1), 0);
        table.row(window, HOLDS, () -> turned().reluWindow(WindowFormula.PREPRINT))
                .row(window, FAILS, () -> turned().reluWindow(WindowFormula.PROCEEDINGS))
                .row(window, NOT_APPLICABLE, () -> longer.reluWindow(WindowFormula.PREPRINT));
        String fixed = "TheoremThree.fixedThreshold()";
        table.row(fixed, HOLDS, () -> turned().fixedThreshold())
                .row(fixed, NOT_APPLICABLE, () -> longer.fixedThreshold())
                .gap(fixed, Kind.FAILS, "its conditions bound what the certificate measures");
        String random = "TheoremThree.randomSigns(Form, double, Proportion, double)";
        INDArray atoms = Nd4j.eye(8).castTo(DataType.DOUBLE);
        TheoremThree signed = TheoremThree.of(atoms, atoms, CodeSet.signed(2, 1, 1), 0);
        for (Form form : Form.values()) {
            table.row(random, HOLDS, () -> signed.randomSigns(form, 2, new Proportion(1000, 1000), 0.98))
                    .row(random, FAILS, () -> signed.randomSigns(form, 2, new Proportion(900, 1000), 0.98))
                    .row(random, INCONCLUSIVE, () -> signed.randomSigns(form, 2, new Proportion(1, 1), 0.98))
                    .row(random, NOT_APPLICABLE, () -> signed.randomSigns(form, 0.01, new Proportion(1, 1), 0.98));
        }
        String values = "TheoremThree.randomSigns(double, ValueLaw, Proportion, double)";
        ValueLaw normal = ValueLaw.normal(100);
        table.row(values, HOLDS, () -> signed.randomSigns(2, normal, new Proportion(1000, 1000), 0.9))
                .row(values, FAILS, () -> signed.randomSigns(2, normal, new Proportion(800, 1000), 0.9))
                .row(values, INCONCLUSIVE, () -> signed.randomSigns(2, normal, new Proportion(1, 1), 0.9))
                .row(
                        values,
                        NOT_APPLICABLE,
                        () -> signed.randomSigns(2, ValueLaw.normal(1), new Proportion(1, 1), 0.9));
        TheoremThree noisy = TheoremThree.of(atoms, atoms, CodeSet.signed(2, 1, 1), 9);
        table.row(random, NOT_APPLICABLE, () -> noisy.randomSigns(Form.AS_PRINTED, 2, new Proportion(9, 9), 0.1));
    }

    private static void consistency(VerdictTable table) {
        String certificate = "ConsistencyCertificate.report()";
        table.row(certificate, HOLDS, () -> certificate(0.5))
                .row(certificate, FAILS, () -> certificate(0.9))
                .row(certificate, INCONCLUSIVE, () -> certificate(0.8));
        String sampled = "CodeConsistency.report(double)";
        INDArray codes = Nd4j.ones(DataType.DOUBLE, 20, 4);
        TiedAutoencoder units = TiedAutoencoder.withoutBias(ATOMS, Activation.hardThreshold(0.5));
        table.row(sampled, HOLDS, () -> CodeConsistency.of(units, codes, codes).report(0.5))
                .row(
                        sampled,
                        FAILS,
                        () -> CodeConsistency.of(units, codes.mul(0.1), codes).report(0.5))
                .row(
                        sampled,
                        INCONCLUSIVE,
                        () -> CodeConsistency.of(units, codes, codes).report(1));
    }

    private static Report certificate(double threshold) {
        return ConsistencyCertificate.of(
                        TiedAutoencoder.withoutBias(ATOMS, Activation.hardThreshold(threshold)),
                        ATOMS,
                        CodeSet.signed(1, 0.8, 1),
                        0)
                .report();
    }

    private static DescentLemma mixture(INDArray weights) {
        return DescentLemma.of(MIXTURE, autoencoder(weights, Nd4j.zeros(DataType.DOUBLE, 4)));
    }

    /** Codes of three units at atoms that are far from orthogonal: near them no column is drawn to its atom. */
    private static DescentLemma coherent(double distance) {
        GenerativeModel model = new GenerativeModel(COHERENT, CodeLaw.sparse(24, 3, ValueLaw.rademacher()), 0);
        INDArray weights = DescentLemmaTest.near(COHERENT, distance, 3);
        return DescentLemma.of(model, autoencoder(weights, Nd4j.zeros(DataType.DOUBLE, 24)));
    }

    private static void descent(VerdictTable table) {
        DescentLemma away = mixture(NEAR.neg());
        String proved = "under its conditions the lemma proves the claim, whatever the gradient";
        String lemma = "DescentLemma.report()";
        table.row(lemma, HOLDS, () -> mixture(NEAR).report())
                .row(lemma, NOT_APPLICABLE, () -> coherent(0.01).report())
                .gap(lemma, Kind.FAILS, proved);
        String column = "DescentLemma.report(int)";
        table.row(column, HOLDS, () -> mixture(NEAR).report(1))
                .row(column, NOT_APPLICABLE, () -> away.report(1))
                .gap(column, Kind.FAILS, proved);
        String order = "DescentLemma.order(double)";
        table.row(order, HOLDS, () -> coherent(0.02).order(1000))
                .row(order, FAILS, () -> coherent(0.02).order(1))
                .row(order, NOT_APPLICABLE, () -> away.order(1));
        String direction = "DescentLemma.direction()";
        table.row(direction, HOLDS, () -> mixture(NEAR).direction())
                .row(direction, FAILS, () -> coherent(0.01).direction())
                .row(direction, INCONCLUSIVE, () -> mixture(ATOMS).direction());

        String stable = "StableStep.report(double, int)";
        StableStep limit = StableStep.of(CodeLaw.sparse(6, 3, ValueLaw.nonNegativeUniform(1, 1)));
        table.row(stable, HOLDS, () -> limit.report(1, 8))
                .row(stable, FAILS, () -> limit.report(2, 8))
                .row(stable, NOT_APPLICABLE, () -> limit.report(1, 6))
                .row(stable, INCONCLUSIVE, () -> limit.report(limit.limit(), 8));
        TiedAutoencoder units = autoencoder(NEAR, Nd4j.zeros(DataType.DOUBLE, 4));
        NearnessStep kept = NearnessStep.of(MIXTURE, units);
        NearnessStep longer = NearnessStep.of(MIXTURE, autoencoder(NEAR.mul(2), Nd4j.zeros(DataType.DOUBLE, 4)));
        String keeps = "NearnessStep.report(double)";
        table.row(keeps, HOLDS, () -> kept.report(1))
                .row(keeps, FAILS, () -> kept.report(1e4))
                .row(keeps, NOT_APPLICABLE, () -> longer.report(1));
        String induction = "NearnessStep.induction(double)";
        table.row(induction, HOLDS, () -> kept.induction(1))
                .row(induction, FAILS, () -> kept.induction(1e4))
                .row(induction, NOT_APPLICABLE, () -> longer.induction(1));
        GradientOrders orders = GradientOrders.of(MIXTURE, autoencoder(NEAR, Nd4j.ones(DataType.DOUBLE, 4)));
        GradientOrders other = GradientOrders.of(MIXTURE, autoencoder(NEAR.mul(2), Nd4j.zeros(DataType.DOUBLE, 4)));
        GradientOrders shared = GradientOrders.of(
                new GenerativeModel(ATOMS, CodeLaw.sparse(4, 2, ValueLaw.nonNegativeUniform(1, 1)), 0), units);
        String three = "GradientOrders.claimThree(Form, double)";
        table.row(three, HOLDS, () -> orders.claimThree(Form.CORRECTED, 1))
                .row(three, FAILS, () -> shared.claimThree(Form.CORRECTED, 0.1))
                .row(three, NOT_APPLICABLE, () -> other.claimThree(Form.CORRECTED, 1e9));
        String four = "GradientOrders.claimFour(double)";
        table.row(four, HOLDS, () -> orders.claimFour(1))
                .row(four, FAILS, () -> shared.claimFour(1e-3))
                .row(four, NOT_APPLICABLE, () -> other.claimFour(1e9));

        DescentCertificate near = DescentCertificate.of(mixture(NEAR));
        DescentCertificate inside = DescentCertificate.of(coherent(0.01));
        String step = "DescentCertificate.descent(double)";
        table.row(step, HOLDS, () -> near.descent(1))
                .row(step, NOT_APPLICABLE, () -> near.descent(100))
                .row(step, NOT_APPLICABLE, () -> inside.descent(inside.admissibleStep()))
                .gap(step, Kind.FAILS, proved);
        String contraction = "DescentCertificate.contraction(double)";
        table.row(contraction, HOLDS, () -> near.contraction(1))
                .row(contraction, FAILS, () -> near.contraction(100))
                .row(contraction, FAILS, () -> inside.contraction(inside.admissibleStep()))
                .row(
                        contraction,
                        INCONCLUSIVE,
                        () -> DescentCertificate.of(mixture(ATOMS)).contraction(1));
        String normalised = "DescentCertificate.normalisedStep(double)";
        table.row(normalised, HOLDS, () -> near.normalisedStep(1))
                .row(
                        normalised,
                        NOT_APPLICABLE,
                        () -> DescentCertificate.of(away).normalisedStep(1))
                .row(normalised, NOT_APPLICABLE, () -> inside.normalisedStep(inside.admissibleStep()))
                .gap(normalised, Kind.FAILS, "a tangential slack above 0 proves the claim, whatever the gradient");
    }

    private static void runs(VerdictTable table) {
        ContractionRecorder empty = ContractionRecorder.of(MIXTURE, Normalisation.UNIT_COLUMNS);
        String report = "ContractionRecorder.report()";
        table.row(report, HOLDS, () -> run(1, Activation.hardThreshold(0.5)).report())
                .row(
                        report,
                        FAILS,
                        () -> run(0.5, Activation.hardThreshold(0.5)).report())
                .row(report, NOT_APPLICABLE, empty::report);
        String descent = "ContractionRecorder.descentHypotheses()";
        table.row(descent, HOLDS, () -> run(1, Activation.hardThreshold(0.5)).descentHypotheses())
                .row(descent, FAILS, () -> run(1, Activation.hardThreshold(5)).descentHypotheses())
                .row(descent, INCONCLUSIVE, empty::descentHypotheses);
        String normalised = "ContractionRecorder.normalisedHypotheses()";
        table.row(normalised, HOLDS, () -> run(1, Activation.hardThreshold(0.5)).normalisedHypotheses())
                .row(
                        normalised,
                        FAILS,
                        () -> run(1, Activation.hardThreshold(5)).normalisedHypotheses())
                .row(normalised, INCONCLUSIVE, empty::normalisedHypotheses);
    }

    /** One step with a multiple of the gradient that is predicted. */
    private static ContractionRecorder run(double share, Activation activation) {
        ContractionRecorder recorder = ContractionRecorder.of(MIXTURE, Normalisation.UNIT_COLUMNS);
        GradientSource<TiedAutoencoder, TiedGradient> expected = ExpectedGradient.of(MIXTURE);
        GradientSource<TiedAutoencoder, TiedGradient> source = (parameters, step) -> {
            TiedGradient gradient = expected.at(parameters, step);
            return new TiedGradient(
                    gradient.weights().mul(share), gradient.bias(), gradient.activity(), gradient.loss());
        };
        Trainer.of(TiedDescent.of(source, LearningRate.constant(2)), StoppingRule.steps(1))
                .withListener(recorder)
                .train(new TiedAutoencoder(NEAR.dup('f'), Nd4j.zeros(DataType.DOUBLE, 4), activation));
        return recorder;
    }

    private static GenerativeModel pairs(INDArray atoms, ValueLaw values) {
        return new GenerativeModel(atoms, CodeLaw.sparse(atoms.columns(), 2, values), 0.1);
    }

    /** Two of the atoms are one. */
    private static INDArray repeated() {
        INDArray atoms = ATOMS.dup('f');
        atoms.putColumn(3, atoms.getColumn(1));
        return atoms;
    }

    private static INDArray bias(double value) {
        return Nd4j.valueArrayOf(new long[] {4}, value, DataType.DOUBLE);
    }

    private static MixtureInduction induction(double noise, double bias) {
        GenerativeModel model = GenerativeModel.mixtureOfGaussians(ATOMS, noise);
        return MixtureInduction.of(model, bias(bias), Activation.relu(), 4);
    }

    private static void mixtures(VerdictTable table) {
        CertifiedSteps steps = induction(0.01, -0.5).steps(0.3, 5);
        String reached = "CertifiedSteps.report(double)";
        String loose = "a bound from above refutes nothing";
        table.row(reached, HOLDS, () -> steps.report(0.1))
                .row(reached, INCONCLUSIVE, () -> steps.report(1e-9))
                .row(
                        reached,
                        NOT_APPLICABLE,
                        () -> induction(0.3, -0.5).steps(0.3, 5).report(1))
                .gap(reached, Kind.FAILS, loose);
        String run = "CertifiedSteps.follows(double[])";
        table.row(run, HOLDS, () -> steps.follows(0.3, 0.05))
                .row(run, FAILS, () -> steps.follows(0.3, 0.31))
                .row(run, INCONCLUSIVE, () -> steps.follows(0.3, Double.NaN))
                .row(run, NOT_APPLICABLE, () -> steps.follows(0.31, 0.1));
        String inType = "CertifiedSteps.follows(DataType, double[])";
        table.row(inType, HOLDS, () -> steps.follows(DataType.FLOAT, 0.3, 0.05))
                .row(inType, FAILS, () -> steps.follows(DataType.FLOAT, 0.3, 0.31))
                .row(inType, INCONCLUSIVE, () -> steps.follows(DataType.FLOAT, 0.3, Double.NaN))
                .row(inType, NOT_APPLICABLE, () -> steps.follows(DataType.FLOAT, 0.31, 0.1));
        String point = "MixtureInduction.fixedPoint(double)";
        table.row(point, HOLDS, () -> induction(0.1, -0.6).fixedPoint(0.1))
                .row(point, INCONCLUSIVE, () -> induction(0.1, -0.6).fixedPoint(1e-9))
                .row(point, NOT_APPLICABLE, () -> induction(0.3, -0.5).fixedPoint(0.1))
                .gap(point, Kind.FAILS, loose);
        Function<Double, MixtureFixedPoint> atoms = zeta -> MixtureFixedPoint.of(MIXTURE, bias(0.5), zeta);
        String attraction = "MixtureFixedPoint.attraction()";
        double edge = 4 / (2.25 - 0.5);
        table.row(attraction, HOLDS, () -> atoms.apply(1.0).attraction())
                .row(attraction, FAILS, () -> atoms.apply(3.0).attraction())
                .row(attraction, INCONCLUSIVE, () -> atoms.apply(edge).attraction());
        String basin = "MixtureFixedPoint.basin(double)";
        table.row(basin, HOLDS, () -> atoms.apply(1.0).basin(1))
                .row(
                        basin,
                        FAILS,
                        () -> MixtureFixedPoint.of(MIXTURE, bias(-1.3), 6).basin(1.3))
                .row(basin, NOT_APPLICABLE, () -> atoms.apply(3.0).basin(0.1));
        String samples = "MixtureSamples.contraction(double)";
        Function<Long, MixtureSamples> fresh = count -> MixtureSamples.of(induction(0.01, -0.5), count, 0.01);
        table.row(samples, HOLDS, () -> fresh.apply(10_000L).contraction(0.3))
                .row(samples, INCONCLUSIVE, () -> fresh.apply(10_000L).contraction(1e-6))
                .row(samples, NOT_APPLICABLE, () -> fresh.apply(10L).contraction(0.3))
                .gap(samples, Kind.FAILS, loose);
    }

    private static void sparseCodes(VerdictTable table) {
        GenerativeModel bases = GenerativeModel.sparseCoding(
                Dictionaries.identityAndHadamard(64, DataType.DOUBLE), 2, ValueLaw.rademacher(), 0.01);
        GenerativeModel coherent = pairs(COHERENT, ValueLaw.rademacher());
        String loose = "a bound from above refutes nothing";
        Function<GenerativeModel, SparseInduction> induction = model -> SparseInduction.of(model, 8);
        String point = "SparseInduction.fixedPoint(double)";
        table.row(point, HOLDS, () -> induction.apply(bases).fixedPoint(0.05))
                .row(point, INCONCLUSIVE, () -> induction.apply(coherent).fixedPoint(1e-9))
                .row(point, NOT_APPLICABLE, () -> induction.apply(coherent).fixedPoint(1))
                .gap(point, Kind.FAILS, loose);
        String basin = "SparseFixedPoint.report(double)";
        Function<GenerativeModel, SparseFixedPoint> sparse = model -> SparseFixedPoint.of(induction.apply(model));
        table.row(basin, HOLDS, () -> sparse.apply(bases).report(0.01))
                .row(basin, INCONCLUSIVE, () -> sparse.apply(bases).report(1))
                .row(basin, INCONCLUSIVE, () -> sparse.apply(coherent).report(0))
                .gap(basin, Kind.FAILS, loose);
        GenerativeModel pairs = pairs(ATOMS, ValueLaw.rademacher());
        String any = "FixedPointCertificate.report()";
        table.row(
                        any,
                        HOLDS,
                        () -> FixedPointCertificate.of(pairs, bias(0), 1, ATOMS).report())
                .row(
                        any,
                        INCONCLUSIVE,
                        () -> FixedPointCertificate.of(pairs, bias(0), 8, ATOMS).report())
                .gap(any, Kind.FAILS, loose);
        String samples = "SparseSampleStep.report(long)";
        SparseSampleStep step = SparseSampleStep.of(pairs, NEAR, 1, RandomStreams.of(3), 1000, 0.01);
        table.row(samples, HOLDS, () -> step.report(1_000_000_000))
                .row(samples, INCONCLUSIVE, () -> step.report(10))
                .gap(samples, Kind.FAILS, loose);
    }

    private static void refinement(VerdictTable table) {
        RandomStreams streams = RandomStreams.of(1);
        GenerativeModel model = pairs(ATOMS, ValueLaw.rademacher());
        GenerativeModel dependent = pairs(repeated(), ValueLaw.rademacher());
        String stationary = "ExpectedSweep.report(double)";
        table.row(stationary, HOLDS, () -> ExpectedSweep.of(model, ATOMS).report(1e-10))
                .row(
                        stationary,
                        HOLDS,
                        () -> ExpectedSweep.sampled(model, ATOMS, streams, 200).report(1e-10))
                .row(stationary, FAILS, () -> ExpectedSweep.of(model, NEAR).report(1e-10))
                .row(
                        stationary,
                        FAILS,
                        () -> ExpectedSweep.sampled(model, NEAR, streams, 200).report(1e-10))
                .row(
                        stationary,
                        INCONCLUSIVE,
                        () -> ExpectedSweep.sampled(model, ATOMS, streams, 40).report(1e-10))
                .row(
                        stationary,
                        NOT_APPLICABLE,
                        () -> ExpectedSweep.of(model, repeated()).report(1e-10));
        String order = "FirstOrderGradient.order(double)";
        table.row(order, HOLDS, () -> FirstOrderGradient.of(model, NEAR).order(10))
                .row(order, FAILS, () -> FirstOrderGradient.of(model, NEAR).order(1e-3))
                .row(
                        order,
                        INCONCLUSIVE,
                        () -> FirstOrderGradient.of(model, ATOMS).order(1))
                .row(
                        order,
                        NOT_APPLICABLE,
                        () -> FirstOrderGradient.of(dependent, NEAR).order(1));
        String rate = "LocalRate.contraction(double)";
        table.row(rate, HOLDS, () -> LocalRate.of(model).contraction(0.5))
                .row(rate, FAILS, () -> LocalRate.of(model).contraction(0.1))
                .row(
                        rate,
                        INCONCLUSIVE,
                        () -> LocalRate.sampled(model, streams, 20).contraction(0.5))
                .row(rate, NOT_APPLICABLE, () -> LocalRate.of(dependent).contraction(0.5));
        String bound = "LocalRate.closedBound()";
        table.row(
                        bound,
                        HOLDS,
                        () -> LocalRate.of(pairs(HADAMARD, ValueLaw.rademacher()))
                                .closedBound())
                .row(bound, INCONCLUSIVE, () -> LocalRate.of(model).closedBound())
                .row(
                        bound,
                        NOT_APPLICABLE,
                        () -> LocalRate.of(pairs(ATOMS, ValueLaw.nonNegativeUniform(1, 2)))
                                .closedBound())
                .gap(bound, Kind.FAILS, "the bound is proved for unit atoms and values of mean 0");
        String errors = "ColumnErrors.report()";
        table.row(errors, HOLDS, () -> columnErrors(16, 1))
                .row(errors, FAILS, () -> columnErrors(16, 0.5))
                .row(errors, FAILS, () -> columnErrors(16, 2))
                .row(errors, INCONCLUSIVE, () -> columnErrors(14, 1));
    }

    /** Columns that are off by a tenth where so many tenths were predicted. */
    private static Report columnErrors(int columns, double tenths) {
        INDArray atoms = Nd4j.eye(columns).castTo(DataType.DOUBLE);
        double[] predicted = new double[columns];
        Arrays.fill(predicted, 0.1 * tenths);
        Matching matching = Matching.minimumSum(atoms.mul(1.1), atoms, SignFlips.FORBIDDEN);
        return ColumnErrors.of(matching, predicted).report();
    }

    private static void sweeps(VerdictTable table) {
        RandomStreams streams = RandomStreams.of(1);
        SweepRecorder empty = SweepRecorder.of(pairs(ATOMS, ValueLaw.rademacher()), streams, 100);
        SweepRecorder good = SweepRecorderTest.pairs(DictionaryUpdate.inverseMoment(), 2);
        // Codes of one unit where samples have two: no support is right.
        SweepRecorder wrong = SweepRecorderTest.pairs(DictionaryUpdate.inverseMoment(), 1);
        String contraction = "SweepRecorder.contraction()";
        table.row(contraction, HOLDS, good::contraction)
                .row(
                        contraction,
                        FAILS,
                        () -> SweepRecorderTest.pairs(SweepRecorderTest.half(), 2)
                                .contraction())
                .row(contraction, NOT_APPLICABLE, empty::contraction);
        String supports = "SweepRecorder.supports(double)";
        table.row(supports, HOLDS, () -> good.supports(0.9))
                .row(supports, FAILS, () -> wrong.supports(0.9))
                .row(supports, INCONCLUSIVE, () -> empty.supports(0.9));
        String explained = "SweepRecorder.explained(double)";
        table.row(explained, HOLDS, () -> good.explained(0.9))
                .row(explained, FAILS, () -> wrong.explained(0.9))
                .row(explained, INCONCLUSIVE, () -> good.explained(1))
                .row(explained, INCONCLUSIVE, () -> empty.explained(0.9));
    }

    private static void certificates(VerdictTable table) {
        String pursuit = "PursuitCertificate.report()";
        table.row(pursuit, HOLDS, () -> pursuit(1, 0.4))
                .row(pursuit, FAILS, () -> pursuit(1, 0.6))
                .row(pursuit, INCONCLUSIVE, () -> pursuit(1, 0.5))
                .row(pursuit, NOT_APPLICABLE, () -> pursuit(2, 0.4));
        String explained = "ExplainedCertificate.report(double, double)";
        ExplainedCertificate orthonormal = ExplainedCertificate.of(ATOMS, 2);
        table.row(explained, HOLDS, () -> orthonormal.report(1, 0.4))
                .row(explained, FAILS, () -> orthonormal.report(1, 0.42))
                .row(
                        explained,
                        FAILS,
                        () -> ExplainedCertificate.of(pair(0.8), 1).report(1, 0))
                .row(explained, INCONCLUSIVE, () -> orthonormal.report(1, orthonormal.allowedError(1)))
                .row(
                        explained,
                        NOT_APPLICABLE,
                        () -> ExplainedCertificate.of(ATOMS.mul(2), 2).report(1, 0));
    }

    private static Report pursuit(double length, double noise) {
        return PursuitCertificate.of(ATOMS.mul(length), ATOMS.mul(length), CodeSet.signed(2, 1, 2), noise)
                .report();
    }

    private static void diagnosis(VerdictTable table) {
        ModelDiagnosis good = pairs(ModelDiagnosisTest.Partner.ANY, ModelDiagnosisTest.Sign.INDEPENDENT, false, 8000);
        ModelDiagnosis one = pairs(ModelDiagnosisTest.Partner.ANY, ModelDiagnosisTest.Sign.INDEPENDENT, false, 1);
        ModelDiagnosis fixed = pairs(ModelDiagnosisTest.Partner.FIXED, ModelDiagnosisTest.Sign.COMMON, true, 8000);
        String[] names = {"incoherence", "consistency", "frequencies", "pairs", "values", "noise"};
        for (int i = 0; i < names.length; i++) {
            int index = i;
            table.row(reports(names[i]), HOLDS, () -> good.reports().get(index));
        }
        for (int i = 3; i < 6; i++) {
            int index = i;
            table.row(reports(names[i]), FAILS, () -> fixed.reports().get(index));
        }
        table.row(reports("frequencies"), INCONCLUSIVE, () -> one.reports().get(2))
                .row(reports("pairs"), INCONCLUSIVE, () -> one.reports().get(3))
                .row(reports("values"), NOT_APPLICABLE, () -> one.reports().get(4))
                .row(reports("noise"), INCONCLUSIVE, () -> one.reports().get(5));

        ModelDiagnosis close = diagnosis(pair(0.5), 0.9, 1);
        table.row(reports("incoherence"), INCONCLUSIVE, () -> close.reports().get(0))
                .row(
                        reports("incoherence"),
                        FAILS,
                        () -> diagnosis(pair(0.7), 0.9, 1).reports().get(0))
                .row(
                        reports("consistency"),
                        FAILS,
                        () -> diagnosis(pair(0.7), 0.6, 1).reports().get(1))
                .row(
                        reports("consistency"),
                        INCONCLUSIVE,
                        () -> diagnosis(pair(0), Math.nextDown(Math.nextDown(0.5)), 0.5)
                                .reports()
                                .get(1))
                .row(reports("frequencies"), FAILS, () -> close.reports().get(2));
    }

    private static String reports(String which) {
        return "ModelDiagnosis.reports() " + which;
    }

    private static ModelDiagnosis pairs(
            ModelDiagnosisTest.Partner partner, ModelDiagnosisTest.Sign sign, boolean oneFeature, int samples) {
        return new ModelDiagnosisTest.PairLaw(partner, sign, oneFeature).diagnosis(samples);
    }

    /** A hundred samples that are the first atom times a value, without noise. */
    private static ModelDiagnosis diagnosis(INDArray atoms, double threshold, double value) {
        INDArray samples = Nd4j.zeros(DataType.DOUBLE, 100, 3);
        samples.getColumn(0).assign(value);
        INDArray taller = Nd4j.vstack(atoms, Nd4j.zeros(DataType.DOUBLE, 1, 2));
        return ModelDiagnosis.of(TiedAutoencoder.withoutBias(taller, Activation.hardThreshold(threshold)), samples);
    }
}
