package org.autoencoder4j.examples.start;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.format.CsvHeader;
import org.autoencoder4j.descent.LearningRate;
import org.autoencoder4j.descent.TwoLayerDescent;
import org.autoencoder4j.examples.command.Closing;
import org.autoencoder4j.examples.command.Example;
import org.autoencoder4j.examples.samples.Sampling;
import org.autoencoder4j.examples.samples.TableText;
import org.autoencoder4j.examples.samples.UnitSamples;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.gradient.TwoLayerSampleGradient;
import org.autoencoder4j.init.DecoderLaw;
import org.autoencoder4j.init.TwoLayerStart;
import org.autoencoder4j.model.Dictionaries;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.ntk.certificate.CertaintyRecord;
import org.autoencoder4j.ntk.certificate.CertaintyRecorder;
import org.autoencoder4j.ntk.certificate.JointStart;
import org.autoencoder4j.ntk.certificate.WeakStart;
import org.autoencoder4j.picture.LineChart;
import org.autoencoder4j.picture.Picture;
import org.autoencoder4j.train.StoppingRule;
import org.autoencoder4j.train.Trainer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** From which step on a run of paper 2 is certain to converge. */
@Command(
        name = "certain",
        sortOptions = false,
        description =
                "Trains both layers, and the encoder alone, in double, and says from which step on the run is certain to"
                        + " converge, and at what rate: certain by a proof about the numbers of that step, without chance"
                        + " and unknown constants. Then it follows the run to its end. Fails if a run is never certain, or"
                        + " does not keep the rate.")
public final class Certain extends Example {
    @Option(
            names = "--data",
            paramLabel = "FILE",
            description = "Samples of your own, one in each row, each divided by its length (default: drawn ones).")
    private @Nullable Path data;

    @Option(
            names = "--header",
            paramLabel = "WHAT",
            description = "Whether the first line of a text file names the columns: yes, no or auto (default: auto).")
    private CsvHeader header = CsvHeader.AUTO;

    @Option(names = "--random", description = "Random directions instead of orthonormal samples.")
    private boolean random;

    @Option(
            names = "--samples",
            paramLabel = "n",
            description = "Samples, the first ones of a file (default: ${DEFAULT-VALUE}).")
    private int samples = 4;

    @Option(
            names = "--features",
            paramLabel = "d",
            description = "Features of drawn samples (default: ${DEFAULT-VALUE}).")
    private int features = 6;

    @Option(names = "--units", paramLabel = "m", description = "Hidden units (default: ${DEFAULT-VALUE}).")
    private int units = 400;

    @Option(names = "--steps", paramLabel = "T", description = "Steps of a run (default: ${DEFAULT-VALUE}).")
    private int steps = 400;

    @Option(
            names = "--every",
            paramLabel = "K",
            description = "Steps between two certificates (default: ${DEFAULT-VALUE}).")
    private int every = 5;

    @Option(
            names = "--eta",
            paramLabel = "E",
            description = "Step size (default: d / (2 (||H|| + lambda_n ||A||^2 / m)) at the start).")
    private double eta;

    @Option(
            names = "--gamma",
            paramLabel = "G",
            description = "The encoder's own factor of the step where both layers learn (default: ${DEFAULT-VALUE}).")
    private double gamma = 1;

    @Option(names = "--zero-decoder", description = "Start from a decoder of zeros; then both layers learn, always.")
    private boolean zeroDecoder;

    private final List<CertainRun> runs = new ArrayList<>();

    @Override
    public boolean concerns(OptionSpec option) {
        return switch (option.longestName()) {
            case "--dtype", "--eta" -> false;
            case "--features", "--random" -> data == null;
            default -> true;
        };
    }

    @Override
    public Optional<String> run() throws IOException {
        Checks.atLeast("--units", units, 1);
        INDArray x = samples();
        int d = x.columns();
        TwoLayerStart law =
                new TwoLayerStart(d, 1, zeroDecoder ? DecoderLaw.ZERO : DecoderLaw.RADEMACHER, DataType.DOUBLE);
        TwoLayerAutoencoder start = law.autoencoder(units, streams());
        double rate = eta > 0 ? eta : defaultRate(JointStart.of(start, x), d);
        settled().put("eta", rate);
        runs.add(train("both layers", Regime.JOINTLY_TRAINED, x, start, rate));
        if (!zeroDecoder && x.length() <= WeakStart.LARGEST_CONFIRMED) {
            runs.add(train("the encoder alone", Regime.WEAKLY_TRAINED, x, start, rate));
        }
        report();
        draw();
        return runs.stream().map(CertainRun::failure).flatMap(Optional::stream).findFirst();
    }

