package org.autoencoder4j.examples.architecture;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.autoencoder4j.check.closeness.DirectionAgreement;
import org.autoencoder4j.check.closeness.Incoherence;
import org.autoencoder4j.check.closeness.Matching;
import org.autoencoder4j.check.closeness.SignFlips;
import org.autoencoder4j.check.consistency.CodeConsistency;
import org.autoencoder4j.check.consistency.CodeSet;
import org.autoencoder4j.check.consistency.ConsistencyCertificate;
import org.autoencoder4j.check.consistency.ConsistencyStudy;
import org.autoencoder4j.check.consistency.InnerProducts;
import org.autoencoder4j.check.consistency.SupportSize;
import org.autoencoder4j.check.contraction.FixedPointCertificate;
import org.autoencoder4j.check.contraction.MixtureInduction;
import org.autoencoder4j.check.contraction.SparseFixedPoint;
import org.autoencoder4j.check.contraction.SparseInduction;
import org.autoencoder4j.check.contraction.SparseSampleStep;
import org.autoencoder4j.check.diagnosis.ModelDiagnosis;
import org.autoencoder4j.check.expectation.ExpectedGradient;
import org.autoencoder4j.check.expectation.LossJump;
import org.autoencoder4j.check.expectation.OwnSupportGradient;
import org.autoencoder4j.check.expectation.PopulationDynamics;
import org.autoencoder4j.check.expectation.SampledSupportGradient;
import org.autoencoder4j.check.latents.EncodedDictionary;
import org.autoencoder4j.check.latents.LatentCodes;
import org.autoencoder4j.check.latents.LatentDiagnosis;
import org.autoencoder4j.check.latents.LatentGeometry;
import org.autoencoder4j.check.latents.LatentNoise;
import org.autoencoder4j.check.latents.RandomCodeCertificate;
import org.autoencoder4j.check.latents.ThresholdCertificate;
import org.autoencoder4j.check.latents.TopKBias;
import org.autoencoder4j.check.latents.TopKCertificate;
import org.autoencoder4j.check.latents.TopKCurve;
import org.autoencoder4j.check.latents.law.SupportLaw;
import org.autoencoder4j.check.latents.law.ValueMoments;
import org.autoencoder4j.check.refinement.CumulativeCoherence;
import org.autoencoder4j.check.refinement.ExpectedSweep;
import org.autoencoder4j.check.refinement.LocalRate;
import org.autoencoder4j.check.refinement.PursuitCertificate;
import org.autoencoder4j.coding.CodeSign;
import org.autoencoder4j.coding.SparseCoder;
import org.autoencoder4j.coding.SparseEncoder;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.format.ColumnSelection;
import org.autoencoder4j.data.format.Csv;
import org.autoencoder4j.data.format.CsvHeader;
import org.autoencoder4j.data.preprocessing.Outliers;
import org.autoencoder4j.data.preprocessing.Variation;
import org.autoencoder4j.data.preprocessing.Whitening;
import org.autoencoder4j.flow.GradientFlow;
import org.autoencoder4j.gradient.DeepSampleGradient;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.gradient.SampleGradient;
import org.autoencoder4j.gradient.TwoLayerSampleGradient;
import org.autoencoder4j.gradient.sum.PartedGradient;
import org.autoencoder4j.gradient.sum.PartedTangentKernel;
import org.autoencoder4j.init.HeInitialiser;
import org.autoencoder4j.init.Initialiser;
import org.autoencoder4j.init.PairwiseReweighting;
import org.autoencoder4j.init.TwoLayerStart;
import org.autoencoder4j.learn.sweep.DictionarySweeps;
import org.autoencoder4j.linalg.BlockLobpcg;
import org.autoencoder4j.linalg.Spectrum;
import org.autoencoder4j.linalg.SymmetricOperator;
import org.autoencoder4j.model.Dictionaries;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.OracleGradient;
import org.autoencoder4j.model.law.CodeLaw;
import org.autoencoder4j.model.law.ValueLaw;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.DeepAutoencoder;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.ntk.certificate.JointStart;
import org.autoencoder4j.ntk.certificate.WeakStart;
import org.autoencoder4j.ntk.convergence.KernelConstants;
import org.autoencoder4j.ntk.convergence.WidthTable;
import org.autoencoder4j.ntk.kernel.Assumptions;
import org.autoencoder4j.ntk.kernel.FiniteWidthKernel;
import org.autoencoder4j.ntk.kernel.KroneckerIdentity;
import org.autoencoder4j.ntk.kernel.LimitKernels;
import org.autoencoder4j.ntk.kernel.TiedLimitKernel;
import org.autoencoder4j.ntk.tied.WeightTiedError;
import org.autoencoder4j.ntk.training.LinearisedDynamics;
import org.autoencoder4j.parts.PartedSamples;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.sae.LatentActivation;
import org.autoencoder4j.sae.SparseAutoencoder;
import org.autoencoder4j.sae.metrics.SparseAutoencoderMetrics;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What may take long, at sizes at which it does not: more than one block, piece or step of each. */
record LongCall(String name, Callable<Object> call) {
    private static final RandomStreams STREAMS = RandomStreams.of(7);

