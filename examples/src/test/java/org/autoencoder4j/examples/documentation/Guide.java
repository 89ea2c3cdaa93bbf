package org.autoencoder4j.examples.documentation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.autoencoder4j.check.closeness.DirectionAgreement;
import org.autoencoder4j.coding.CodeSign;
import org.autoencoder4j.coding.Codes;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.format.DataFile;
import org.autoencoder4j.data.format.DataOptions;
import org.autoencoder4j.data.format.Npy;
import org.autoencoder4j.data.preprocessing.Outliers.Outlier;
import org.autoencoder4j.data.preprocessing.Whitening;
import org.autoencoder4j.learn.DictionaryLearning;
import org.autoencoder4j.learn.Fit;
import org.autoencoder4j.learn.Learned;
import org.autoencoder4j.learn.OutlierTreatment;
import org.autoencoder4j.learn.Sparsity;
import org.autoencoder4j.learn.SparsityPath;
import org.autoencoder4j.onnx.OnnxExport;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.sae.SparseAutoencoder;
import org.autoencoder4j.sae.format.SaeLens;
import org.autoencoder4j.sae.format.SparseAutoencoderFiles;
import org.autoencoder4j.sae.metrics.SparseAutoencoderMetrics;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The code of docs/GUIDE.md; DocumentationTest compares it, GuideTest runs it. */
final class Guide {
    private Guide() {}

    static Batches anyFile(Path file) throws IOException {
        // begin of any file
        DataFile read = DataFile.read(file, DataType.FLOAT, DataOptions.usual()); // arrays, tensors, tables, folders
        System.out.println(read.description()); // for MNIST uint8 (60000, 28, 28), read as 60000 x 784: ...
        Batches samples = read.samples();
        // end of any file
        return samples;
    }

    static Learned fromFile(Path file) throws IOException {
        // begin of a large file
        Batches samples = Npy.map(file); // stays on the disk
        Learned learned = DictionaryLearning.withDefaults().fit(samples, RandomStreams.of(1));
        Codes codes = learned.codes(samples); // only what is not 0
        // end of a large file
        return codes.samples() == samples.size() ? learned : null;
    }

    static Fit judge(INDArray samples, INDArray others) {
        // begin of judging
        Learned learned = DictionaryLearning.withDefaults().fit(samples);
        Fit heldOut = learned.evaluate(Batches.of(others));
        System.out.printf("R^2 %.3f, of others %.3f%n", learned.r2(), heldOut.r2());
        System.out.println("dead units: " + learned.fit().deadUnits());
        System.out.println("surplus units: " + learned.units().surplus());
        System.out.println("estimated errors of the atoms: " + learned.units().errors());
        // end of judging
        return heldOut;
    }

    static SparsityPath target(INDArray samples) {
        // begin of a target
        DictionaryLearning reaching = DictionaryLearning.withDefaults().withSparsity(Sparsity.reaching(0.9));
        SparsityPath path = reaching.fit(samples).path().orElseThrow();
        System.out.println(path.chosen() + " of " + path.points());
        // end of a target
        return path;
    }

    static Learned options(INDArray samples) {
        // begin of options
        Learned learned = DictionaryLearning.withDefaults()
                .withUnits(24)
                .withSparsity(Sparsity.most(2))
                .withSign(CodeSign.SIGNED)
                .withPreprocessing(data -> Whitening.of(data, 1e-4))
                .withListener((step, progress) -> System.out.println(step.gradient()))
                .fit(Batches.of(samples), RandomStreams.of(7));
        // end of options
        return learned;
    }

    static List<Outlier> outliers(INDArray samples) {
        // begin of outliers
        Learned learned = DictionaryLearning.withDefaults()
                .withOutliers(OutlierTreatment.DROP)
                .fit(samples);
        learned.findings().outliers().forEach(System.out::println); // row and distance
        // end of outliers
        return learned.findings().outliers();
    }

    static Learned goOn(Path folder, Batches newer) throws IOException {
        // begin of going on
        Learned before = Learned.load(folder);
        Learned after = DictionaryLearning.withDefaults()
                .withSparsity(Sparsity.most(2))
                .fit(newer, RandomStreams.of(2), before);
        // end of going on
        return after;
    }

    static SparseAutoencoderMetrics measure(Path folder, Batches activations) throws IOException {
        // begin of an autoencoder
        SparseAutoencoder sae = SparseAutoencoderFiles.read(folder); // of SAELens, sparsify or Gemma Scope
        SparseAutoencoderMetrics metrics = SparseAutoencoderMetrics.of(sae, activations);
        System.out.printf(
                "L0 %.2f, R^2 %.3f%n",
                metrics.firing().l0(), metrics.reconstruction().r2());
        System.out.println("dead units: " + metrics.firing().deadUnits());
        // end of an autoencoder
        return metrics;
    }

    static DirectionAgreement match(SparseAutoencoder sae, INDArray features) {
        // begin of matching
        DirectionAgreement agreement = DirectionAgreement.of(sae.decoder(), features); // n x m and n x M
        System.out.printf("MCC %.3f, MMCS %.3f%n", agreement.mcc(), agreement.mmcs());
        // end of matching
        return agreement;
    }

    static void export(SparseAutoencoder sae, Path folder) throws IOException {
        // begin of an export
        SparseAutoencoder unit = sae.folded(); // the same function, with decoder columns of length 1
        SaeLens.write(folder.resolve("saelens"), unit);
        OnnxExport.write(folder.resolve("model.onnx"), unit);
        // end of an export
    }
}
