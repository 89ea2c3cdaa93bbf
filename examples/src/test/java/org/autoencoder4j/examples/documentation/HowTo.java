package org.autoencoder4j.examples.documentation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.autoencoder4j.check.closeness.Incoherence;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.format.Npy;
import org.autoencoder4j.data.format.Npz;
import org.autoencoder4j.data.preprocessing.Centring;
import org.autoencoder4j.data.preprocessing.Preprocessing;
import org.autoencoder4j.data.preprocessing.Scaling;
import org.autoencoder4j.descent.LearningRate;
import org.autoencoder4j.descent.Normalisation;
import org.autoencoder4j.descent.Optimizer;
import org.autoencoder4j.descent.TiedDescent;
import org.autoencoder4j.gradient.GradientSource;
import org.autoencoder4j.gradient.SampleGradient;
import org.autoencoder4j.gradient.TiedGradient;
import org.autoencoder4j.html.HtmlReport;
import org.autoencoder4j.html.HtmlTable;
import org.autoencoder4j.init.Initialiser;
import org.autoencoder4j.learn.Learned;
import org.autoencoder4j.learn.SweepRow;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.law.ValueLaw;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.provenance.DataDigest;
import org.autoencoder4j.provenance.Provenance;
import org.autoencoder4j.picture.Axis;
import org.autoencoder4j.picture.LineChart;
import org.autoencoder4j.picture.Picture;
import org.autoencoder4j.picture.Role;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.sae.SparseAutoencoder;
import org.autoencoder4j.sae.format.SaeLens;
import org.autoencoder4j.train.StoppingRule;
import org.autoencoder4j.train.Trainer;
import org.autoencoder4j.train.TrainingResult;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The code of docs/HOWTO.md on data and training; DocumentationTest compares it, HowToTest runs it. */
final class HowTo {
    private HowTo() {}

    static TiedAutoencoder start(INDArray samples) {
        // begin of a start
        INDArray weights = Initialiser.sampleColumns(Batches.of(samples)).weights(24, RandomStreams.of(1)); // n x 24
        TiedAutoencoder start = TiedAutoencoder.withoutBias(weights, Activation.hardThreshold(1));
        // end of a start
        return start;
    }

