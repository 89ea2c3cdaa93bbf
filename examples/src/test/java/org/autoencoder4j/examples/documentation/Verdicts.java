package org.autoencoder4j.examples.documentation;

import org.autoencoder4j.check.consistency.CodeConsistency;
import org.autoencoder4j.check.consistency.CodeSet;
import org.autoencoder4j.check.consistency.ConsistencyCertificate;
import org.autoencoder4j.check.consistency.TheoremThree;
import org.autoencoder4j.check.consistency.WindowFormula;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.report.Report;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The code of docs/VERDICTS.md; DocumentationTest compares and runs it. */
final class Verdicts {
    private Verdicts() {}

    static INDArray dictionary() {
        // begin of two atoms
        INDArray dictionary = Nd4j.createFromArray(new double[][] {{1, 0.6}, {0, 0.8}}); // atoms are columns
        CodeSet codes = CodeSet.nonNegative(1, 1, 1.5); // one atom, 1 to 1.5 times
        // end of two atoms
        return codes.sparsity() == 1 ? dictionary : null;
    }

    static Report ofBias(INDArray dictionary, CodeSet codes, double b) {
        // begin of a bias
        INDArray bias = Nd4j.createFromArray(new double[] {b, b});
        TiedAutoencoder autoencoder = new TiedAutoencoder(dictionary, bias, Activation.relu());
        Report report =
                ConsistencyCertificate.of(autoencoder, dictionary, codes, 0).report();
        System.out.println(report.text());
        // end of a bias
        return report;
    }

    static Report ofTheorem(INDArray dictionary, CodeSet codes) {
        // begin of a theorem
        Report report = TheoremThree.of(dictionary, dictionary, codes, 0).reluWindow(WindowFormula.INCOHERENT);
        System.out.println(report.text());
        // end of a theorem
        return report;
    }

    static Report ofSamples(INDArray dictionary) {
        // begin of samples
        GenerativeModel model = GenerativeModel.mixtureOfGaussians(dictionary, 0.01);
        TiedAutoencoder autoencoder =
                new TiedAutoencoder(dictionary, Nd4j.createFromArray(new double[] {-0.8, -0.8}), Activation.relu());
        Report report = CodeConsistency.of(autoencoder, model, RandomStreams.of(1), 1_000)
                .report(0.999);
        System.out.println(report.text());
        // end of samples
        return report;
    }
}
