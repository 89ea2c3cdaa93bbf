package org.autoencoder4j.examples.architecture;

import static java.util.Map.entry;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.check.closeness.DeltaCloseness;
import org.autoencoder4j.check.closeness.DirectionAgreement;
import org.autoencoder4j.check.closeness.Incoherence;
import org.autoencoder4j.check.closeness.Matching;
import org.autoencoder4j.check.closeness.Nearness;
import org.autoencoder4j.check.closeness.SignFlips;
import org.autoencoder4j.check.consistency.CodeConsistency;
import org.autoencoder4j.check.consistency.CodeSet;
import org.autoencoder4j.check.consistency.ConsistencyCertificate;
import org.autoencoder4j.check.consistency.ConsistencyPoint;
import org.autoencoder4j.check.consistency.ConsistencyStudy;
import org.autoencoder4j.check.consistency.InnerProducts;
import org.autoencoder4j.check.consistency.NoiseTail;
import org.autoencoder4j.check.consistency.SupportSize;
import org.autoencoder4j.check.consistency.TheoremThree;
import org.autoencoder4j.check.consistency.WindowFormula;
import org.autoencoder4j.check.contraction.FixedPointCertificate;
import org.autoencoder4j.check.contraction.MixtureFixedPoint;
import org.autoencoder4j.check.contraction.MixtureInduction;
import org.autoencoder4j.check.contraction.SparseFixedPoint;
import org.autoencoder4j.check.contraction.SparseInduction;
import org.autoencoder4j.check.contraction.SparseSampleStep;
import org.autoencoder4j.check.descent.NormalisedColumns;
import org.autoencoder4j.check.diagnosis.ModelDiagnosis;
import org.autoencoder4j.check.expectation.FixedPoint;
import org.autoencoder4j.check.expectation.OwnSupportExpectation;
import org.autoencoder4j.check.expectation.OwnSupportGradient;
import org.autoencoder4j.check.expectation.PopulationDynamics;
import org.autoencoder4j.check.latents.EncodedDictionary;
import org.autoencoder4j.check.latents.LatentCodes;
import org.autoencoder4j.check.latents.LatentNoise;
import org.autoencoder4j.check.latents.ThresholdCertificate;
import org.autoencoder4j.check.refinement.CumulativeCoherence;
import org.autoencoder4j.check.refinement.ExpectedSweep;
import org.autoencoder4j.check.refinement.ExplainedCertificate;
import org.autoencoder4j.check.refinement.FirstOrderGradient;
import org.autoencoder4j.check.refinement.PursuitCertificate;
import org.autoencoder4j.coding.CodeSign;
import org.autoencoder4j.coding.Coding;
import org.autoencoder4j.coding.Gram;
import org.autoencoder4j.coding.SparseCoder;
import org.autoencoder4j.coding.SparseEncoder;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.Patches;
import org.autoencoder4j.data.format.CsvTable;
import org.autoencoder4j.data.format.Npy;
import org.autoencoder4j.data.format.Npz;
import org.autoencoder4j.data.format.tensor.Safetensors;
import org.autoencoder4j.data.preprocessing.Centring;
import org.autoencoder4j.data.preprocessing.Pipeline;
import org.autoencoder4j.data.preprocessing.Preprocessing;
import org.autoencoder4j.data.preprocessing.Scaling;
import org.autoencoder4j.data.preprocessing.Whitening;
import org.autoencoder4j.descent.BiasSchedule;
import org.autoencoder4j.descent.Constraint;
import org.autoencoder4j.descent.FeasibleSet;
import org.autoencoder4j.descent.LearningRate;
import org.autoencoder4j.descent.Optimizer;
import org.autoencoder4j.descent.SpanDescent;
import org.autoencoder4j.descent.TiedDescent;
import org.autoencoder4j.flow.GradientFlow;
import org.autoencoder4j.gradient.Gradient;
import org.autoencoder4j.gradient.NamedGradient;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.gradient.SampleGradient;
import org.autoencoder4j.gradient.TiedGradient;
import org.autoencoder4j.gradient.TwoLayerGradient;
import org.autoencoder4j.gradient.sum.GradientSum;
import org.autoencoder4j.gradient.sum.PartedTangentKernel;
import org.autoencoder4j.init.Initialiser;
import org.autoencoder4j.init.PairwiseReweighting;
import org.autoencoder4j.learn.DictionaryLearning;
import org.autoencoder4j.learn.Learned;
import org.autoencoder4j.linalg.Cholesky;
import org.autoencoder4j.linalg.ExtremeEigenpair;
import org.autoencoder4j.linalg.PairwiseMatrices;
import org.autoencoder4j.linalg.SpectralNorm;
import org.autoencoder4j.linalg.Spectrum;
import org.autoencoder4j.linalg.SymmetricEigen;
import org.autoencoder4j.linalg.SymmetricOperator;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.law.CodeLaw;
import org.autoencoder4j.model.law.ValueLaw;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.DeepAutoencoder;
import org.autoencoder4j.network.HardThreshold;
import org.autoencoder4j.network.Layer;
import org.autoencoder4j.network.OutputScaling;
import org.autoencoder4j.network.Relu;
import org.autoencoder4j.network.SpanAutoencoder;
import org.autoencoder4j.network.TangentKernel;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.ntk.certificate.CertaintyRecorder;
import org.autoencoder4j.ntk.certificate.FlipBound;
import org.autoencoder4j.ntk.certificate.JointStart;
import org.autoencoder4j.ntk.certificate.WeakStart;
import org.autoencoder4j.ntk.convergence.HiddenKernelChange;
import org.autoencoder4j.ntk.convergence.InitialResidual;
import org.autoencoder4j.ntk.convergence.KernelConstants;
import org.autoencoder4j.ntk.convergence.WidthTable;
import org.autoencoder4j.ntk.kernel.Assumptions;
import org.autoencoder4j.ntk.kernel.DeepLimitKernel;
import org.autoencoder4j.ntk.kernel.FiniteWidthKernel;
import org.autoencoder4j.ntk.kernel.KernelDeviation;
import org.autoencoder4j.ntk.kernel.KroneckerIdentity;
import org.autoencoder4j.ntk.kernel.LimitKernels;
import org.autoencoder4j.ntk.kernel.LimitLayer;
import org.autoencoder4j.ntk.kernel.TiedLimitKernel;
import org.autoencoder4j.ntk.tied.IdentityMap;
import org.autoencoder4j.ntk.tied.TruncatedMoment;
import org.autoencoder4j.ntk.tied.WeightTiedError;
import org.autoencoder4j.ntk.training.DescentRecorder;
import org.autoencoder4j.ntk.training.LinearisedDynamics;
import org.autoencoder4j.ntk.training.StepAccount;
import org.autoencoder4j.parts.PartedSamples;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.sae.LatentActivation;
import org.autoencoder4j.sae.SparseAutoencoder;
import org.autoencoder4j.sae.metrics.FiringAgreement;
import org.autoencoder4j.sae.metrics.FiringCounts;
import org.autoencoder4j.sae.metrics.ReconstructionSums;
import org.autoencoder4j.testsupport.ArrayAssert;
import org.autoencoder4j.train.StoppingRule;
import org.autoencoder4j.train.Trainer;
import org.autoencoder4j.train.UpdateRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * No public method, constructor or factory of the library changes an INDArray that it is given. Each has an entry here
 * that calls it; one without an entry fails the test. Each is called with FLOAT and DOUBLE arrays, in 'c' and 'f' order
 * and as views of larger arrays, whose other entries must not change either.
 */