    static TrainingResult<TiedAutoencoder> ownActivation(INDArray samples, INDArray weights) {
        // begin of an activation
        record Softplus() implements Activation {
            @Override
            public double apply(double z) {
                return Math.max(z, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(z)));
            }

            @Override
            public double slope(double z) {
                return 1 / (1 + StrictMath.exp(-z));
            }

            @Override
            public String name() { // a saved autoencoder knows it by this
                return "softplus";
            }
        }
        TiedDescent rule = TiedDescent.of(
                        SampleGradient.of(Batches.of(samples)),
                        LearningRate.constant(0.1).backingOff())
                .with(Normalisation.NONE)
                .withLearntBias()
                .resuming(new Softplus());
        TiedAutoencoder start = TiedAutoencoder.withoutBias(weights, new Softplus());
        TrainingResult<TiedAutoencoder> result =
                Trainer.of(rule, StoppingRule.steps(100)).train(start);
        // end of an activation
        return result;
    }

    static GenerativeModel ownLaw(INDArray dictionary) {
        // begin of a law
        record AtLeast(double least, double mean) implements ValueLaw {
            @Override
            public double draw(RandomGenerator random) {
                return least - mean * Math.log1p(-random.nextDouble()); // the least, and an exponential number
            }

            @Override
            public boolean signed() {
                return false;
            }

            @Override
            public double a1() {
                return least;
            }

            @Override
            public double kappa1() {
                return least + mean;
            }

            @Override
            public double kappa2() {
                return least * least + 2 * least * mean + 2 * mean * mean;
            }
        }
        GenerativeModel model = GenerativeModel.nonNegativeSparseCoding(dictionary, 2, new AtLeast(1, 0.5), 0.01);
        // end of a law
        return model;
    }

    static TiedDescent ownGradient(INDArray samples, double lambda) {
        // begin of a gradient
        SampleGradient plain = SampleGradient.of(Batches.of(samples));
        GradientSource<TiedAutoencoder, TiedGradient> decayed = (autoencoder, step) -> {
            TiedGradient g = plain.at(autoencoder, step);
            INDArray w = autoencoder.weights();
            double norm = w.norm2Number().doubleValue();
            return new TiedGradient(
                    g.weights().add(w.mul(lambda)), g.bias(), g.activity(), g.loss() + lambda / 2 * norm * norm);
        };
        TiedDescent rule = TiedDescent.of(decayed, LearningRate.constant(0.1)).with(Normalisation.NONE);
        // end of a gradient
        return rule;
    }

    static TiedDescent ownOptimizer(INDArray samples) {
        // begin of an optimizer
        record SignOfVelocity(double factor) implements Optimizer {
            @Override
            public List<String> memory() { // arrays of the gradient's shape, which a checkpoint keeps
                return List.of("velocity");
            }

            @Override
            public INDArray direction(INDArray gradient, List<INDArray> memory, INDArray scratch, long update) {
                memory.get(0).muli(factor).addi(gradient);
                return Transforms.sign(scratch.assign(memory.get(0)), false);
            }

            @Override
            public String name() {
                return "sign of velocity(" + factor + ")";
            }
        }
        TiedDescent rule = TiedDescent.of(SampleGradient.of(Batches.of(samples)), LearningRate.decaying(0.02, 50))
                .with(new SignOfVelocity(0.5));
        // end of an optimizer
        return rule;
    }

    static TrainingResult<TiedAutoencoder> miniBatches(INDArray samples, TiedAutoencoder start) {
        // begin of mini batches
        Batches miniBatches = Batches.of(samples).shuffled(256, RandomStreams.of(1)); // without replacement
        TiedDescent rule = TiedDescent.of(SampleGradient.of(miniBatches), LearningRate.decaying(0.05, 100));
        TrainingResult<TiedAutoencoder> result =
                Trainer.of(rule, StoppingRule.steps(200)).train(start);
        // end of mini batches
        return result;
    }

    static TiedAutoencoder earlyStopping(TiedDescent rule, TiedAutoencoder start, INDArray others) {
        // begin of early stopping
        TrainingResult<TiedAutoencoder> result = Trainer.of(
                        rule,
                        StoppingRule.<TiedAutoencoder>earlyStopping("heldOutLoss", 20)
                                .or(StoppingRule.steps(1_000)))
                .withHeldOut(autoencoder -> autoencoder.loss(others), 1)
                .train(start);
        System.out.println(result.stopReason());
        TiedAutoencoder best = result.kept().orElseThrow().parameters();
        // end of early stopping
        return best;
    }

    static TrainingResult<TiedAutoencoder> resume(TiedDescent rule, TiedAutoencoder start, Path folder)
            throws IOException {
        // begin of resuming
        Trainer.of(rule, StoppingRule.steps(100))
                .withCheckpoints(folder, 50) // each 50 steps
                .train(start);
        TrainingResult<TiedAutoencoder> result =
                Trainer.of(rule, StoppingRule.steps(200)).resume(folder); // steps 101 to 200
        // end of resuming
        return result;
    }

    static Report made(TiedDescent rule, TiedAutoencoder start, INDArray samples, Path folder) throws IOException {
        // begin of provenance
        TrainingResult<TiedAutoencoder> result = Trainer.of(rule, StoppingRule.steps(20))
                .withProvenance(p -> p.withSeed(1).withData(DataDigest.ofAll(Batches.of(samples))))
                .train(start);
        System.out.print(result.provenance().text()); // a line for each value
        result.provenance().save(folder, result.parameters()::save); // the model, and provenance.json beside it
        TiedAutoencoder model = TiedAutoencoder.load(folder); // as always
        Provenance made = Provenance.read(folder).orElseThrow(); // empty if a folder has no record
        Report report = Incoherence.of(model.weights()).report(2).madeBy(made); // in its text and its JSON
        // end of provenance
        return report;
    }

    static INDArray encode(Path folder, INDArray samples) throws IOException {
        // begin of encoding
        Learned learned = Learned.load(folder);
        INDArray codes = learned.encode(samples); // N x m
        INDArray back = learned.decode(codes); // N x n, in the samples' own units
        // end of encoding
        return back;
    }

    static INDArray encodeTied(TiedAutoencoder trained, Path folder, INDArray samples) throws IOException {
        // begin of saving an autoencoder
        trained.save(folder);
        INDArray codes = TiedAutoencoder.load(folder).encode(samples); // sigma(Y W + b)
        // end of saving an autoencoder
        return codes;
    }

    static void toNumPy(Learned learned, INDArray samples, Path folder) throws IOException {
        // begin of writing arrays
        Npy.write(folder.resolve("W.npy"), learned.dictionary());
        Npz.write(
                folder.resolve("run.npz"),
                Map.of("samples", samples, "codes", learned.encode(samples), "again", learned.reconstruct(samples)));
        // end of writing arrays
    }

    static INDArray fromNumPy(Path folder) throws IOException {
        // begin of reading arrays
        INDArray codes = Npz.read(folder.resolve("run.npz"), "codes", DataType.DOUBLE);
        // end of reading arrays
        return codes;
    }

    static SparseAutoencoder saeLens(Path theirs, double factor, TiedAutoencoder trained, Path mine)
            throws IOException {
        // begin of exchanging autoencoders
        SparseAutoencoder sae = SaeLens.read(theirs, factor); // without the factor if it has none
        SaeLens.write(mine, SparseAutoencoder.of(trained));
        // end of exchanging autoencoders
        return sae;
    }

    static Batches preprocessed(Batches raw) {
        // begin of preprocessing
        Preprocessing pre = Preprocessing.fit(raw, Centring::of, Scaling::of);
        Batches miniBatches = pre.apply(raw).shuffled(256, RandomStreams.of(1));
        // end of preprocessing
        return miniBatches;
    }

    static void page(Learned learned, Report check, Path folder) throws IOException {
        // begin of a page
        double[] r2 = learned.history().stream().mapToDouble(SweepRow::r2).toArray();
        Picture curve = new LineChart("How well they are described", Axis.linear("sweep"), Axis.linear("R^2"))
                .curve(Role.R2, "R^2", r2);
        HtmlTable numbers = HtmlTable.of("At the end", "number", "value")
                .row("R^2", learned.r2())
                .row("active units of a sample", learned.meanL0());
        HtmlReport.titled("A dictionary of my samples")
                .asking(
                        "Which parts are they made of?",
                        Map.of("units", learned.coder().units()))
                .section("How it was learnt")
                .with(curve)
                .with(numbers)
                .section("What can be relied on")
                .with(check) // the report of any checker
                .meaning(learned.toString())
                .repeatedBy("java -jar mine.jar --seed 1")
                .write(folder.resolve("run.html"));
        // end of a page
    }
}
