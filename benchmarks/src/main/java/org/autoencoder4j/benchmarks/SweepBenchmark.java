package org.autoencoder4j.benchmarks;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.autoencoder4j.coding.CodeSign;
import org.autoencoder4j.coding.SparseCoder;
import org.autoencoder4j.coding.SparseEncoder;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.gradient.SampleGradient;
import org.autoencoder4j.gradient.TiedGradient;
import org.autoencoder4j.init.Initialiser;
import org.autoencoder4j.learn.sweep.DictionarySweeps;
import org.autoencoder4j.learn.sweep.Phase;
import org.autoencoder4j.learn.sweep.SweepGradient;
import org.autoencoder4j.model.Dictionaries;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.law.ValueLaw;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.train.Step;
import org.autoencoder4j.train.UpdateRule;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A sweep over 20000 samples with the update before it, and the tied gradient of the same samples. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class SweepBenchmark {
    private static final int SAMPLES = 20_000;

    /** The dictionary: features, units and active units. */
    @Param({"64x128x5", "256x512x3"})
    public String size = "256x512x3";

    /** The type of the numbers. */
    @Param({"FLOAT", "DOUBLE"})
    public DataType dtype = DataType.DOUBLE;

    private UpdateRule.@Nullable Session<SparseCoder> session;
    private @Nullable SampleGradient gradient;
    private @Nullable TiedAutoencoder autoencoder;

    private @Nullable DictionarySweeps rule;
    private @Nullable SparseCoder start;
    private int advances;

    /** Draws the samples. */
    @Setup
    public void begin() {
        String[] sizes = size.split("x", -1);
        int units = Integer.parseInt(sizes[1]);
        int k = Integer.parseInt(sizes[2]);
        RandomStreams streams = RandomStreams.of(1);
        INDArray dictionary = Dictionaries.gaussian(Integer.parseInt(sizes[0]), units, dtype, streams);
        GenerativeModel model = GenerativeModel.sparseCoding(dictionary, k, ValueLaw.symmetricUniform(1, 2), 0.01);
        Batches samples = Batches.of(model.draw(streams, 0, SAMPLES).observations());
        INDArray weights = Initialiser.near(dictionary, 0.1).weights(units, streams);
        gradient = SampleGradient.of(samples);
        autoencoder = TiedAutoencoder.withoutBias(weights.dup('f'), Activation.hardThreshold(0.8));
        rule = DictionarySweeps.of(samples).fromNear();
        start = new SparseCoder(
                Initialiser.near(dictionary, 0.5).weights(units, streams), SparseEncoder.pursuit(k, CodeSign.SIGNED));
        UpdateRule.Session<SparseCoder> run = begun();
        while (!readsAll(run.evaluate())) {
            run.advance();
            advances++;
        }
    }

    /** Runs from near the truth until the next sweep is the first that reads all samples. */
    @Setup(Level.Invocation)
    public void approach() {
        UpdateRule.Session<SparseCoder> run = begun();
        for (int i = 1; i < advances; i++) {
            run.evaluate();
            run.advance();
        }
        run.evaluate();
        session = run;
    }

    private UpdateRule.Session<SparseCoder> begun() {
        return Objects.requireNonNull(rule).start(Objects.requireNonNull(start));
    }

    private static boolean readsAll(Step<SparseCoder> step) {
        SweepGradient sweep = (SweepGradient) step.gradient();
        return sweep.sums().samples() == SAMPLES && sweep.phase() == Phase.REFINING;
    }

    /**
     * Updates the atoms, looks for swaps, and sweeps over all samples, of which it keeps the worst.
     *
     * @return the step
     */
    @Benchmark
    public Step<SparseCoder> sweep() {
        UpdateRule.Session<SparseCoder> run = Objects.requireNonNull(session);
        run.advance();
        Step<SparseCoder> step = run.evaluate();
        if (!readsAll(step)) {
            throw new IllegalStateException("another sweep does less: " + step.gradient());
        }
        return step;
    }

    /**
     * Computes the gradient of the tied autoencoder.
     *
     * @return the gradient
     */
    @Benchmark
    public TiedGradient tiedGradient() {
        return Objects.requireNonNull(gradient).at(Objects.requireNonNull(autoencoder), 0);
    }
}