class ArgumentsStayUnchangedTest {
    private static final double[][] OBSERVATIONS = {{0.9, -0.2, 0.1}, {0.3, 1.1, -0.4}, {-0.7, 0.2, 0.8}, {1, 2, -3}};
    private static final double[][] WEIGHTS = {{0.8, 0.1}, {0.6, -0.3}, {-0.2, 0.9}};
    private static final double[][] UNIT_COLUMNS = {{0.8, 0}, {0.6, 0}, {0, 1}};
    private static final double[][] UNIT_ROWS = {{0.6, 0.8}, {1, 0}, {-0.8, 0.6}};
    private static final double[][] FOUR_CODES = {{0.5, 0, 1, 0}, {0, -0.7, 0, 0}};
    private static final double[][] CODES = {{0.5, 0}, {0, -0.7}, {0.2, 0.4}, {0, 0}};
    private static final PairwiseMatrices.Entries PRODUCTS =
            (row, column, products, entries) -> System.arraycopy(products, 0, entries[0], 0, products.length);
    private static final double[][] SYMMETRIC = {{2, -1, 0.5}, {-1, 3, 0.2}, {0.5, 0.2, 1}};
    private static final double[][] NINE_ROWS = {
        {1, 2}, {-1, 0}, {0.5, 1}, {2, 2}, {0, 1}, {1, -1}, {3, 0}, {0, 0}, {1, 0.2}
    };
    private static final double[][] SIX_ROWS = {{1, 0}, {-1, 2}, {0.5, 1}, {0, 0.2}, {1, -1}, {3, 0}};
    private static final double[][] SQUARE = {{0.3, -0.5}, {0.7, 0.2}};
    private static final double[][] BIAS = {{-0.1, 0.2}};
    private static final RandomStreams STREAMS = RandomStreams.of(1);
    private static final Activation SIGMA = Activation.relu();
    private static final SparseEncoder PURSUIT = SparseEncoder.pursuit(1, CodeSign.SIGNED);

    /** The arguments of a call; a value of one row stands for a vector. */
    private record Call(Action action, List<double[][]> arguments) {}

    @FunctionalInterface
    private interface Action {
        Object on(INDArray[] arguments) throws Exception;
    }

