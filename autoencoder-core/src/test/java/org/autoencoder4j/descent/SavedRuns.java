package org.autoencoder4j.descent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.autoencoder4j.coding.CodeSign;
import org.autoencoder4j.coding.SparseCoder;
import org.autoencoder4j.coding.SparseEncoder;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.gradient.Fixtures;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.gradient.SampleGradient;
import org.autoencoder4j.gradient.TwoLayerFixtures;
import org.autoencoder4j.gradient.TwoLayerSampleGradient;
import org.autoencoder4j.learn.sweep.DictionarySweeps;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.SpanAutoencoder;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.storage.SavedFolder;
import org.autoencoder4j.train.History;
import org.autoencoder4j.train.StopReason;
import org.autoencoder4j.train.StoppingRule;
import org.autoencoder4j.train.Trainer;
import org.autoencoder4j.train.TrainingResult;
import org.autoencoder4j.train.UpdateRule;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One run of each rule, small enough to be done again and again, as the tests of what is saved need them. */
public enum SavedRuns {
    TIED {
        @Override
        public Run<?> run(INDArray samples, double rate) {
            TiedAutoencoder start = Fixtures.autoencoder(1, FEATURES, 4, Activation.hardThreshold(0.2));
            TiedDescent rule = TiedDescent.of(SampleGradient.of(Batches.of(samples)), rate(rate))
                    .with(BiasSchedule.geometric(1.5));
            return new Run<>(rule, start, end -> List.of(end.weights(), end.bias()));
        }
    },
    TWO_LAYER {
        @Override
        public Run<?> run(INDArray samples, double rate) {
            TwoLayerAutoencoder start = TwoLayerFixtures.autoencoder(REGIME, 1, FEATURES, 5);
            Descent<TwoLayerAutoencoder> rule =
                    TwoLayerDescent.of(TwoLayerSampleGradient.of(Batches.of(samples), REGIME), rate(rate / 10));
            return new Run<>(rule, start, end -> List.of(end.encoder(), end.decoder()));
        }
    },
    SPAN {
        @Override
        public Run<?> run(INDArray samples, double rate) {
            SpanDescent rule = SpanDescent.of(samples, REGIME, rate(rate / 10));
            SpanAutoencoder start = rule.begin(TwoLayerFixtures.autoencoder(REGIME, 1, FEATURES, 5));
            return new Run<>(rule, start, end -> List.of(end.coefficients(), end.preActivations(), end.decoder()));
        }
    },
    /** Has no rate. */
    SWEEPS {
        @Override
        public Run<?> run(INDArray samples, double rate) {
            INDArray weights =
                    Fixtures.autoencoder(1, FEATURES, 4, Activation.relu()).weights();
            SparseCoder start = new SparseCoder(weights, SparseEncoder.pursuit(2, CodeSign.SIGNED));
            return new Run<>(DictionarySweeps.of(Batches.of(samples)), start, end -> List.of(end.weights()));
        }
    };

    private static final Regime REGIME = Regime.JOINTLY_TRAINED;
    private static final int FEATURES = 6;

    /** A rule with a start, and the arrays of what it trains. */
    public record Run<P>(UpdateRule<P> rule, P start, Function<P, List<INDArray>> arrays) {
        /** What a run gave, in a form that all rules share. */
        public record End(List<INDArray> arrays, List<History.Row> rows, StopReason reason) {}

        public End whole(long steps) {
            return end(Trainer.of(rule, StoppingRule.steps(steps)).train(start));
        }

        public End train(long steps, Path folder, long every) {
            return end(trainer(steps, folder, every).train(start));
        }

        public End resume(long steps, Path folder, long every) throws IOException {
            return end(trainer(steps, folder, every).resume(folder));
        }

        private Trainer<P> trainer(long steps, Path folder, long every) {
            return Trainer.of(rule, StoppingRule.steps(steps)).withCheckpoints(folder, every);
        }

        private End end(TrainingResult<P> result) {
            return new End(arrays.apply(result.parameters()), result.history().rows(), result.stopReason());
        }
    }

    public abstract Run<?> run(INDArray samples, double rate);

    public Run<?> run() {
        return run(samples(2), 0.2);
    }

    public static INDArray samples(long seed) {
        return Fixtures.observations(seed, 20, FEATURES);
    }

    private static LearningRate rate(double rate) {
        return LearningRate.constant(rate).backingOff();
    }

    /** Writes a file of a saved folder anew, with its sum. */
    public static void rewrite(Path saved, String name, String text) throws IOException {
        Files.writeString(saved.resolve(name), text);
        Path other = saved.resolveSibling("other");
        SavedFolder.write(other, made -> Files.writeString(made.resolve(name), text));
        Path sums = saved.resolve("SHA256SUMS");
        List<String> lines = new ArrayList<>(Files.readAllLines(sums));
        lines.replaceAll(line -> line.endsWith("  " + name) ? sum(other) : line);
        Files.write(sums, lines);
        for (Path file : List.of(other.resolve(name), other.resolve("SHA256SUMS"), other)) {
            Files.delete(file);
        }
    }

    private static String sum(Path saved) {
        try {
            return Files.readAllLines(saved.resolve("SHA256SUMS")).get(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The regular files below a folder, sorted. */
    public static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
