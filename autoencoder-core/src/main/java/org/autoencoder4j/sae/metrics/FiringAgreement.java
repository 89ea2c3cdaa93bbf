package org.autoencoder4j.sae.metrics;

import java.util.List;
import org.autoencoder4j.backend.Checks;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How well the firing of latents tells which true features are active: each latent is a detector of one feature. It fires where
 * its code is not 0, and the feature is active where its true code is not 0. Not safe for threads.
 */
public final class FiringAgreement {
    private static final int NONE = -1;

    private final int[] featureOf;
    private final int features;
    private final long[] both;
    private final long[] fired;
    private final long[] active;

    /**
     * Begins with no sample.
     *
     * @param featureOf for each of m latents the feature that it detects, from 0 to features - 1, or -1 for none
     * @param features M, at least 1
     * @throws IllegalArgumentException if there is no latent or one has another feature
     */
    public FiringAgreement(List<Integer> featureOf, int features) {
        Checks.atLeast("features", features, 1);
        Checks.atLeast("the number of latents", featureOf.size(), 1);
        for (int i = 0; i < featureOf.size(); i++) {
            Checks.between("featureOf[" + i + "]", (long) featureOf.get(i), NONE, features - 1);
        }
        this.featureOf = featureOf.stream().mapToInt(Integer::intValue).toArray();
        this.features = features;
        this.both = new long[featureOf.size()];
        this.fired = new long[featureOf.size()];
        this.active = new long[featureOf.size()];
    }

    /**
     * Adds samples. Cost: {@code N m}.
     *
     * @param codes X, {@code N x m}, finite
     * @param trueCodes {@code N x M}, finite
     * @throws IllegalArgumentException if a shape does not fit or an entry is NaN or infinite; nothing is added then
     */
    public void add(INDArray codes, INDArray trueCodes) {
        Checks.matrix("codes", codes, -1, featureOf.length, "one column for each latent");
        Checks.matrix(
                "trueCodes", trueCodes, codes.rows(), features, "one row for each code, one column for each feature");
        CodeRows foundRows = new CodeRows("codes", codes);
        CodeRows trueRows = new CodeRows("trueCodes", trueCodes);
        for (int sample = 0; sample < codes.rows(); sample++) {
            double[] found = foundRows.read(sample);
            double[] truth = trueRows.read(sample);
            for (int i = 0; i < featureOf.length; i++) {
                boolean fires = found[i] != 0;
                boolean isActive = featureOf[i] != NONE && truth[featureOf[i]] != 0;
                fired[i] += fires ? 1 : 0;
                active[i] += isActive ? 1 : 0;
                both[i] += fires && isActive ? 1 : 0;
            }
        }
    }

    /**
     * Computes the precision of each latent: of the samples for which it fires, the fraction for which its feature is active.
     *
     * @return m numbers from 0 to 1; 0 for a latent that never fires or has no feature
     */
    public double[] precision() {
        return ratios(fired, new long[both.length], 1);
    }

    /**
     * Computes the recall of each latent: of the samples for which its feature is active, the fraction for which it fires.
     *
     * @return m numbers from 0 to 1; 0 for a feature that is never active, and for a latent without one
     */
    public double[] recall() {
        return ratios(active, new long[both.length], 1);
    }

    /**
     * Computes F1 of each latent, the harmonic mean of precision and recall: {@code 2 TP / (2 TP + FP + FN)}.
     *
     * @return m numbers from 0 to 1; 0 where it fires and its feature is active for none of the samples
     */
    public double[] f1() {
        return ratios(fired, active, 2);
    }

    private double[] ratios(long[] of, long[] and, int weight) {
        double[] ratios = new double[both.length];
        for (int i = 0; i < ratios.length; i++) {
            long count = of[i] + and[i];
            ratios[i] = count == 0 ? 0 : (double) (weight * both[i]) / count;
        }
        return ratios;
    }

    @Override
    public String toString() {
        return "FiringAgreement[" + featureOf.length + " latents, " + features + " features]";
    }
}