    private static final Map<String, Call> CALLS = Map.ofEntries(
            entry(
                    "HiddenKernelChange.report(INDArray, INDArray, INDArray)",
                    call(a -> HiddenKernelChange.report(a[0], a[1], a[2]), OBSERVATIONS, WEIGHTS, UNIT_COLUMNS)),
            entry(
                    "InitialResidual.givenEncoder(INDArray, INDArray, double)",
                    call(a -> InitialResidual.givenEncoder(a[0], a[1], 0.1), OBSERVATIONS, WEIGHTS)),
            entry(
                    "InitialResidual.report(INDArray, TwoLayerAutoencoder, double)",
                    call(
                            a -> InitialResidual.report(a[0], new TwoLayerAutoencoder(a[1], a[2]), 0.1),
                            OBSERVATIONS,
                            WEIGHTS,
                            WEIGHTS)),
            entry(
                    "IdentityMap.of(TwoLayerAutoencoder, INDArray)",
                    call(
                            a -> IdentityMap.of(new TwoLayerAutoencoder(a[0], a[1]), a[2]),
                            WEIGHTS,
                            WEIGHTS,
                            OBSERVATIONS)),
            entry("WidthTable.separation(INDArray)", call(a -> WidthTable.separation(a[0]), OBSERVATIONS)),
            entry("TruncatedMoment.of(INDArray, INDArray)", call(a -> TruncatedMoment.of(a[0], a[1]), BIAS, BIAS)),
            entry(
                    "WeightTiedError.measured(INDArray, int, double, int, RandomStreams)",
                    call(a -> WeightTiedError.measured(a[0], 3, 2, 4, STREAMS), BIAS)),
            entry("Batches.of(INDArray)", call(a -> Batches.of(a[0]).reader().rows(0, 1, 3), OBSERVATIONS)),
            entry("CsvTable.new(INDArray, List)", call(a -> new CsvTable(a[0], List.of()).numbers(), OBSERVATIONS)),
            entry("Npy.write(Path, INDArray)", call(a -> write(a[0]), OBSERVATIONS)),
            entry("Npy.toBytes(INDArray)", call(a -> Npy.toBytes(a[0]), OBSERVATIONS)),
            entry(
                    "NamedGradient.new(Map, INDArray, double, double)",
                    call(a -> named(a[0], a[1]).meanL0() + named(a[0], a[1]).deadUnits(), WEIGHTS, BIAS)),
            entry(
                    "GradientSum.ofSum(Gradient, INDArray, long)",
                    call(a -> sumOf(a[0], a[1]).array("w", a[0], 2).muli(0), WEIGHTS, BIAS)),
            entry(
                    "GradientSum.ofMean(Gradient, INDArray, long)",
                    call(
                            a -> GradientSum.ofMean(named(a[0], a[1]), a[1], 4)
                                    .activity(a[0].dataType())
                                    .muli(0),
                            WEIGHTS,
                            BIAS)),
            entry(
                    "GradientSum.array(String, INDArray, double)",
                    call(a -> sumOf(a[0].dup(), a[1]).array("w", a[0], 1).muli(0), WEIGHTS, BIAS)),
            entry(
                    "PartedTangentKernel.times(INDArray)",
                    call(a -> partedKernel(a[0], a[1]).times(a[2]).muli(0), SQUARE, UNIT_ROWS, SIX_ROWS)),
            entry("Npz.write(Path, Map)", call(a -> writeArchive(a[0]), OBSERVATIONS)),
            entry("Patches.all(INDArray, int)", call(a -> Patches.all(a[0], 2), OBSERVATIONS)),
            entry(
                    "Patches.random(INDArray, int, int, RandomStreams)",
                    call(a -> Patches.random(a[0], 2, 5, STREAMS), OBSERVATIONS)),
            entry("Patches.windows(INDArray, int, int)", call(a -> Patches.windows(a[0], 2, 1), BIAS)),
            entry("Patches.withoutMeans(INDArray)", call(a -> Patches.withoutMeans(a[0]), OBSERVATIONS)),
            entry(
                    "Preprocessing.apply(INDArray)",
                    call(a -> preprocess(Centring.of(Batches.of(a[0])), a[0]), OBSERVATIONS)),
            entry(
                    "Preprocessing.invert(INDArray)",
                    call(a -> preprocess(Whitening.of(Batches.of(a[0]), 1), a[0]), OBSERVATIONS)),
            entry(
                    "Preprocessing.invertLinear(INDArray)",
                    call(a -> Whitening.of(Batches.of(a[0]), 1).invertLinear(a[0]), OBSERVATIONS)),
            entry(
                    "Centring.apply(INDArray)",
                    call(a -> Centring.of(Batches.of(a[0])).apply(a[0]), OBSERVATIONS)),
            entry(
                    "Centring.invert(INDArray)",
                    call(a -> Centring.of(Batches.of(a[0])).invert(a[0]), OBSERVATIONS)),
            entry(
                    "Centring.invertLinear(INDArray)",
                    call(a -> Centring.of(Batches.of(a[0])).invertLinear(a[0]), OBSERVATIONS)),
            entry(
                    "Pipeline.apply(INDArray)",
                    call(a -> centringThenScaling(a[0]).apply(a[0]), OBSERVATIONS)),
            entry(
                    "Pipeline.invert(INDArray)",
                    call(a -> centringThenScaling(a[0]).invert(a[0]), OBSERVATIONS)),
            entry(
                    "Pipeline.invertLinear(INDArray)",
                    call(a -> centringThenScaling(a[0]).invertLinear(a[0]), OBSERVATIONS)),
            entry(
                    "Scaling.apply(INDArray)",
                    call(a -> Scaling.of(Batches.of(a[0])).apply(a[0]), OBSERVATIONS)),
            entry(
                    "Scaling.invert(INDArray)",
                    call(a -> Scaling.of(Batches.of(a[0])).invert(a[0]), OBSERVATIONS)),
            entry(
                    "Scaling.invertLinear(INDArray)",
                    call(a -> Scaling.of(Batches.of(a[0])).invertLinear(a[0]), OBSERVATIONS)),
            entry(
                    "Whitening.apply(INDArray)",
                    call(a -> Whitening.of(Batches.of(a[0]), 1).apply(a[0]), OBSERVATIONS)),
            entry(
                    "Whitening.invert(INDArray)",
                    call(a -> Whitening.of(Batches.of(a[0]), 1).invert(a[0]), OBSERVATIONS)),
            entry(
                    "Whitening.invertLinear(INDArray)",
                    call(a -> Whitening.of(Batches.of(a[0]), 1).invertLinear(a[0]), OBSERVATIONS)),
            entry(
                    "GenerativeModel.new(INDArray, CodeLaw, double)",
                    call(a -> draw(new GenerativeModel(a[0], CodeLaw.oneHot(0.3, 0.7), 0.1)), WEIGHTS)),
            entry(
                    "GenerativeModel.mixtureOfGaussians(INDArray, double)",
                    call(a -> draw(GenerativeModel.mixtureOfGaussians(a[0], 0.1)), WEIGHTS)),
            entry(
                    "GenerativeModel.mixtureOfGaussians(INDArray, double[], double)",
                    call(a -> draw(GenerativeModel.mixtureOfGaussians(a[0], new double[] {0.3, 0.7}, 0.1)), WEIGHTS)),
            entry(
                    "GenerativeModel.sparseCoding(INDArray, int, SymmetricLaw, double)",
                    call(a -> draw(GenerativeModel.sparseCoding(a[0], 1, ValueLaw.rademacher(), 0.1)), WEIGHTS)),
            entry(
                    "GenerativeModel.nonNegativeSparseCoding(INDArray, int, ValueLaw, double)",
                    call(
                            a -> draw(GenerativeModel.nonNegativeSparseCoding(
                                    a[0], 2, ValueLaw.nonNegativeUniform(0.8, 1.2), 0)),
                            WEIGHTS)),
            entry("Initialiser.near(INDArray, double)", call(a -> start(Initialiser.near(a[0], 0.3)), UNIT_COLUMNS)),
            entry(
                    "Initialiser.perturbed(INDArray, double)",
                    call(a -> start(Initialiser.perturbed(a[0], 0.3)), WEIGHTS)),
            entry("Initialiser.explicit(INDArray)", call(a -> start(Initialiser.explicit(a[0])), WEIGHTS)),
            entry(
                    "PairwiseReweighting.find(INDArray, RandomStreams)",
                    call(a -> PairwiseReweighting.of(2, 1).find(a[0], STREAMS), OBSERVATIONS)),
            entry(
                    "FeasibleSet.new(INDArray, double, double)",
                    call(a -> new FeasibleSet(a[0], 0.1, 2).project(a[0].add(1)), WEIGHTS)),
            // What these say that they change is a copy here.
            entry(
                    "FeasibleSet.apply(INDArray, INDArray, INDArray, long)",
                    call(a -> new FeasibleSet(a[0], 0.1, 2).apply(a[1].dup(), a[1], a[1], 1), WEIGHTS, UNIT_COLUMNS)),
            entry(
                    "Constraint.apply(INDArray, INDArray, INDArray, long)",
                    call(a -> Constraint.unitColumns().apply(a[0].dup('f'), a[0], a[0], 1), WEIGHTS)),
            entry(
                    "BiasSchedule.apply(INDArray, INDArray, INDArray, long)",
                    call(a -> BiasSchedule.geometric(2).apply(a[0].dup(), a[0], a[0], 1), BIAS)),
            entry(
                    "Optimizer.direction(INDArray, List, INDArray, long)",
                    call(
                            a -> Optimizer.adam().direction(a[0], List.of(a[0].mul(0), a[0].mul(0)), a[0].dup(), 1),
                            WEIGHTS)),
            entry(
                    "Gradient.of(Map, INDArray, double)",
                    call(a -> Gradient.of(Map.of("weights", a[0]), a[1], 1).norm(), WEIGHTS, BIAS)),
            entry(
                    "SpanAutoencoder.load(Path, INDArray)",
                    call(
                            a -> {
                                SpanDescent rule =
                                        SpanDescent.of(a[0], Regime.JOINTLY_TRAINED, LearningRate.constant(0.1));
                                Path folder = Files.createTempDirectory("span").resolve("saved");
                                rule.begin(new TwoLayerAutoencoder(a[1], a[2])).save(folder);
                                return SpanAutoencoder.load(folder, a[0]).autoencoder();
                            },
                            OBSERVATIONS,
                            WEIGHTS,
                            WEIGHTS)),
            entry(
                    "FeasibleSet.project(INDArray)",
                    call(a -> new FeasibleSet(a[0], 0.1, 2).project(a[1]).muli(0), WEIGHTS, UNIT_COLUMNS)),
            entry("Incoherence.of(INDArray)", call(a -> Incoherence.of(a[0]), WEIGHTS)),
            entry("CumulativeCoherence.of(INDArray)", call(a -> CumulativeCoherence.of(a[0]), WEIGHTS)),
            entry(
                    "ExpectedSweep.of(GenerativeModel, INDArray)",
                    call(a -> ExpectedSweep.of(pairs(a[0]), a[1]).update().muli(0), WEIGHTS, WEIGHTS)),
            entry(
                    "ExpectedSweep.sampled(GenerativeModel, INDArray, RandomStreams, int)",
                    call(
                            a -> ExpectedSweep.sampled(pairs(a[0]), a[1], STREAMS, 9)
                                    .gradient()
                                    .muli(0),
                            WEIGHTS,
                            WEIGHTS)),
            entry(
                    "FirstOrderGradient.of(GenerativeModel, INDArray)",
                    call(
                            a -> FirstOrderGradient.of(pairs(a[0]), a[1])
                                    .gradient()
                                    .muli(0),
                            WEIGHTS,
                            UNIT_COLUMNS)),
            entry(
                    "PursuitCertificate.of(INDArray, INDArray, CodeSet, double)",
                    call(
                            a -> PursuitCertificate.of(a[0], a[1], CodeSet.signed(1, 1, 2), 0.1)
                                    .report(),
                            UNIT_COLUMNS,
                            WEIGHTS)),
            entry(
                    "ExplainedCertificate.of(INDArray, int)",
                    call(a -> ExplainedCertificate.of(a[0], 1).report(1, 0.1), WEIGHTS)),
            entry(
                    "Matching.minimumSum(INDArray, INDArray, SignFlips)",
                    call(a -> Matching.minimumSum(a[0], a[1], SignFlips.ALLOWED), WEIGHTS, WEIGHTS)),
            entry(
                    "Matching.bottleneck(INDArray, INDArray, SignFlips)",
                    call(a -> Matching.bottleneck(a[0], a[1], SignFlips.ALLOWED), WEIGHTS, WEIGHTS)),
            entry(
                    "Matching.align(INDArray)",
                    call(
                            a -> Matching.minimumSum(a[0].neg(), a[0], SignFlips.ALLOWED)
                                    .align(a[1]),
                            WEIGHTS,
                            CODES)),
            entry(
                    "DeltaCloseness.of(INDArray, INDArray, SignFlips)",
                    call(a -> DeltaCloseness.of(a[0], a[1], SignFlips.ALLOWED), WEIGHTS, WEIGHTS)),
            entry(
                    "Nearness.of(INDArray, INDArray, SignFlips)",
                    call(a -> Nearness.of(a[0], a[1], SignFlips.ALLOWED), WEIGHTS, WEIGHTS)),
            entry(
                    "CodeConsistency.of(TiedAutoencoder, INDArray, INDArray)",
                    call(
                            a -> CodeConsistency.of(new TiedAutoencoder(a[2], a[3], SIGMA), a[0], a[1]),
                            OBSERVATIONS,
                            CODES,
                            WEIGHTS,
                            BIAS)),
            entry(
                    "CodeConsistency.of(TiedAutoencoder, Matching, INDArray, INDArray)",
                    call(
                            a -> CodeConsistency.of(
                                    new TiedAutoencoder(a[2], a[3], SIGMA),
                                    Matching.minimumSum(a[2], a[2], SignFlips.FORBIDDEN),
                                    a[0],
                                    a[1]),
                            OBSERVATIONS,
                            CODES,
                            WEIGHTS,
                            BIAS)),
            entry(
                    "ConsistencyCertificate.of(TiedAutoencoder, INDArray, CodeSet, double)",
                    call(
                            a -> ConsistencyCertificate.of(
                                            new TiedAutoencoder(a[0], a[1], SIGMA),
                                            a[2],
                                            CodeSet.nonNegative(1, 0.8, 1.2),
                                            0.1)
                                    .report(),
                            WEIGHTS,
                            BIAS,
                            WEIGHTS)),
            entry(
                    "EncodedDictionary.of(SparseAutoencoder, INDArray, INDArray)",
                    call(
                            a -> ThresholdCertificate.of(
                                            EncodedDictionary.of(
                                                    new SparseAutoencoder(
                                                            a[0],
                                                            a[1].reshape(2),
                                                            a[2],
                                                            a[3].reshape(3),
                                                            true,
                                                            new LatentActivation.Relu()),
                                                    a[2],
                                                    a[3].reshape(3)),
                                            LatentCodes.of(1, SupportSize.EXACTLY, 2, 0.8, 1.2),
                                            LatentNoise.none())
                                    .report(),
                            WEIGHTS,
                            BIAS,
                            WEIGHTS,
                            new double[][] {{0.1, -0.2, 0.3}})),
            entry(
                    "ConsistencyStudy.new(INDArray, Family, Level, long, RandomStreams)",
                    call(
                            a -> new ConsistencyStudy(
                                            a[0],
                                            k -> CodeLaw.sparse(2, k, ValueLaw.rademacher()),
                                            ConsistencyStudy.Level.THRESHOLD,
                                            300,
                                            STREAMS)
                                    .measure(new ConsistencyPoint(1, 0.1, 0.1, 0.5)),
                            UNIT_COLUMNS)),
            entry(
                    "InnerProducts.of(INDArray, INDArray, int)",
                    call(a -> InnerProducts.of(a[0], a[1], 1).sumsOfSquares(), WEIGHTS, WEIGHTS)),
            entry(
                    "NoiseTail.of(INDArray, double)",
                    call(a -> NoiseTail.of(a[0], 0.1).report(0.01), WEIGHTS)),
            entry(
                    "NoiseTail.measured(INDArray, double)",
                    call(a -> NoiseTail.of(a[0], 0.1).measured(a[1], 0.2), WEIGHTS, OBSERVATIONS)),
            entry(
                    "TheoremThree.of(INDArray, INDArray, CodeSet, double)",
                    call(
                            a -> TheoremThree.of(a[0], a[1], CodeSet.nonNegative(1, 0.8, 1.2), 0.1)
                                    .reluWindow(WindowFormula.GERSHGORIN),
                            WEIGHTS,
                            WEIGHTS)),
            entry(
                    "ModelDiagnosis.of(TiedAutoencoder, INDArray)",
                    call(
                            a -> ModelDiagnosis.of(new TiedAutoencoder(a[1], a[2], SIGMA), a[0]),
                            OBSERVATIONS,
                            WEIGHTS,
                            BIAS)),
            entry(
                    "NormalisedColumns.of(INDArray, INDArray)",
                    call(a -> NormalisedColumns.of(a[0], a[1]).report(), WEIGHTS, UNIT_COLUMNS)),
            entry(
                    "PopulationDynamics.new(GenerativeModel, INDArray, double)",
                    call(a -> dynamics(a[0]).basinRadius(1, 5, STREAMS), BIAS)),
            entry(
                    "PopulationDynamics.new(GenerativeModel, GradientSource, Activation, INDArray, double)",
                    call(
                            a -> new PopulationDynamics(
                                            mixture(), OwnSupportGradient.of(mixture()), SIGMA, inDouble(a[0]), 0.5)
                                    .update(arrayOf(UNIT_COLUMNS, DataType.DOUBLE))
                                    .muli(0),
                            BIAS)),
            entry(
                    "OwnSupportExpectation.new(TiedGradient, INDArray, INDArray, INDArray, INDArray)",
                    call(
                            a -> new OwnSupportExpectation(
                                            new TiedGradient(a[0], a[1], a[1], 1), a[0], a[1], a[0], a[2])
                                    .toString(),
                            WEIGHTS,
                            BIAS,
                            SQUARE)),
            entry(
                    "MixtureInduction.of(GenerativeModel, INDArray, Activation, double)",
                    call(
                            a -> MixtureInduction.of(mixture(), a[0], SIGMA, 0.5)
                                    .steps(0.1, 2)
                                    .report(1),
                            BIAS)),
            entry(
                    "MixtureFixedPoint.of(GenerativeModel, INDArray, double)",
                    call(a -> MixtureFixedPoint.of(mixture(), a[0], 0.5).attraction(), BIAS)),
            entry(
                    "FixedPointCertificate.of(GenerativeModel, INDArray, double, INDArray)",
                    call(
                            a -> FixedPointCertificate.of(pair(), inDouble(a[0]), 0.5, inDouble(a[1]))
                                    .report(),
                            BIAS,
                            UNIT_COLUMNS)),
            entry(
                    "SparseFixedPoint.error(INDArray)",
                    call(
                            a -> SparseFixedPoint.of(SparseInduction.of(pair(), 0.5))
                                    .error(inDouble(a[0])),
                            UNIT_COLUMNS)),
            entry(
                    "SparseSampleStep.of(GenerativeModel, INDArray, double, RandomStreams, long, double)",
                    call(
                            a -> SparseSampleStep.of(pair(), inDouble(a[0]), 0.5, STREAMS, 10, 0.1)
                                    .report(100),
                            UNIT_COLUMNS)),
            entry(
                    "PopulationDynamics.update(INDArray)",
                    call(a -> dynamics(a[0]).update(inDouble(a[1])).muli(0), BIAS, WEIGHTS)),
            entry(
                    "PopulationDynamics.fixedPoint(INDArray, double, long)",
                    call(
                            a -> dynamics(a[0])
                                    .fixedPoint(inDouble(a[1]), 1e-3, 5)
                                    .weights()
                                    .muli(0),
                            BIAS,
                            WEIGHTS)),
            entry(
                    "PopulationDynamics.spectralRadius(INDArray, RandomStreams)",
                    call(a -> dynamics(a[0]).spectralRadius(inDouble(a[1]), STREAMS), BIAS, WEIGHTS)),
            entry(
                    "FixedPoint.new(INDArray, long, double, boolean, INDArray)",
                    call(a -> new FixedPoint(a[0], 1, 0, true, a[1]).bias(), WEIGHTS, BIAS)),
            entry(
                    "PairwiseMatrices.between(INDArray, INDArray, int, Entries)",
                    call(
                            a -> PairwiseMatrices.between(a[0], a[1], 1, PRODUCTS)
                                    .get(0)
                                    .muli(0),
                            OBSERVATIONS,
                            OBSERVATIONS)),
            entry(
                    "PairwiseMatrices.of(INDArray, int, Entries)",
                    call(a -> PairwiseMatrices.of(a[0], 1, PRODUCTS).get(0).muli(0), OBSERVATIONS)),
            entry("SpectralNorm.of(INDArray)", call(a -> SpectralNorm.of(a[0]), OBSERVATIONS)),
            entry("SymmetricEigen.eigenvalues(INDArray)", call(a -> SymmetricEigen.eigenvalues(a[0]), SYMMETRIC)),
            entry("Assumptions.of(INDArray)", call(a -> Assumptions.of(a[0]).second(), OBSERVATIONS)),
            entry("Cholesky.of(INDArray)", call(a -> Cholesky.of(a[0]).orElseThrow(), SYMMETRIC)),
            entry("Cholesky.of(INDArray, double)", call(a -> Cholesky.of(a[0], 1), SYMMETRIC)),
            entry(
                    "Cholesky.times(INDArray)",
                    call(a -> Cholesky.of(a[0]).orElseThrow().times(a[1]).muli(0), SYMMETRIC, WEIGHTS)),
            entry(
                    "Spectrum.of(INDArray)",
                    call(a -> Spectrum.of(a[0]).smallest().vector().muli(0), SYMMETRIC)),
            entry("Spectrum.iterated(INDArray)", call(a -> Spectrum.iterated(a[0]), SYMMETRIC)),
            entry(
                    "ExtremeEigenpair.new(double, INDArray, double, boolean, long)",
                    call(a -> new ExtremeEigenpair(1, a[0], 0, true, 1).toString(), BIAS)),
            entry(
                    "LimitKernels.of(INDArray)",
                    call(a -> LimitKernels.of(a[0]).encoder().muli(0), OBSERVATIONS)),
            entry(
                    "LimitKernels.between(INDArray, INDArray)",
                    call(a -> LimitKernels.between(a[0], a[1]).decoder().muli(0), OBSERVATIONS, SYMMETRIC)),
            entry(
                    "LimitKernels.new(INDArray, INDArray)",
                    call(
                            a -> new LimitKernels(a[0], a[1])
                                    .kernel(Regime.JOINTLY_TRAINED)
                                    .muli(0),
                            SYMMETRIC,
                            SYMMETRIC)),
            entry(
                    "DeepLimitKernel.of(INDArray, List)",
                    call(
                            a -> DeepLimitKernel.of(a[0], List.of(LimitLayer.trained(1, 1), LimitLayer.trained(2, 1)))
                                    .kernel()
                                    .muli(0),
                            OBSERVATIONS)),
            entry(
                    "DeepLimitKernel.new(INDArray, INDArray)",
                    call(a -> new DeepLimitKernel(a[0], a[1]).toString(), SYMMETRIC, SYMMETRIC)),
            entry(
                    "TiedLimitKernel.of(INDArray)",
                    call(a -> TiedLimitKernel.of(a[0]).dense().muli(0), OBSERVATIONS)),
            entry(
                    "TiedLimitKernel.times(INDArray)",
                    call(a -> TiedLimitKernel.of(a[0]).times(a[1]).muli(0), SQUARE, OBSERVATIONS)),
            entry(
                    "FiniteWidthKernel.of(TwoLayerAutoencoder, INDArray, Regime)",
                    call(a -> jointKernel(a[0], a[1]).dense().muli(0), WEIGHTS, OBSERVATIONS)),
            entry(
                    "JointStart.of(TwoLayerAutoencoder, INDArray)",
                    call(
                            a -> JointStart.of(new TwoLayerAutoencoder(a[0], a[1]), a[2])
                                    .descent(0.5, 1, FlipBound.SPECTRAL),
                            SQUARE,
                            SQUARE,
                            UNIT_ROWS)),
            entry(
                    "WeakStart.of(TwoLayerAutoencoder, INDArray)",
                    call(
                            a -> WeakStart.of(new TwoLayerAutoencoder(a[0], a[1]), a[2])
                                    .flow(),
                            SQUARE,
                            SQUARE,
                            UNIT_ROWS)),
            entry(
                    "CertaintyRecorder.joint(INDArray, double, long)",
                    call(a -> CertaintyRecorder.joint(a[0], 1, 1), UNIT_ROWS)),
            entry("CertaintyRecorder.weak(INDArray, long)", call(a -> CertaintyRecorder.weak(a[0], 1), UNIT_ROWS)),
            entry(
                    "FiniteWidthKernel.times(INDArray)",
                    call(a -> jointKernel(a[0], a[1]).times(a[2]).muli(0), SQUARE, SQUARE, OBSERVATIONS)),
            entry(
                    "KroneckerIdentity.of(INDArray, int)",
                    call(a -> KroneckerIdentity.of(a[0], 2).dense().muli(0), SYMMETRIC)),
            entry(
                    "KroneckerIdentity.times(INDArray)",
                    call(a -> KroneckerIdentity.of(a[0], 1).times(a[1]).muli(0), SYMMETRIC, WEIGHTS)),
            entry(
                    "KernelDeviation.of(SymmetricOperator, INDArray)",
                    call(
                            a -> KernelDeviation.of(SymmetricOperator.of(a[0]), a[1])
                                    .norm(1e-3),
                            SYMMETRIC,
                            SYMMETRIC)),
            entry(
                    "KernelDeviation.times(INDArray)",
                    call(
                            a -> KernelDeviation.of(SymmetricOperator.of(a[0]), a[0].dup())
                                    .times(a[1])
                                    .muli(0),
                            SYMMETRIC,
                            WEIGHTS)),
            entry(
                    "SymmetricOperator.of(INDArray)",
                    call(a -> SymmetricOperator.of(a[0]).dense().muli(0), SYMMETRIC)),
            entry(
                    "SymmetricOperator.times(INDArray)",
                    call(a -> SymmetricOperator.of(a[0]).times(a[1]).muli(0), SYMMETRIC, WEIGHTS)),
            entry(
                    "Activation.apply(INDArray)",
                    call(a -> Activation.hardThreshold(0.5).apply(a[0]), OBSERVATIONS)),
            entry("Activation.slope(INDArray)", call(a -> Activation.sigmoid().slope(a[0]), OBSERVATIONS)),
            entry("HardThreshold.apply(INDArray)", call(a -> new HardThreshold(0.5).apply(a[0]), OBSERVATIONS)),
            entry("Relu.apply(INDArray)", call(a -> new Relu().apply(a[0]), OBSERVATIONS)),
            entry(
                    "TiedAutoencoder.new(INDArray, INDArray, Activation)",
                    call(a -> new TiedAutoencoder(a[0], a[1], SIGMA), WEIGHTS, BIAS)),
            entry(
                    "TiedAutoencoder.withoutBias(INDArray, Activation)",
                    call(a -> TiedAutoencoder.withoutBias(a[0], SIGMA), WEIGHTS)),
            entry(
                    "TiedAutoencoder.encode(INDArray)",
                    call(a -> new TiedAutoencoder(a[1], a[2], SIGMA).encode(a[0]), OBSERVATIONS, WEIGHTS, BIAS)),
            entry(
                    "TiedAutoencoder.decode(INDArray)",
                    call(a -> new TiedAutoencoder(a[1], a[2], SIGMA).decode(a[0]), CODES, WEIGHTS, BIAS)),
            entry(
                    "TiedAutoencoder.reconstruct(INDArray)",
                    call(a -> new TiedAutoencoder(a[1], a[2], SIGMA).reconstruct(a[0]), OBSERVATIONS, WEIGHTS, BIAS)),
            entry(
                    "TiedAutoencoder.loss(INDArray)",
                    call(a -> new TiedAutoencoder(a[1], a[2], SIGMA).loss(a[0]), OBSERVATIONS, WEIGHTS, BIAS)),
            entry("Gram.of(INDArray)", call(a -> Gram.of(a[0]).row(0), WEIGHTS)),
            entry(
                    "Coding.of(INDArray, SparseEncoder)",
                    call(a -> Coding.of(a[0], PURSUIT).gram().row(0), WEIGHTS)),
            entry(
                    "Coding.codes(INDArray)",
                    call(a -> Coding.of(a[1], PURSUIT).codes(a[0]).r2(), OBSERVATIONS, WEIGHTS)),
            entry(
                    "SparseAutoencoder.new(INDArray, INDArray, INDArray, INDArray, boolean, LatentActivation)",
                    call(a -> sparse(a[1], a[2]).folded(), OBSERVATIONS, WEIGHTS, BIAS)),
            entry(
                    "SparseAutoencoder.preActivations(INDArray)",
                    call(a -> sparse(a[1], a[2]).preActivations(a[0]).muli(0), OBSERVATIONS, WEIGHTS, BIAS)),
            entry(
                    "SparseAutoencoder.encode(INDArray)",
                    call(a -> sparse(a[1], a[2]).encode(a[0]).muli(0), OBSERVATIONS, WEIGHTS, BIAS)),
            entry(
                    "SparseAutoencoder.decode(INDArray)",
                    call(a -> sparse(a[1], a[2]).decode(a[0]).muli(0), CODES, WEIGHTS, BIAS)),
            entry(
                    "SparseAutoencoder.reconstruct(INDArray)",
                    call(a -> sparse(a[1], a[2]).reconstruct(a[0]).muli(0), OBSERVATIONS, WEIGHTS, BIAS)),
            entry(
                    "ReconstructionSums.add(INDArray, INDArray)",
                    call(
                            a -> {
                                ReconstructionSums sums = new ReconstructionSums(3);
                                sums.add(a[0], a[0]);
                                return sums.r2();
                            },
                            OBSERVATIONS)),
            entry(
                    "FiringCounts.add(INDArray)",
                    call(
                            a -> {
                                FiringCounts counts = new FiringCounts(2);
                                counts.add(a[0]);
                                return counts.l0();
                            },
                            CODES)),
            entry(
                    "FiringAgreement.add(INDArray, INDArray)",
                    call(
                            a -> {
                                FiringAgreement agreement = new FiringAgreement(List.of(0, -1), 2);
                                agreement.add(a[0], a[0]);
                                return agreement.f1();
                            },
                            CODES)),
            entry(
                    "DirectionAgreement.of(INDArray, INDArray)",
                    call(a -> DirectionAgreement.of(a[0], a[1]), WEIGHTS, UNIT_COLUMNS)),
            entry("Safetensors.write(Path, Map, Map)", call(a -> writeTensor(a[0]), OBSERVATIONS)),
            entry("SparseCoder.new(INDArray, SparseEncoder)", call(a -> new SparseCoder(a[0], PURSUIT), WEIGHTS)),
            entry(
                    "SparseCoder.codes(INDArray)",
                    call(a -> new SparseCoder(a[1], PURSUIT).codes(a[0]).r2(), OBSERVATIONS, WEIGHTS)),
            entry(
                    "SparseCoder.encode(INDArray)",
                    call(a -> new SparseCoder(a[1], PURSUIT).encode(a[0]).muli(0), OBSERVATIONS, WEIGHTS)),
            entry(
                    "SparseCoder.decode(INDArray)",
                    call(a -> new SparseCoder(a[1], PURSUIT).decode(a[0]).muli(0), CODES, WEIGHTS)),
            entry(
                    "SparseCoder.reconstruct(INDArray)",
                    call(a -> new SparseCoder(a[1], PURSUIT).reconstruct(a[0]).muli(0), OBSERVATIONS, WEIGHTS)),
            entry(
                    "SparseCoder.loss(INDArray)",
                    call(a -> new SparseCoder(a[1], PURSUIT).loss(a[0]), OBSERVATIONS, WEIGHTS)),
            entry(
                    "DictionaryLearning.fit(INDArray)",
                    call(a -> learned(a[0]).dictionary().muli(0), OBSERVATIONS)),
            entry(
                    "Learned.encode(INDArray)",
                    call(a -> learned(a[0]).encode(a[0]).muli(0), OBSERVATIONS)),
            entry(
                    "Learned.decode(INDArray)",
                    call(a -> learned(a[0]).decode(a[1]).muli(0), OBSERVATIONS, FOUR_CODES)),
            entry(
                    "Learned.reconstruct(INDArray)",
                    call(a -> learned(a[0]).reconstruct(a[0]).muli(0), OBSERVATIONS)),
            entry(
                    "TwoLayerAutoencoder.new(INDArray, INDArray)",
                    call(a -> new TwoLayerAutoencoder(a[0], a[1]), WEIGHTS, WEIGHTS)),
            entry(
                    "TwoLayerAutoencoder.new(INDArray, INDArray, OutputScaling)",
                    call(a -> new TwoLayerAutoencoder(a[0], a[1], OutputScaling.INVERSE_WIDTH), WEIGHTS, WEIGHTS)),
            entry(
                    "TwoLayerAutoencoder.weightTied(INDArray, OutputScaling)",
                    call(a -> TwoLayerAutoencoder.weightTied(a[0], OutputScaling.INVERSE_WIDTH), WEIGHTS)),
            entry(
                    "TwoLayerAutoencoder.preActivations(INDArray)",
                    call(
                            a -> new TwoLayerAutoencoder(a[1], a[2])
                                    .preActivations(a[0])
                                    .muli(0),
                            OBSERVATIONS,
                            WEIGHTS,
                            WEIGHTS)),
            entry(
                    "TwoLayerAutoencoder.encode(INDArray)",
                    call(
                            a -> new TwoLayerAutoencoder(a[1], a[2])
                                    .encode(a[0])
                                    .muli(0),
                            OBSERVATIONS,
                            WEIGHTS,
                            WEIGHTS)),
            entry(
                    "TwoLayerAutoencoder.reconstruct(INDArray)",
                    call(
                            a -> new TwoLayerAutoencoder(a[1], a[2])
                                    .reconstruct(a[0])
                                    .muli(0),
                            OBSERVATIONS,
                            WEIGHTS,
                            WEIGHTS)),
            entry(
                    "TwoLayerAutoencoder.loss(INDArray)",
                    call(a -> new TwoLayerAutoencoder(a[1], a[2]).loss(a[0]), OBSERVATIONS, WEIGHTS, WEIGHTS)),
            entry(
                    "TwoLayerGradient.of(Regime, INDArray, INDArray, double)",
                    call(
                            a -> TwoLayerGradient.of(Regime.DECODER_ONLY, a[0], a[1], 1)
                                    .norm(),
                            WEIGHTS,
                            BIAS)),
            entry(
                    "TwoLayerGradient.jointlyTrained(INDArray, INDArray, INDArray, double)",
                    call(
                            a -> TwoLayerGradient.jointlyTrained(a[0], a[1], a[2], 1)
                                    .norm(),
                            WEIGHTS,
                            WEIGHTS,
                            BIAS)),
            entry("Layer.encoding(INDArray, double)", call(a -> Layer.encoding(a[0], 0.5), WEIGHTS)),
            entry("Layer.decoding(INDArray, double)", call(a -> Layer.decoding(a[0], 0.5), WEIGHTS)),
            entry(
                    "DeepAutoencoder.linearise(INDArray)",
                    call(a -> deep(a[1], a[2]).linearise(a[0]).outputs(), OBSERVATIONS, WEIGHTS, WEIGHTS)),
            entry(
                    "Linearisation.jacobianTimes(List)",
                    call(
                            a -> deep(a[1], a[2])
                                    .linearise(a[0])
                                    .jacobianTimes(List.of(a[2], a[1]))
                                    .muli(0),
                            OBSERVATIONS,
                            WEIGHTS,
                            WEIGHTS)),
            entry(
                    "Linearisation.jacobianTransposeTimes(INDArray)",
                    call(
                            a -> deep(a[1], a[2])
                                    .linearise(a[0])
                                    .jacobianTransposeTimes(a[0])
                                    .get(0)
                                    .muli(0),
                            OBSERVATIONS,
                            WEIGHTS,
                            WEIGHTS)),
            entry(
                    "DeepAutoencoder.reconstruct(INDArray)",
                    call(a -> deep(a[1], a[2]).reconstruct(a[0]).muli(0), OBSERVATIONS, WEIGHTS, WEIGHTS)),
            entry(
                    "DeepAutoencoder.loss(INDArray)",
                    call(a -> deep(a[1], a[2]).loss(a[0]), OBSERVATIONS, WEIGHTS, WEIGHTS)),
            entry(
                    "DeepAutoencoder.jacobianTimes(INDArray, List)",
                    call(
                            a -> deep(a[1], a[2])
                                    .jacobianTimes(a[0], List.of(a[2], a[1]))
                                    .muli(0),
                            OBSERVATIONS,
                            WEIGHTS,
                            WEIGHTS)),
            entry(
                    "DeepAutoencoder.jacobianTransposeTimes(INDArray, INDArray)",
                    call(
                            a -> deep(a[1], a[2])
                                    .jacobianTransposeTimes(a[0], a[0])
                                    .get(0)
                                    .muli(0),
                            OBSERVATIONS,
                            WEIGHTS,
                            WEIGHTS)),
            entry(
                    "TangentKernel.of(DeepAutoencoder, INDArray)",
                    call(a -> TangentKernel.of(deep(a[1], a[2]), a[0]).dense(), OBSERVATIONS, WEIGHTS, WEIGHTS)),
            entry(
                    "TangentKernel.of(DeepAutoencoder, INDArray, Set)",
                    call(
                            a -> TangentKernel.of(deep(a[1], a[2]), a[0], Set.of(1))
                                    .dense(),
                            OBSERVATIONS,
                            WEIGHTS,
                            WEIGHTS)),
            entry(
                    "TangentKernel.times(INDArray)",
                    call(
                            a -> TangentKernel.of(deep(a[0], a[0]), a[1])
                                    .times(a[2])
                                    .muli(0),
                            WEIGHTS,
                            SYMMETRIC,
                            NINE_ROWS)),
            entry(
                    "GradientFlow.of(INDArray, Regime)",
                    call(
                            a -> GradientFlow.of(a[0], Regime.JOINTLY_TRAINED)
                                    .trajectory(new TwoLayerAutoencoder(a[1], a[2]), 0.1)
                                    .at(0.1)
                                    .outputs()
                                    .muli(0),
                            OBSERVATIONS,
                            WEIGHTS,
                            WEIGHTS)),
            entry(
                    "SpanAutoencoder.new(INDArray, TwoLayerAutoencoder, INDArray, INDArray, INDArray)",
                    call(
                            a -> new SpanAutoencoder(
                                            a[0], new TwoLayerAutoencoder(a[1], a[2]), a[3], a[0].mmul(a[1]), a[2])
                                    .autoencoder(),
                            OBSERVATIONS,
                            WEIGHTS,
                            WEIGHTS,
                            CODES)),
            entry(
                    "SpanDescent.of(INDArray, Regime, LearningRate)",
                    call(
                            a -> {
                                SpanDescent rule =
                                        SpanDescent.of(a[0], Regime.JOINTLY_TRAINED, LearningRate.constant(0.1));
                                return Trainer.of(rule, StoppingRule.steps(2))
                                        .train(rule.begin(new TwoLayerAutoencoder(a[1], a[2])));
                            },
                            OBSERVATIONS,
                            WEIGHTS,
                            WEIGHTS)),
            entry(
                    "StepAccount.of(INDArray, TwoLayerAutoencoder, TwoLayerAutoencoder, double, Regime)",
                    call(
                            a -> StepAccount.of(
                                    a[0],
                                    new TwoLayerAutoencoder(a[1], a[2]),
                                    new TwoLayerAutoencoder(a[2], a[1]),
                                    0.1,
                                    Regime.JOINTLY_TRAINED),
                            OBSERVATIONS,
                            WEIGHTS,
                            UNIT_COLUMNS)),
            entry(
                    "StepAccount.joint(INDArray, TwoLayerAutoencoder, TwoLayerAutoencoder, double, double)",
                    call(
                            a -> StepAccount.joint(
                                    a[0],
                                    new TwoLayerAutoencoder(a[1], a[2]),
                                    new TwoLayerAutoencoder(a[2], a[1]),
                                    0.1,
                                    0.5),
                            OBSERVATIONS,
                            WEIGHTS,
                            UNIT_COLUMNS)),
            entry("DescentRecorder.joint(INDArray, double)", call(a -> DescentRecorder.joint(a[0], 0.5), UNIT_ROWS)),
            entry(
                    "DescentRecorder.of(INDArray, Regime)",
                    call(a -> DescentRecorder.of(a[0], Regime.JOINTLY_TRAINED), UNIT_ROWS)),
            entry(
                    "LinearisedDynamics.of(INDArray, TwoLayerAutoencoder, Regime)",
                    call(a -> linearised(a).flow(2), OBSERVATIONS, WEIGHTS, WEIGHTS)),
            entry(
                    "LinearisedAutoencoder.reconstruct(INDArray)",
                    call(
                            a -> linearised(a).descent(0.1, 3).reconstruct(a[3]).muli(0),
                            OBSERVATIONS,
                            WEIGHTS,
                            WEIGHTS,
                            OBSERVATIONS)),
            entry("KernelConstants.of(INDArray)", call(a -> KernelConstants.of(a[0]), UNIT_ROWS)),
            entry("Checks.matrix(String, INDArray)", call(a -> Checks.matrix("y", a[0]), OBSERVATIONS)),
            entry(
                    "Checks.matrix(String, INDArray, long, long, String)",
                    call(a -> Checks.matrix("y", a[0], -1, 3, "three columns"), OBSERVATIONS)),
            entry(
                    "Checks.vector(String, INDArray, long, String)",
                    call(a -> Checks.vector("b", a[0], 2, "two entries"), BIAS)),
            entry("Checks.finite(String, INDArray)", call(a -> Checks.finite("y", a[0]), OBSERVATIONS)),
            entry(
                    "Checks.sameType(String, INDArray, String, INDArray)",
                    call(
                            a -> {
                                Checks.sameType("y", a[0], "x", a[1]);
                                return "";
                            },
                            OBSERVATIONS,
                            CODES)),
            entry("SymmetricEigen.new(INDArray, INDArray)", call(a -> new SymmetricEigen(a[0], a[1]), BIAS, WEIGHTS)),
            entry("SymmetricEigen.of(INDArray)", call(a -> SymmetricEigen.of(a[0]), SYMMETRIC)),
            entry(
                    "TiedGradient.new(INDArray, INDArray, INDArray, double)",
                    call(a -> new TiedGradient(a[0], a[1], a[2], 1), WEIGHTS, BIAS, BIAS)));

