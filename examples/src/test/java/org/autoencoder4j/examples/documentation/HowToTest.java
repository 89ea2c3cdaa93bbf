package org.autoencoder4j.examples.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.autoencoder4j.check.consistency.CodeSet;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.preprocessing.Centring;
import org.autoencoder4j.data.preprocessing.Preprocessing;
import org.autoencoder4j.data.preprocessing.Scaling;
import org.autoencoder4j.descent.TiedDescent;
import org.autoencoder4j.learn.DictionaryLearning;
import org.autoencoder4j.learn.Learned;
import org.autoencoder4j.learn.Sparsity;
import org.autoencoder4j.model.Dictionaries;
import org.autoencoder4j.model.Draw;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.law.UnstatedConstantException;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.provenance.Provenance;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Reference;
import org.autoencoder4j.report.Relation;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.sae.LatentActivation;
import org.autoencoder4j.sae.SparseAutoencoder;
import org.autoencoder4j.sae.format.SaeLens;
import org.autoencoder4j.train.StopReason.Kind;
import org.autoencoder4j.train.StoppingRule;
import org.autoencoder4j.train.Trainer;
import org.autoencoder4j.train.TrainingResult;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Runs the code of docs/HOWTO.md, on samples where it has to come out right. */
class HowToTest {
    private static final Pattern PYTHON = Pattern.compile("```python\n(.*?)```", Pattern.DOTALL);

    private final INDArray all = GuideTest.samples();
    private final INDArray samples = some(0, 1_000);

    @TempDir
    private Path folder;

    private INDArray some(int from, int to) {
        return all.get(NDArrayIndex.interval(from, to), NDArrayIndex.all()).dup();
    }

    private static double furthest(INDArray one, INDArray other) {
        return one.sub(other).amaxNumber().doubleValue();
    }

    @Test
    void anActivationTrainsAndIsReadAgain() throws IOException {
        TiedAutoencoder start = HowTo.start(samples);
        TrainingResult<TiedAutoencoder> result = HowTo.ownActivation(samples, start.weights());
        assertTrue(result.bestLoss() < 0.9 * result.initialLoss(), result.initialLoss() + " to " + result.bestLoss());
        TiedAutoencoder trained = result.parameters();
        trained.save(folder.resolve("softplus"));
        TiedAutoencoder read = TiedAutoencoder.load(folder.resolve("softplus"), trained.activation());
        assertEquals(trained.loss(samples), read.loss(samples));
    }

    /** Its moments are those that it states, to four standard errors or so; what it does not state is refused by name. */
    @Test
    void aLaw() {
        GenerativeModel model = HowTo.ownLaw(Dictionaries.gaussian(16, 24, DataType.DOUBLE, RandomStreams.of(1)));
        Draw draw = model.draw(RandomStreams.of(2), 0, 4_000);
        double[] values = draw.codes().data().asDouble();
        double sum = 0;
        double squares = 0;
        for (double value : values) {
            assertTrue(value == 0 || value >= 1, "a value of " + value);
            sum += value;
            squares += value * value;
        }
        assertEquals(model.codeLaw().kappa1(), sum / 8_000, 0.03);
        assertEquals(model.codeLaw().kappa2(), squares / 8_000, 0.12);
        UnstatedConstantException unbounded =
                assertThrows(UnstatedConstantException.class, () -> CodeSet.of(model.codeLaw()));
        assertTrue(String.valueOf(unbounded.getMessage()).contains("a2"), unbounded.getMessage());
    }

    @Test
    void aGradientHasItsOwnMinimum() {
        TiedAutoencoder start = HowTo.start(samples);
        TiedAutoencoder plain = train(HowTo.ownGradient(samples, 0), start).parameters();
        TrainingResult<TiedAutoencoder> decayed = train(HowTo.ownGradient(samples, 1), start);
        assertTrue(decayed.loss() < decayed.initialLoss(), decayed.toString());
        assertTrue(
                decayed.parameters().weights().norm2Number().doubleValue()
                        < 0.9 * plain.weights().norm2Number().doubleValue(),
                "the decay makes weights shorter");
    }

    private static TrainingResult<TiedAutoencoder> train(TiedDescent rule, TiedAutoencoder start) {
        return Trainer.of(rule, StoppingRule.steps(50)).train(start);
    }

    @Test
    void anOptimizer() {
        TrainingResult<TiedAutoencoder> result = train(HowTo.ownOptimizer(samples), HowTo.start(samples));
        assertTrue(result.bestLoss() < result.initialLoss(), result.toString());
    }

    @Test
    void miniBatches() {
        TiedAutoencoder start = HowTo.start(samples);
        TrainingResult<TiedAutoencoder> result = HowTo.miniBatches(samples, start);
        assertTrue(result.parameters().loss(samples) < 0.9 * start.loss(samples), result.toString());
    }

    /** What is kept is the best on samples that were not trained on, and no later step was better. */
    @Test
    void earlyStopping() throws IOException {
        TiedAutoencoder start = HowTo.start(samples);
        INDArray others = some(1_000, 2_000);
        TiedAutoencoder[] best = new TiedAutoencoder[1];
        String printed = DocumentationTest.printed(
                () -> best[0] = HowTo.earlyStopping(HowTo.ownOptimizer(samples), start, others));
        assertTrue(best[0].loss(others) < start.loss(others), printed);
        assertTrue(printed.contains("heldOutLoss"), printed);
    }

