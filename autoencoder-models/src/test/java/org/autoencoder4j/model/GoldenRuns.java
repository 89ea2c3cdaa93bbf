package org.autoencoder4j.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.descent.BiasSchedule;
import org.autoencoder4j.descent.Descent;
import org.autoencoder4j.descent.LearningRate;
import org.autoencoder4j.descent.Normalisation;
import org.autoencoder4j.descent.SpanDescent;
import org.autoencoder4j.descent.TiedDescent;
import org.autoencoder4j.descent.TwoLayerDescent;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.gradient.SampleGradient;
import org.autoencoder4j.gradient.TwoLayerSampleGradient;
import org.autoencoder4j.init.DecoderLaw;
import org.autoencoder4j.init.Initialiser;
import org.autoencoder4j.init.TwoLayerStart;
import org.autoencoder4j.model.law.ValueLaw;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.SpanAutoencoder;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.testsupport.OpenBlasKernels;
import org.autoencoder4j.train.History;
import org.autoencoder4j.train.StoppingRule;
import org.autoencoder4j.train.Trainer;
import org.autoencoder4j.train.TrainingResult;
import org.autoencoder4j.train.UpdateRule;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Short runs of every kind of training. What a run computes is told by its fingerprint: a digest of the bits of its final
 * arrays, one of its history, and, for processors on which the bits differ, its last loss and the sum of the squares of
 * all entries. As a program it prints the kernels that OpenBLAS chose and a line for each run.
 */
final class GoldenRuns {
    private static final int STEPS = 15;
    private static final int FEATURES = 24;
    private static final int UNITS = 32;
    private static final int SAMPLES = 700;
    private static final RandomStreams STREAMS = RandomStreams.of(2026);

    private GoldenRuns() {}

    /** What a run computed. */
    record Fingerprint(long arrays, long history, double loss, double squares) {
        static Fingerprint of(History history, List<INDArray> arrays) {
            long digest = 0;
            double squares = 0;
            for (INDArray array : arrays) {
                for (double entry :
                        array.castTo(DataType.DOUBLE).dup('c').data().asDouble()) {
                    digest = mix(digest, entry);
                    squares += entry * entry;
                }
            }
            long told = 0;
            for (History.Row row : history.rows()) {
                told = mix(told, (double) row.step());
                told = mix(told, row.loss());
                told = mix(told, row.gradientNorm());
                told = mix(told, row.learningRate());
                told = mix(told, row.meanL0());
                told = mix(told, row.deadUnits());
                told = mix(told, row.keptColumns());
            }
            return new Fingerprint(digest, told, history.row(history.size() - 1).loss(), squares);
        }

        private static long mix(long digest, double value) {
            long bits = (digest ^ Double.doubleToLongBits(value)) * 0x9E3779B97F4A7C15L;
            return bits ^ (bits >>> 29);
        }

        String line() {
            return String.format(Locale.ROOT, "%016x,%016x,%s,%s", arrays, history, loss, squares);
        }

        static Fingerprint parse(String line) {
            String[] field = line.split(",", -1);
            return new Fingerprint(
                    Long.parseUnsignedLong(field[0], 16),
                    Long.parseUnsignedLong(field[1], 16),
                    Double.parseDouble(field[2]),
                    Double.parseDouble(field[3]));
        }
    }

    public static void main(String[] arguments) {
        System.out.println("kernels," + kernels());
        fingerprints().forEach((name, fingerprint) -> System.out.println(name + "," + fingerprint.line()));
    }

    /** The kernels that OpenBLAS chose for this processor, for example {@code haswell}. */
    static String kernels() {
        Nd4j.zeros(1);
        return OpenBlasKernels.running().orElse("unknown").toLowerCase(Locale.ROOT);
    }

    static Map<String, Fingerprint> fingerprints() {
        Map<String, Supplier<Fingerprint>> runs = new LinkedHashMap<>();
        for (DataType type : new DataType[] {DataType.DOUBLE, DataType.FLOAT}) {
            String suffix = " " + type.name().toLowerCase(Locale.ROOT);
            tied(type).forEach((name, run) -> runs.put("tied " + name + suffix, run));
            twoLayer(type).forEach((name, run) -> runs.put("two-layer " + name + suffix, run));
            span(type).forEach((name, run) -> runs.put("span " + name + suffix, run));
        }
        Map<String, Fingerprint> fingerprints = new LinkedHashMap<>();
        runs.forEach((name, run) -> fingerprints.put(name, run.get()));
        return fingerprints;
    }