    private static GenerativeModel pairs(INDArray dictionary) {
        return new GenerativeModel(dictionary, CodeLaw.sparse(2, 2, ValueLaw.rademacher()), 0.1);
    }

    private static DeepAutoencoder deep(INDArray encoder, INDArray decoder) {
        return new DeepAutoencoder(List.of(Layer.encoding(encoder, 1), Layer.decoding(decoder, 0.5)));
    }

    /** With the same weights in both layers. */
    private static FiniteWidthKernel jointKernel(INDArray weights, INDArray samples) {
        TwoLayerAutoencoder autoencoder = new TwoLayerAutoencoder(weights, weights.dup());
        return FiniteWidthKernel.of(autoencoder, samples, Regime.JOINTLY_TRAINED);
    }

    /** Forth and back, by piece too. */
    private static LinearisedDynamics linearised(INDArray[] arguments) {
        TwoLayerAutoencoder start = new TwoLayerAutoencoder(arguments[1], arguments[2]);
        return LinearisedDynamics.of(arguments[0], start, Regime.JOINTLY_TRAINED);
    }

    private static Object preprocess(Preprocessing preprocessing, INDArray observations) {
        preprocessing.apply(Batches.of(observations)).batch(0);
        return preprocessing.invert(preprocessing.apply(observations)).muli(0);
    }