    @Test
    void aResumedRunIsTheWholeRun() throws IOException {
        TiedAutoencoder start = HowTo.start(samples);
        TrainingResult<TiedAutoencoder> resumed =
                HowTo.resume(HowTo.ownOptimizer(samples), start, folder.resolve("checkpoints"));
        TrainingResult<TiedAutoencoder> whole =
                Trainer.of(HowTo.ownOptimizer(samples), StoppingRule.steps(200)).train(start);
        assertEquals(200, resumed.steps());
        assertEquals(Kind.BUDGET_SPENT, resumed.stopReason().kind());
        assertEquals(
                0, furthest(whole.parameters().weights(), resumed.parameters().weights()));
    }

    @Test
    void aReportSaysHowItsModelWasMade() throws IOException {
        TiedAutoencoder start = HowTo.start(samples);
        Report report = HowTo.made(HowTo.ownOptimizer(samples), start, samples, folder.resolve("made"));
        Provenance made = report.provenance().orElseThrow();
        assertEquals(OptionalLong.of(1), made.seed());
        assertEquals(1_000, made.data().orElseThrow().digested());
        assertTrue(report.text().contains("made  rule: Descent"), report.text());
    }

    private Learned learned() {
        return DictionaryLearning.withDefaults()
                .withUnits(24)
                .withSparsity(Sparsity.most(2))
                .fit(samples);
    }

    @Test
    void encodes() throws IOException {
        learned().save(folder.resolve("learned"));
        INDArray others = some(1_000, 1_100);
        INDArray back = HowTo.encode(folder.resolve("learned"), others);
        double left = others.sub(back).norm2Number().doubleValue();
        assertTrue(left < 0.2 * others.norm2Number().doubleValue(), "two atoms make the whole sample, but for noise");
        TiedAutoencoder start = HowTo.start(samples);
        assertEquals(0, furthest(start.encode(others), HowTo.encodeTied(start, folder.resolve("tied"), others)));
    }

    /** NumPy reads what Java wrote, and the document's own Python is run. */
    @Test
    void numPy() throws IOException, InterruptedException {
        Learned learned = learned();
        HowTo.toNumPy(learned, samples, folder);
        assertEquals(0, furthest(learned.encode(samples), HowTo.fromNumPy(folder)));
        Assumptions.assumeTrue(python("import numpy") == 0, "skipped: there is no python3 with NumPy on the PATH");
        String script = DocumentationTest.find(PYTHON, Files.readString(Path.of("../docs/HOWTO.md")))
                .get(0);
        assertEquals(0, python(script), () -> output());
        String[] shape = output().split("\n", -1);
        assertEquals("(16, 24) (1000, 24)", shape[0]);
        assertTrue(Double.parseDouble(shape[1]) < 0.1, output());
    }

    private int python(String script) throws IOException, InterruptedException {
        try {
            Process process = new ProcessBuilder("python3", "-c", script)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("python.txt").toFile())
                    .start();
            assertTrue(process.waitFor(2, TimeUnit.MINUTES), "Python must end");
            return process.exitValue();
        } catch (IOException e) {
            return -1;
        }
    }

    private String output() {
        try {
            return Files.readString(folder.resolve("python.txt"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Orthonormal atoms; the thresholds are right for codes in [0.8, 1.2]. */
    static SparseAutoencoder known() {
        INDArray atoms = Dictionaries.orthonormal(16, 12, DataType.DOUBLE, RandomStreams.of(3));
        double[] thresholds = new double[12];
        Arrays.fill(thresholds, 0.5);
        return new SparseAutoencoder(
                atoms,
                Nd4j.zeros(DataType.DOUBLE, 12),
                atoms.dup(),
                Nd4j.zeros(DataType.DOUBLE, 16),
                true,
                LatentActivation.JumpRelu.of(thresholds));
    }

    @Test
    void saeLens() throws IOException {
        Path theirs = folder.resolve("theirs");
        SaeLens.write(theirs, known());
        Path settings = theirs.resolve("cfg.json");
        String asked = Files.readString(settings);
        String multiplied =
                asked.replaceAll("(\"normalize_activations\"\\s*:\\s*)\"[a-z_]*\"", "$1\"expected_average_only_in\"");
        assertFalse(multiplied.equals(asked), asked);
        Files.writeString(settings, multiplied);
        TiedAutoencoder trained = TiedAutoencoder.withoutBias(known().encoder(), Activation.relu());
        SparseAutoencoder read = HowTo.saeLens(theirs, 2, trained, folder.resolve("mine"));
        assertEquals(0, furthest(known().encoder().mul(2), read.encoder()), 1e-12);
        assertEquals(
                0,
                furthest(trained.weights(), SaeLens.read(folder.resolve("mine")).encoder()));
    }

    /** Preprocessing of mini-batches is mini-batches of what is preprocessed. */
    @Test
    void theOrderOfShufflingAndPreprocessingDoesNotMatter() {
        Batches raw = Batches.of(samples);
        Preprocessing pre = Preprocessing.fit(raw, Centring::of, Scaling::of);
        Batches one = HowTo.preprocessed(raw);
        Batches other = pre.apply(raw.shuffled(256, RandomStreams.of(1)));
        assertEquals(other.toString(), one.toString(), "one is the other");
        assertEquals(0, furthest(one.batch(5), other.batch(5)));
    }

    @Test
    void aReportHasWhatIsPutIntoIt() throws IOException {
        Learned learned = DictionaryLearning.withDefaults()
                .withUnits(8)
                .withSparsity(Sparsity.most(1))
                .fit(samples);
        Report check = Report.on("it describes them", Reference.asPrinted("mine", "1"))
                .claiming(Bound.exact("R^2", learned.r2(), Relation.ABOVE, 0));
        HowTo.page(learned, check, folder);
        String page = Files.readString(folder.resolve("run.html"));
        for (String part : new String[] {"<svg", "<td class=\"number\">", "it describes them", "mine.jar"}) {
            assertTrue(page.contains(part), part);
        }
    }
}
