package org.autoencoder4j.check.descent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.autoencoder4j.check.consistency.CodeSet;
import org.autoencoder4j.check.consistency.ConsistencyCertificate;
import org.autoencoder4j.check.consistency.NoiseTail;
import org.autoencoder4j.check.consistency.ValueSigns;
import org.autoencoder4j.check.internal.PaperActivation;
import org.autoencoder4j.linalg.SpectralNorm;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.law.OneHotCodes;
import org.autoencoder4j.network.HardThreshold;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Relation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What Theorem 4 asks of weights besides the gradient: that the encoder finds the support of every code, and, but for a
 * mixture, that {@code ||W - A||_2 <= 2 ||A||_2}. Unit i stands for atom i.
 */
final class EncoderHypotheses {
    /** The noise of one sample exceeds the bound with at most this probability. */
    private static final double NOISE_FAILURE = 1e-6;

    private static final double XI = 2;

    private final double[] margins;
    private final double[] roundings;
    private final List<Bound> nearness = new ArrayList<>();

    EncoderHypotheses(GenerativeModel model, TiedAutoencoder autoencoder) {
        this.margins = new double[model.units()];
        this.roundings = new double[model.units()];
        measure(model, autoencoder);
        if (!(model.codeLaw() instanceof OneHotCodes)) {
            INDArray atoms = model.dictionary().castTo(DataType.DOUBLE);
            double distance = SpectralNorm.of(
                    autoencoder.weights().castTo(DataType.DOUBLE).sub(atoms));
            nearness.add(new Bound("||W - A||_2 / ||A||_2", distance / SpectralNorm.of(atoms), Relation.AT_MOST, XI));
        }
    }

    private void measure(GenerativeModel model, TiedAutoencoder autoencoder) {
        PaperActivation.require(autoencoder.activation());
        CodeSet codes = CodeSet.of(model.codeLaw());
        double nu = NoiseTail.of(autoencoder.weights(), model.noise()).bound(NOISE_FAILURE);
        boolean decidable = codes.sparsity() < model.units() && Double.isFinite(nu);
        boolean possible = autoencoder.activation() instanceof HardThreshold threshold
                ? threshold.lambda() > 0
                : codes.signs() == ValueSigns.NON_NEGATIVE;
        if (!possible || !decidable) {
            Arrays.fill(margins, possible ? Double.NaN : Double.NEGATIVE_INFINITY);
            return;
        }
        ConsistencyCertificate certificate = ConsistencyCertificate.of(autoencoder, model.dictionary(), codes, nu);
        for (int i = 0; i < margins.length; i++) {
            margins[i] = certificate.margin(i);
            roundings[i] = certificate.rounding(i);
        }
    }

    /** The hypotheses for a column, always the same ones in the same order. */
    List<Bound> of(int unit) {
        List<Bound> hypotheses = new ArrayList<>(nearness);
        hypotheses.add(Bound.rounded("margin of code consistency", margins[unit], Relation.ABOVE, 0, roundings[unit]));
        return hypotheses;
    }
}