    private static Learned learned(INDArray samples) {
        return DictionaryLearning.withDefaults().withSweepsUpTo(2).fit(samples);
    }

    private static Pipeline centringThenScaling(INDArray observations) {
        Batches data = Batches.of(observations);
        return Centring.of(data).then(Scaling.of(data));
    }

    private static GenerativeModel mixture() {
        return GenerativeModel.mixtureOfGaussians(arrayOf(UNIT_COLUMNS, DataType.DOUBLE), 0);
    }

    private static GenerativeModel pair() {
        return GenerativeModel.sparseCoding(arrayOf(UNIT_COLUMNS, DataType.DOUBLE), 1, ValueLaw.rademacher(), 0);
    }

    private static PopulationDynamics dynamics(INDArray bias) {
        return new PopulationDynamics(mixture(), inDouble(bias), 0.5);
    }

    /** The same array if it is DOUBLE already. */
    private static INDArray inDouble(INDArray array) {
        return array.castTo(DataType.DOUBLE);
    }

    private static NamedGradient named(INDArray weights, INDArray activity) {
        return new NamedGradient(Map.of("w", weights), activity, 1, 0);
    }

    private static GradientSum sumOf(INDArray weights, INDArray activity) {
        return GradientSum.ofSum(named(weights, activity), activity, 4);
    }

