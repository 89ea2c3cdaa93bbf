import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.autoencoder4j.check.closeness.DeltaCloseness;
import org.autoencoder4j.check.closeness.SignFlips;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.init.Initialiser;
import org.autoencoder4j.backend.Backend;
import org.autoencoder4j.learn.DictionaryLearning;
import org.autoencoder4j.learn.Learned;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.onnx.OnnxExport;
import org.autoencoder4j.picture.AtomsPicture;
import org.autoencoder4j.picture.Picture;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.descent.LearningRate;
import org.autoencoder4j.descent.Normalisation;
import org.autoencoder4j.gradient.SampleGradient;
import org.autoencoder4j.train.StoppingRule;
import org.autoencoder4j.descent.TiedDescent;
import org.autoencoder4j.train.Trainer;
import org.autoencoder4j.train.TrainingResult;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Trains on an array of its own, prints a report, exports the result and draws it; learns a dictionary and says how good that is. */
public final class Consumer {
    private static final int FEATURES = 16;
    private static final int DIRECTIONS = 4;

    public static void main(String[] arguments) throws IOException {
        Backend.require();
        INDArray directions = Nd4j.createFromArray(directions());
        INDArray weights = Initialiser.near(directions, 0.5).weights(DIRECTIONS, RandomStreams.of(1));
        TiedAutoencoder start = TiedAutoencoder.withoutBias(weights, Activation.hardThreshold(0.5));
        TiedDescent rule = TiedDescent.of(SampleGradient.of(Batches.of(observations())), LearningRate.constant(2))
                .with(Normalisation.UNIT_COLUMNS);

        TrainingResult<TiedAutoencoder> result =
                Trainer.of(rule, StoppingRule.steps(50)).train(start);

        System.out.println(result);
        System.out.println(describe(observations()));
        System.out.println(DeltaCloseness.of(result.parameters().weights(), directions, SignFlips.FORBIDDEN)
                .report(0.05)
                .text());
        OnnxExport.write(Path.of("model.onnx"), result.parameters());
        Files.writeString(Path.of("atoms.svg"), atoms(result.parameters()).svg());
    }

    /** A dictionary for an array of one's own, and the samples that it makes of codes. */
    private static String describe(INDArray samples) {
        Learned learned = DictionaryLearning.withDefaults().fit(samples);
        double worst = samples.sub(learned.reconstruct(samples)).amaxNumber().doubleValue();
        return learned.units().surplus().size() + " units are surplus, R^2 = " + learned.r2() + ", off by at most " + worst;
    }

    private static Picture atoms(TiedAutoencoder learned) {
        return new AtomsPicture("Four atoms of 4 x 4", learned.weights().transpose().toDoubleMatrix(), 4, 4);
    }

    /** Four orthonormal columns. */
    private static double[][] directions() {
        double[][] rows = new double[FEATURES][DIRECTIONS];
        for (int j = 0; j < FEATURES; j++) {
            rows[j][j / DIRECTIONS] = 0.5;
        }
        return rows;
    }

    /** One of the directions for each sample, with noise. */
    private static INDArray observations() {
        Random random = new Random(1);
        double[][] directions = directions();
        double[][] rows = new double[400][FEATURES];
        for (double[] row : rows) {
            int direction = random.nextInt(DIRECTIONS);
            for (int j = 0; j < FEATURES; j++) {
                row[j] = directions[j][direction] + 0.05 * random.nextGaussian();
            }
        }
        return Nd4j.createFromArray(rows);
    }
}