    /** Runs it and tells its result to the last bit. */
    String run() throws Exception {
        Object result = call.call();
        return result instanceof INDArray array
                ? Arrays.toString(array.dup('c').data().asDouble())
                : result.toString();
    }

    @Override
    public String toString() {
        return name;
    }

    static Stream<LongCall> all() {
        return Stream.of(
                        core(),
                        models(),
                        closeness(),
                        consistency(),
                        latents(),
                        expectations(),
                        contraction(),
                        kernels())
                .flatMap(List::stream);
    }

    private static LongCall of(String name, Callable<Object> call) {
        return new LongCall(name, call);
    }

    private static INDArray dictionary(int features, int units) {
        return Dictionaries.gaussian(features, units, DataType.DOUBLE, STREAMS);
    }

    private static GenerativeModel model(int features, int units, int sparsity) {
        return GenerativeModel.sparseCoding(dictionary(features, units), sparsity, ValueLaw.rademacher(), 0.05);
    }

    private static INDArray samples(int count) {
        return model(8, 12, 2).draw(STREAMS, 0, count).observations();
    }

    private static TiedAutoencoder tied(int features, int units) {
        return TiedAutoencoder.withoutBias(dictionary(features, units), Activation.hardThreshold(0.5));
    }

    private static List<LongCall> core() {
        INDArray square = dictionary(60, 90);
        INDArray symmetric = Nd4j.gemm(square, square, false, true);
        TwoLayerAutoencoder wide = TwoLayerStart.standard(4, DataType.DOUBLE).autoencoder(20, STREAMS);
        return List.of(
                of("Outliers", () -> Outliers.of(Batches.of(samples(600))).toString()),
                of("Variation", () -> Variation.of(Batches.of(samples(2100))).toString()),
                of(
                        "Whitening",
                        () -> Whitening.of(Batches.of(samples(2100)), 0.1).apply(samples(9))),
                of("Csv", LongCall::table),
                of("Spectrum.iterated", () -> Spectrum.iterated(symmetric).toString()),
                of(
                        "BlockLobpcg",
                        () -> BlockLobpcg.of(SymmetricOperator.of(symmetric))
                                .spectrum()
                                .toString()),
                of("SparseCoder", () -> coder().encode(samples(1200))),
                of(
                        "PairwiseReweighting",
                        () -> PairwiseReweighting.of(12, 2)
                                .withPairs(200)
                                .find(samples(900), STREAMS)
                                .atoms()),
                of(
                        "Initialiser.gaussian",
                        () -> Initialiser.gaussian(3, DataType.DOUBLE).weights(40, STREAMS)),
                of(
                        "Initialiser.near",
                        () -> Initialiser.near(dictionary(8, 12), 0.3).weights(12, STREAMS)),
                of(
                        "Initialiser.principalComponents",
                        () -> Initialiser.principalComponents(Batches.of(samples(2100)))
                                .weights(3, STREAMS)),
                of(
                        "Initialiser.sampleColumns",
                        () -> Initialiser.sampleColumns(Batches.of(samples(60))).weights(30, STREAMS)),
                of(
                        "TwoLayerStart",
                        () -> TwoLayerStart.standard(4, DataType.DOUBLE)
                                .autoencoder(20, STREAMS)
                                .encoder()),
                of(
                        "GradientFlow",
                        () -> GradientFlow.of(dictionary(4, 3).transpose().dup(), Regime.JOINTLY_TRAINED)
                                .trajectory(wide, 2)
                                .at(2)
                                .outputs()),
                of(
                        "SampleGradient",
                        () -> SampleGradient.of(Batches.of(samples(2100)))
                                .at(tied(8, 12), 0)
                                .weights()),
                of(
                        "SampleGradient of a sigmoid",
                        () -> SampleGradient.of(Batches.of(samples(2100)))
                                .at(TiedAutoencoder.withoutBias(dictionary(8, 12), Activation.sigmoid()), 0)
                                .weights()),
                of(
                        "TwoLayerSampleGradient",
                        () -> TwoLayerSampleGradient.of(Batches.of(samples(2100)), Regime.JOINTLY_TRAINED)
                                .at(TwoLayerStart.standard(8, DataType.DOUBLE).autoencoder(20, STREAMS), 0)
                                .decoder()
                                .orElseThrow()),
                of(
                        "DeepSampleGradient",
                        () -> DeepSampleGradient.of(Batches.of(samples(2100)))
                                .at(new HeInitialiser(List.of(8, 5, 8), DataType.DOUBLE).autoencoder(STREAMS), 0)
                                .arrays()
                                .values()
                                .iterator()
                                .next()),
                of(
                        "PartedGradient",
                        () -> PartedGradient.tied(PartedSamples.of(Batches.of(samples(17_000))))
                                .at(tied(8, 12), 0)
                                .weights()),
                of(
                        "PartedGradient of a deep autoencoder",
                        () -> PartedGradient.deep(PartedSamples.of(Batches.of(samples(17_000))))
                                .at(new HeInitialiser(List.of(8, 5, 8), DataType.DOUBLE).autoencoder(STREAMS), 0)
                                .loss()),
                of("PartedTangentKernel", LongCall::partedKernel),
                of(
                        "DictionarySweeps of parts",
                        () -> DictionarySweeps.of(PartedSamples.of(Batches.of(samples(17_000))))
                                .fromNear()
                                .start(coder())
                                .evaluate()
                                .gradient()
                                .loss()),
                of(
                        "SparseAutoencoderMetrics",
                        () -> SparseAutoencoderMetrics.of(relu(8, 40), Batches.of(samples(2100)))
                                .firing()
                                .l0()));
    }