    private INDArray samples() throws IOException {
        Checks.atLeast("--samples", samples, 1);
        if (data != null) {
            if (random) {
                throw new IllegalArgumentException("--data and --random exclude each other");
            }
            INDArray all = Sampling.ofTable(data, TableText.USUAL.withHeader(header), 1, DataType.DOUBLE)
                    .batches()
                    .batch(0);
            int count = Math.min(samples, all.rows());
            INDArray first = all.get(NDArrayIndex.interval(0, count), NDArrayIndex.all());
            return UnitSamples.unit(data.toString(), first.dup('c'));
        }
        Checks.atLeast("--features", features, 1);
        if (!random && samples > features) {
            throw new IllegalArgumentException("--samples " + samples + " must be at most --features " + features
                    + ": more are not orthonormal; give more --features, or --random");
        }
        INDArray columns = random
                ? Dictionaries.gaussian(features, samples, DataType.DOUBLE, streams())
                : Dictionaries.orthonormal(features, samples, DataType.DOUBLE, streams());
        return columns.transpose().dup('c');
    }

    private double defaultRate(JointStart start, int d) {
        double decoder = start.normA() * start.normA();
        return d / (2 * (start.normH() + start.lambdaN() * decoder / units));
    }

    private CertainRun train(String name, Regime regime, INDArray x, TwoLayerAutoencoder start, double rate) {
        boolean joint = regime == Regime.JOINTLY_TRAINED;
        CertaintyRecorder recorder =
                joint ? CertaintyRecorder.joint(x, gamma, every) : CertaintyRecorder.weak(x, every);
        double[] losses = Trainer.of(
                        TwoLayerDescent.of(
                                TwoLayerSampleGradient.of(Batches.of(x), regime),
                                LearningRate.constant(rate),
                                joint ? gamma : 1),
                        StoppingRule.steps(steps))
                .withListener(recorder)
                .withListener(progressLine("certain, " + name, steps))
                .train(start)
                .history()
                .losses();
        return new CertainRun(
                name,
                recorder,
                rate,
                Arrays.stream(losses).map(loss -> 2 * loss).toArray());
    }

    private void report() throws IOException {
        ArrayNode nodes = results().putArray("runs");
        for (CertainRun run : runs) {
            run.put(nodes.addObject());
            tell(run);
        }
        output().csv("certain.csv", CertainTables.certificates(runs));
        output().csv("errors.csv", CertainTables.errors(runs));
    }

    private void tell(CertainRun run) {
        double first = run.squaredErrors()[0];
        console().printf(Locale.ROOT, "%s, m = %d, eta = %.4g:%n", run.name(), units, run.eta());
        run.recorder()
                .flow()
                .ifPresent(from -> console()
                        .printf(
                                Locale.ROOT,
                                "  the flow is certain from step %d on (%.3g of the squared error left), at a rate of %.4g%n",
                                from.step(),
                                from.residual() * from.residual() / first,
                                from.flow().rate()));
        run.recorder()
                .descent()
                .ifPresent(from -> console()
                        .printf(
                                Locale.ROOT,
                                "  descent is certain from step %d on (%.3g left): each step multiplies the squared error by"
                                        + " at most %.6f; to step %d it was %.6f%n",
                                from.step(),
                                from.residual() * from.residual() / first,
                                run.descentFactor(from),
                                run.last(),
                                run.measuredFactor(from)));
    }

    @Override
    protected Closing closing(boolean failed) {
        boolean everyRunCertain =
                runs.stream().allMatch(run -> run.recorder().descent().isPresent());
        if (!everyRunCertain) {
            return new Closing(
                    "A run is certain at none of its steps: that it converges may be seen, and is not proved.",
                    "more --units or --steps, or --gamma 0.1, a slower encoder.");
        }
        if (failed) {
            return new Closing(
                    "A run broke a rate that was certain, which is a defect of this library.",
                    "please report it, with summary.json.");
        }
        CertainRun both = runs.get(0);
        CertaintyRecord from = both.recorder().descent().orElseThrow();
        return new Closing(
                Closing.sentence(
                        "With both layers, step %d could have been the last one to be computed: from its weights alone it is"
                                + " proved that descent converges to an error of 0, and that the squared error halves at least"
                                + " every %.0f steps.",
                        from.step(), Math.ceil(Math.log(0.5) / Math.log(both.descentFactor(from)))),
                "--data FILE, for samples of your own; --random, for samples that are not orthonormal.");
    }

    private void draw() throws IOException {
        List<LineChart> charts =
                runs.stream().map(run -> CertainTables.chart(run, units)).toList();
        output().picture("certain", () -> Picture.beside(charts));
    }
}