    private static Map<String, Supplier<Fingerprint>> tied(DataType type) {
        INDArray dictionary = Dictionaries.gaussian(FEATURES, UNITS, type, STREAMS);
        GenerativeModel signed = GenerativeModel.sparseCoding(dictionary, 2, ValueLaw.symmetricUniform(0.8, 1.2), 0.01);
        GenerativeModel positive =
                GenerativeModel.nonNegativeSparseCoding(dictionary, 2, ValueLaw.nonNegativeUniform(0.8, 1.2), 0.01);
        Batches kept = Batches.of(signed.draw(STREAMS, 0, SAMPLES).observations());
        Batches keptPositive = Batches.of(positive.draw(STREAMS, 0, SAMPLES).observations());
        INDArray weights = Initialiser.near(dictionary, 0.4).weights(UNITS, STREAMS);
        TiedAutoencoder threshold = TiedAutoencoder.withoutBias(weights, Activation.hardThreshold(0.4));
        TiedAutoencoder relu =
                new TiedAutoencoder(weights, Nd4j.valueArrayOf(new long[] {UNITS}, -0.2, type), Activation.relu());
        LearningRate rate = LearningRate.constant(2);
        Map<String, Supplier<Fingerprint>> runs = new LinkedHashMap<>();
        runs.put("threshold, all samples", () -> train(TiedDescent.of(SampleGradient.of(kept), rate), threshold));
        runs.put("relu, all samples", () -> train(TiedDescent.of(SampleGradient.of(keptPositive), rate), relu));
        runs.put(
                "threshold, shuffled",
                () -> train(TiedDescent.of(SampleGradient.of(kept.shuffled(128, STREAMS)), rate), threshold));
        runs.put(
                "relu, fresh samples",
                () -> train(TiedDescent.of(SampleGradient.of(positive.batches(STREAMS, SAMPLES)), rate), relu));
        runs.put(
                "threshold, decaying rate",
                () -> train(TiedDescent.of(SampleGradient.of(kept), LearningRate.decaying(2, 5)), threshold));
        runs.put(
                "threshold, backing off",
                () -> train(
                        TiedDescent.of(
                                SampleGradient.of(kept),
                                LearningRate.constant(200).backingOff()),
                        threshold));
        runs.put(
                "relu, free columns",
                () -> train(
                        TiedDescent.of(SampleGradient.of(keptPositive), LearningRate.constant(0.5))
                                .with(Normalisation.NONE),
                        relu));
        runs.put("relu, halved bias", () -> train(scheduled(keptPositive, rate, BiasSchedule.geometric(2)), relu));
        runs.put(
                "relu, halved bias with a floor",
                () -> train(scheduled(keptPositive, rate, BiasSchedule.geometric(2, 0.1)), relu));
        runs.put(
                "relu, contracting bias",
                () -> train(scheduled(keptPositive, rate, BiasSchedule.contracting(0.3)), relu));
        return runs;
    }

    private static TiedDescent scheduled(Batches batches, LearningRate rate, BiasSchedule schedule) {
        return TiedDescent.of(SampleGradient.of(batches), rate).with(schedule);
    }

    private static Fingerprint train(UpdateRule<TiedAutoencoder> rule, TiedAutoencoder start) {
        TrainingResult<TiedAutoencoder> result =
                Trainer.of(rule, StoppingRule.steps(STEPS)).train(start);
        return Fingerprint.of(
                result.history(),
                List.of(result.parameters().weights(), result.parameters().bias()));
    }

    private static Map<String, Supplier<Fingerprint>> twoLayer(DataType type) {
        INDArray samples = unitSamples(type);
        TwoLayerStart initialiser = new TwoLayerStart(FEATURES, 2, DecoderLaw.RADEMACHER, type);
        Map<String, Supplier<Fingerprint>> runs = new LinkedHashMap<>();
        for (Regime regime : Regime.values()) {
            TwoLayerAutoencoder start = regime == Regime.WEIGHT_TIED
                    ? initialiser.weightTied(300, STREAMS)
                    : initialiser.autoencoder(300, STREAMS);
            runs.put(regime.name().toLowerCase(Locale.ROOT), () -> {
                Descent<TwoLayerAutoencoder> rule = TwoLayerDescent.of(
                        TwoLayerSampleGradient.of(Batches.of(samples), regime), LearningRate.constant(0.3));
                TrainingResult<TwoLayerAutoencoder> result =
                        Trainer.of(rule, StoppingRule.steps(STEPS)).train(start);
                return Fingerprint.of(result.history(), arrays(result.parameters()));
            });
        }
        return runs;
    }

    private static Map<String, Supplier<Fingerprint>> span(DataType type) {
        INDArray samples = unitSamples(type);
        TwoLayerAutoencoder start = new TwoLayerStart(FEATURES, 2, DecoderLaw.GAUSSIAN, type).autoencoder(300, STREAMS);
        Map<String, Supplier<Fingerprint>> runs = new LinkedHashMap<>();
        for (Regime regime : new Regime[] {Regime.WEAKLY_TRAINED, Regime.JOINTLY_TRAINED}) {
            runs.put(regime.name().toLowerCase(Locale.ROOT), () -> {
                SpanDescent rule = SpanDescent.of(samples, regime, LearningRate.constant(0.3));
                TrainingResult<SpanAutoencoder> result =
                        Trainer.of(rule, StoppingRule.steps(STEPS)).train(rule.begin(start));
                List<INDArray> arrays =
                        new ArrayList<>(arrays(result.parameters().autoencoder()));
                arrays.add(result.parameters().preActivations());
                return Fingerprint.of(result.history(), arrays);
            });
        }
        return runs;
    }

    private static List<INDArray> arrays(TwoLayerAutoencoder autoencoder) {
        return List.of(autoencoder.encoder(), autoencoder.decoder());
    }

    private static INDArray unitSamples(DataType type) {
        INDArray columns = Dictionaries.gaussian(FEATURES, 40, type, RandomStreams.of(7));
        return columns.transpose().dup('c');
    }
}