    private static PartedTangentKernel partedKernel(INDArray weights, INDArray samples) {
        DeepAutoencoder autoencoder = new DeepAutoencoder(List.of(Layer.encoding(weights, 1)));
        return PartedTangentKernel.of(autoencoder, PartedSamples.of(Batches.of(samples)));
    }

    private static Object start(Initialiser initialiser) {
        return initialiser.weights(2, STREAMS).muli(0);
    }

    private static Object draw(GenerativeModel model) {
        return model.draw(STREAMS, 0, 300);
    }

    private static Object writeArchive(INDArray array) throws IOException {
        Path file = Files.createTempFile("unchanged", ".npz");
        Npz.write(file, Map.of("a", array));
        INDArray read = Npz.read(file, array.dataType());
        Files.delete(file);
        return read;
    }

    private static Object write(INDArray array) throws IOException {
        Path folder = Files.createTempDirectory("npy");
        Path file = folder.resolve("array.npy");
        Npy.write(file, array);
        Files.delete(file);
        Files.delete(folder);
        return "";
    }

    private static Call call(Action action, double[][]... arguments) {
        return new Call(action, List.of(arguments));
    }

    /** How the arguments lie in memory. */
    private enum Layout {
        C,
        F,
        VIEW;

        INDArray arrange(INDArray array) {
            return switch (this) {
                case C -> array.dup('c');
                case F -> array.dup('f');
                case VIEW -> viewOf(array);
            };
        }
    }