    private static INDArray partedKernel() {
        DeepAutoencoder autoencoder = new HeInitialiser(List.of(2, 3, 2), DataType.DOUBLE).autoencoder(STREAMS);
        INDArray samples = model(2, 3, 1).draw(STREAMS, 0, 17_000).observations();
        INDArray block = samples.reshape('c', 34_000, 1);
        return PartedTangentKernel.of(autoencoder, PartedSamples.of(Batches.of(samples)))
                .times(block);
    }

    private static SparseCoder coder() {
        return new SparseCoder(dictionary(8, 12), SparseEncoder.pursuit(2, CodeSign.SIGNED));
    }

    private static Object table() throws Exception {
        Path folder = Files.createTempDirectory("table");
        Path file = folder.resolve("table.csv");
        try {
            Files.write(
                    file, IntStream.range(0, 500).mapToObj(i -> i * 0.5 + ",1").toList());
            return Csv.read(file, DataType.DOUBLE, ColumnSelection.all(), CsvHeader.NO)
                    .numbers();
        } finally {
            Files.delete(file);
            Files.delete(folder);
        }
    }

    private static List<LongCall> models() {
        return List.of(
                of(
                        "GenerativeModel.draw",
                        () -> model(8, 12, 2)
                                .draw(STREAMS, 0, 40_000)
                                .observations()
                                .sumNumber()),
                of("Dictionaries.lowCoherence", () -> Dictionaries.lowCoherence(8, 12, 20, DataType.DOUBLE, STREAMS)),
                of(
                        "OracleGradient",
                        () -> OracleGradient.of(model(4, 6, 2), STREAMS, 140_000)
                                .at(TiedAutoencoder.withoutBias(dictionary(4, 6), Activation.relu()), 0)
                                .weights()));
    }

    private static List<LongCall> closeness() {
        return List.of(
                of(
                        "Matching.bottleneck",
                        () -> Matching.bottleneck(
                                        dictionary(6, 300),
                                        Dictionaries.gaussian(6, 300, DataType.DOUBLE, RandomStreams.of(8)),
                                        SignFlips.ALLOWED)
                                .toString()),
                of(
                        "DirectionAgreement",
                        () -> DirectionAgreement.of(dictionary(6, 40), dictionary(6, 30))
                                .toString()),
                of("Incoherence", () -> Incoherence.of(dictionary(6, 300)).toString()),
                of(
                        "CumulativeCoherence",
                        () -> CumulativeCoherence.of(dictionary(6, 300)).toString()),
                of(
                        "ModelDiagnosis",
                        () -> ModelDiagnosis.of(tied(8, 12), samples(300)).reports().stream()
                                .map(Report::toJson)
                                .toList()));
    }

    private static List<LongCall> consistency() {
        INDArray a = dictionary(16, 300);
        CodeSet codes = CodeSet.signed(2, 1, 1);
        return List.of(
                of(
                        "ConsistencyCertificate",
                        () -> ConsistencyCertificate.of(tied(16, 300), a, codes, 0.1)
                                .report()
                                .toJson()),
                of("InnerProducts", () -> InnerProducts.of(a, a, 2).toString()),
                of(
                        "PursuitCertificate",
                        () -> PursuitCertificate.of(a, a, codes, 0.1).report().toJson()),
                of(
                        "CodeConsistency",
                        () -> CodeConsistency.of(tied(8, 12), model(8, 12, 2), STREAMS, 9000)
                                .toString()),
                of("ConsistencyStudy", LongCall::study));
    }

    private static Object study() throws Exception {
        Path folder = Files.createTempDirectory("study");
        Path csv = folder.resolve("study.csv");
        try {
            return new ConsistencyStudy(
                            dictionary(8, 12),
                            k -> CodeLaw.sparse(12, k, ValueLaw.rademacher()),
                            ConsistencyStudy.Level.THRESHOLD,
                            300,
                            STREAMS)
                    .run(
                            ConsistencyStudy.grid(
                                    new int[] {1, 2}, new double[] {0.1}, new double[] {0.1, 0.2}, new double[] {0.5}),
                            csv);
        } finally {
            Files.deleteIfExists(csv);
            // Fails if anything else is left there.
            Files.delete(folder);
        }
    }

    private static SparseAutoencoder sparse(int features, int units, LatentActivation activation) {
        INDArray columns = dictionary(features, units);
        return new SparseAutoencoder(
                columns,
                Nd4j.zeros(DataType.DOUBLE, units).subi(0.3),
                columns,
                Nd4j.zeros(DataType.DOUBLE, features),
                false,
                activation);
    }

    private static SparseAutoencoder relu(int features, int units) {
        return sparse(features, units, new LatentActivation.Relu());
    }

    private static List<LongCall> latents() {
        SparseAutoencoder relu = relu(16, 300);
        EncodedDictionary encoded = EncodedDictionary.of(relu);
        EncodedDictionary top = EncodedDictionary.of(sparse(16, 300, new LatentActivation.TopK(2, true, false)));
        LatentCodes codes = LatentCodes.of(2, SupportSize.EXACTLY, 300, 1, 1);
        LatentNoise noise = new LatentNoise.Ball(0.01);
        return List.of(
                of(
                        "ThresholdCertificate",
                        () -> ThresholdCertificate.of(encoded, codes, noise)
                                .report()
                                .toJson()),
                of(
                        "TopKCertificate",
                        () -> TopKCertificate.of(top, codes, noise, Duration.ofDays(1))
                                .report()
                                .toJson()),
                of("TopKBias", () -> TopKBias.of(top, codes, noise).report().toJson()),
                of("TopKCurve", () -> TopKCurve.of(top, codes, noise).toString()),
                of(
                        "RandomCodeCertificate",
                        () -> RandomCodeCertificate.of(
                                        encoded,
                                        new SupportLaw.Uniform(2, 300),
                                        new ValueMoments.Constant(1),
                                        0.01,
                                        0.01)
                                .report()
                                .toJson()),
                of("LatentGeometry", () -> LatentGeometry.of(relu, 0.9).report().toJson()),
                of(
                        "LatentDiagnosis",
                        () -> LatentDiagnosis.of(relu(8, 40), Batches.of(samples(600)))
                                .toString()));
    }