    @Test
    void everyPublicMethodWithAnArrayHasAnEntry() {
        Set<String> signatures = publicTypes()
                .flatMap(ArgumentsStayUnchangedTest::executables)
                .filter(e -> Arrays.stream(e.getGenericParameterTypes())
                        .anyMatch(type -> type.getTypeName().contains(INDArray.class.getName())))
                .map(ArgumentsStayUnchangedTest::signature)
                .collect(toCollection(TreeSet::new));
        Set<String> missing = new TreeSet<>(signatures);
        missing.removeAll(CALLS.keySet());
        assertEquals(Set.of(), missing, "public methods that take an array and have no entry");
        Set<String> stale = new TreeSet<>(CALLS.keySet());
        stale.removeAll(signatures);
        assertEquals(Set.of(), stale, "entries without a method");
    }

    static Stream<Arguments> calls() {
        return new TreeSet<>(CALLS.keySet())
                .stream()
                        .flatMap(signature -> Stream.of(DataType.FLOAT, DataType.DOUBLE)
                                .flatMap(type -> Arrays.stream(Layout.values())
                                        .map(layout -> Arguments.of(signature, type, layout))));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void changesNoArgument(String signature, DataType type, Layout layout) throws Exception {
        Call call = CALLS.get(signature);
        INDArray[] arguments = call.arguments().stream()
                .map(values -> layout.arrange(arrayOf(values, type)))
                .toArray(INDArray[]::new);
        long[][] before = bits(arguments);
        String[] shapes = shapes(arguments);

        call.action().on(arguments);

        for (INDArray argument : arguments) {
            assertFalse(argument.wasClosed(), "closed");
        }
        assertArrayEquals(shapes, shapes(arguments));
        assertArrayEquals(before, bits(arguments));
    }

    /** A run wraps weights and reads observations; it must leave both as they were. */
    @ParameterizedTest
    @EnumSource(Layout.class)
    void trainingLeavesItsStartAndItsDataAlone(Layout layout) {
        INDArray weights = layout.arrange(arrayOf(WEIGHTS, DataType.DOUBLE));
        INDArray bias = layout.arrange(arrayOf(BIAS, DataType.DOUBLE));
        INDArray observations = layout.arrange(arrayOf(OBSERVATIONS, DataType.DOUBLE));
        INDArray[] arguments = {weights, bias, observations};
        long[][] before = bits(arguments);

        TiedAutoencoder start = new TiedAutoencoder(weights, bias, SIGMA);
        UpdateRule<TiedAutoencoder> rule = TiedDescent.of(
                        SampleGradient.of(Batches.of(observations)), LearningRate.constant(0.1))
                .with(BiasSchedule.geometric(2));
        TiedAutoencoder trained =
                Trainer.of(rule, StoppingRule.steps(3)).train(start).parameters();

        assertArrayEquals(before, bits(arguments));
        assertNotEquals(0, ArrayAssert.relativeDifference(weights, trained.weights()), "the run did nothing");
    }

    private static Path writeTensor(INDArray array) throws IOException {
        Path file = Files.createTempFile("tensor", ".safetensors");
        Safetensors.write(file, Map.of("a", array), Map.of());
        Files.delete(file);
        return file;
    }

    private static SparseAutoencoder sparse(INDArray weights, INDArray bias) {
        INDArray offset = Nd4j.ones(weights.dataType(), weights.rows());
        return new SparseAutoencoder(weights, bias, weights, offset, true, new LatentActivation.TopK(1, true, true));
    }

    private static INDArray arrayOf(double[][] values, DataType type) {
        INDArray array = values.length == 1 ? Nd4j.createFromArray(values[0]) : Nd4j.createFromArray(values);
        return array.castTo(type);
    }

    /** The array inside a larger one that is filled with 7. */
    private static INDArray viewOf(INDArray array) {
        long[] shape = Arrays.stream(array.shape()).map(size -> size + 2).toArray();
        INDArray larger = Nd4j.createUninitialized(array.dataType(), shape, 'c').assign(7);
        INDArray view = array.rank() == 1
                ? larger.get(NDArrayIndex.interval(1, shape[0] - 1))
                : larger.get(NDArrayIndex.interval(1, shape[0] - 1), NDArrayIndex.interval(1, shape[1] - 1));
        return view.assign(array);
    }

    /** The bits of the whole buffer, so that what surrounds a view is compared too. */
    private static long[][] bits(INDArray[] arrays) {
        return Arrays.stream(arrays)
                .map(array -> Arrays.stream(wholeBuffer(array))
                        .mapToLong(Double::doubleToRawLongBits)
                        .toArray())
                .toArray(long[][]::new);
    }

    private static double[] wholeBuffer(INDArray array) {
        return (array.isView() && array.data().originalDataBuffer() != null
                        ? array.data().originalDataBuffer()
                        : array.data())
                .asDouble();
    }

    private static String[] shapes(INDArray[] arrays) {
        return Arrays.stream(arrays).map(INDArray::shapeInfoToString).toArray(String[]::new);
    }

    private static Stream<Class<?>> publicTypes() {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages(ArchitectureTest.ROOT).stream()
                        .filter(ArchitectureTest.LIBRARY)
                        .filter(c -> !(c.getPackageName() + ".").contains(".internal."))
                        .filter(c -> c.getModifiers().contains(JavaModifier.PUBLIC))
                        .filter(ArgumentsStayUnchangedTest::takesAnArray)
                        .map(JavaClass::reflect);
    }

    /** Only such classes are loaded: others may use what is not here, as Spark. */
    private static boolean takesAnArray(JavaClass c) {
        return Stream.concat(c.getAllMethods().stream(), c.getConstructors().stream())
                .flatMap(unit -> unit.getParameterTypes().stream())
                .flatMap(type -> type.getAllInvolvedRawTypes().stream())
                .anyMatch(type -> type.isEquivalentTo(INDArray.class));
    }

    private static Stream<Executable> executables(Class<?> type) {
        Stream<Method> methods = Arrays.stream(type.getMethods())
                .filter(m -> m.getDeclaringClass() == type
                        || !Modifier.isPublic(m.getDeclaringClass().getModifiers()))
                .filter(m -> !m.isSynthetic());
        return Stream.concat(Arrays.stream(type.getConstructors()), methods);
    }

    private static String signature(Executable executable) {
        String type = executable.getDeclaringClass().getCanonicalName();
        String name = executable instanceof Method ? executable.getName() : "new";
        return type.substring(executable.getDeclaringClass().getPackageName().length() + 1) + "." + name
                + Arrays.stream(executable.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(joining(", ", "(", ")"));
    }
}