    private static List<LongCall> expectations() {
        GenerativeModel mixture = GenerativeModel.mixtureOfGaussians(dictionary(6, 5), 0.1);
        INDArray bias = Nd4j.zeros(DataType.DOUBLE, 5);
        PopulationDynamics dynamics = new PopulationDynamics(mixture, bias, 0.5);
        TiedAutoencoder five = TiedAutoencoder.withoutBias(dictionary(6, 5), Activation.relu());
        GenerativeModel sparse = model(6, 5, 2);
        return List.of(
                of(
                        "ExpectedGradient",
                        () -> ExpectedGradient.of(sparse).at(five, 0).weights()),
                of(
                        "OwnSupportGradient",
                        () -> OwnSupportGradient.of(mixture).at(five, 0).weights()),
                of(
                        "SampledSupportGradient",
                        () -> SampledSupportGradient.of(sparse, STREAMS, 600)
                                .at(five, 0)
                                .weights()),
                of(
                        "LossJump",
                        () -> LossJump.of(sparse, tied(6, 5), STREAMS, 2100).toString()),
                of(
                        "PopulationDynamics.fixedPoint",
                        () -> dynamics.fixedPoint(dictionary(6, 5), 1e-6, 60).weights()),
                of("PopulationDynamics.spectralRadius", () -> dynamics.spectralRadius(dictionary(6, 5), STREAMS)),
                of("PopulationDynamics.basinRadius", () -> dynamics.basinRadius(1, 5, STREAMS)),
                of(
                        "ExpectedSweep",
                        () -> ExpectedSweep.of(sparse, dictionary(6, 5)).gradient()),
                of(
                        "LocalRate",
                        () -> LocalRate.sampled(model(8, 12, 2), STREAMS, 400).toString()));
    }

    private static List<LongCall> contraction() {
        GenerativeModel mixture = GenerativeModel.mixtureOfGaussians(dictionary(60, 3), 0.01);
        GenerativeModel sparse = model(60, 6, 2);
        INDArray bias = Nd4j.zeros(DataType.DOUBLE, 3);
        GenerativeModel small = model(6, 3, 2);
        return List.of(
                of(
                        "MixtureInduction",
                        () -> MixtureInduction.of(mixture, bias, Activation.hardThreshold(0.5), 1)
                                .steps(0.05, 5)
                                .report(0.1)
                                .toJson()),
                of(
                        "SparseInduction",
                        () -> SparseInduction.of(sparse, 1)
                                .steps(0.05, 5)
                                .report(0.1)
                                .toJson()),
                of(
                        "SparseFixedPoint",
                        () -> SparseFixedPoint.of(SparseInduction.of(sparse, 1)).toString()),
                of(
                        "SparseSampleStep",
                        () -> SparseSampleStep.of(sparse, sparse.dictionary(), 1, STREAMS, 9000, 0.1)
                                .report(100_000)
                                .toJson()),
                of(
                        "FixedPointCertificate",
                        () -> FixedPointCertificate.of(small, bias, 0.5, small.dictionary())
                                .report()
                                .toJson()));
    }

    private static List<LongCall> kernels() {
        INDArray x = dictionary(6, 7).transpose().dup();
        TwoLayerAutoencoder wide = TwoLayerStart.standard(6, DataType.DOUBLE).autoencoder(1100, STREAMS);
        return List.of(
                of(
                        "LimitKernels",
                        () -> LimitKernels.of(dictionary(3, 600).transpose().dup())
                                .encoder()
                                .sumNumber()),
                of(
                        "FiniteWidthKernel",
                        () -> FiniteWidthKernel.of(wide, x, Regime.JOINTLY_TRAINED)
                                .solver()
                                .smallest()
                                .toString()),
                of("TiedLimitKernel", () -> TiedLimitKernel.of(x).dense()),
                of(
                        "Assumptions",
                        () -> Assumptions.of(dictionary(6, 300).transpose().dup())
                                .second()
                                .toJson()),
                of(
                        "SymmetricOperator.dense",
                        () -> KroneckerIdentity.of(dictionary(9, 9), 9).dense()),
                of("WidthTable.separation", () -> WidthTable.separation(x)),
                of("KernelConstants", () -> KernelConstants.of(x).toString()),
                of("JointStart", () -> JointStart.of(wide, x).descent(1).toString()),
                of("WeakStart", () -> WeakStart.of(wide, x).flow().toString()),
                of(
                        "LinearisedDynamics",
                        () -> LinearisedDynamics.of(x, wide, Regime.JOINTLY_TRAINED)
                                .flow(2)
                                .reconstruct(x)),
                of(
                        "WeightTiedError",
                        () -> WeightTiedError.measured(x.getRow(0).dup(), 30, 2, 20, STREAMS)
                                .toJson()));
    }
}
