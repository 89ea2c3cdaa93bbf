package org.autoencoder4j.learn;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.autoencoder4j.coding.Codes;
import org.autoencoder4j.coding.SparseCoder;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.preprocessing.Preprocessing;
import org.autoencoder4j.provenance.Provenance;
import org.autoencoder4j.train.StopReason;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What {@link DictionaryLearning} has learned: how samples are preprocessed and coded, and how well that describes those
 * that were learned from. Samples go in and come out in their own units; codes are those of the preprocessed samples.
 *
 * <p>Threads may share it, as no method changes an array. Each call of a method that codes computes the Gram matrix of the
 * atoms, {@code n m^2} operations: for many calls with few samples use one {@code coder().coding()} and the preprocessing.
 *
 * @param preprocessing what is done to samples first
 * @param coder the dictionary, of preprocessed samples, with its encoder; each atom has length 1
 * @param fit how well all samples are described that were learned from: without outliers that were left out, and with those
 *     that were moved in their new place
 * @param units what is to be said of single units
 * @param findings what was noticed of the samples
 * @param history the sweeps of the run that ended with this dictionary
 * @param path the path to the number of active units, if a target R^2 asked for one
 * @param stopReason why the run ended
 * @param provenance how it was made: where, with which options and seed, and the digest of the first samples as they were given;
 *     empty if it was loaded from a folder of an earlier version. {@link #save} keeps it
 */
public record Learned(
        Preprocessing preprocessing,
        SparseCoder coder,
        Fit fit,
        UnitReport units,
        Findings findings,
        List<SweepRow> history,
        Optional<SparsityPath> path,
        StopReason stopReason,
        Optional<Provenance> provenance) {
    /**
     * Puts a result together; the list is copied.
     *
     * @param preprocessing what is done to samples first
     * @param coder the dictionary and its encoder
     * @param fit how well the samples are described
     * @param units what is to be said of single units
     * @param findings what was noticed of the samples
     * @param history the sweeps
     * @param path the path to the number of active units
     * @param stopReason why the run ended
     * @param provenance how it was made
     */
    public Learned {
        history = List.copyOf(history);
    }

    /**
     * Codes samples.
     *
     * @param samples Y, {@code N x n}, of the type of those that were learned from
     * @return the codes X, {@code N x m} in 'c' order
     * @throws IllegalArgumentException if the shape or type does not fit, or an entry is not finite
     */
    public INDArray encode(INDArray samples) {
        return coder.encode(preprocessing.apply(samples));
    }

    /**
     * Codes the samples of the batch of step 0, piece by piece; memory for the codes alone.
     *
     * @param samples the samples, of the type of those that were learned from
     * @return the codes in compressed rows; their gains and energies are those of the preprocessed samples
     * @throws IllegalArgumentException if the number of features or the type does not fit
     */
    public Codes codes(Batches samples) {
        return coder.codes(preprocessing.apply(samples));
    }

    /**
     * Makes samples of codes: {@code X W^T}, with the preprocessing undone.
     *
     * @param codes X, {@code N x m}, of the dictionary's type
     * @return the samples, {@code N x n}, in their own units
     * @throws IllegalArgumentException if the shape or type does not fit
     */
    public INDArray decode(INDArray codes) {
        return preprocessing.invert(coder.decode(codes));
    }

    /**
     * Codes samples and makes samples of the codes.
     *
     * @param samples Y, {@code N x n}, of the type of those that were learned from
     * @return what the codes say of them, {@code N x n}, in their own units
     * @throws IllegalArgumentException if the shape or type does not fit, or an entry is not finite
     */
    public INDArray reconstruct(INDArray samples) {
        return decode(encode(samples));
    }

    /**
     * Returns what each unit adds to a sample in its own units, if its code is 1: the linear part of undoing the
     * preprocessing, of each atom.
     *
     * @return {@code n x m}, an atom a column, a new array
     */
    public INDArray dictionary() {
        return preprocessing.invertLinear(coder.weights().transpose()).transpose();
    }

    /**
     * Measures how well other samples are described.
     *
     * @param samples the samples; all those of the batch of step 0 are read
     * @return the fit
     * @throws IllegalArgumentException if the number of features or the type does not fit
     */
    public Fit evaluate(Batches samples) {
        return Fit.of(preprocessing, coder, samples);
    }

    /**
     * Returns the R^2 of the samples that were learned from.
     *
     * @return that of the {@link #fit}, in the samples' own units
     */
    public double r2() {
        return fit.r2();
    }

    /**
     * Returns the mean number of active units of the samples that were learned from.
     *
     * @return that of the {@link #fit}
     */
    public double meanL0() {
        return fit.meanL0();
    }

    /**
     * Writes all of it into a new {@linkplain org.autoencoder4j.storage.SavedFolder saved folder}: the preprocessing, the
     * dictionary as {@code coder/W.npy}, which NumPy reads, the numbers in {@code settings.json}, and how it was made in
     * {@code provenance.json}.
     *
     * @param folder the folder, which must not exist yet
     * @throws IOException if it exists or cannot be written
     */
    public void save(Path folder) throws IOException {
        LearnedFolder.write(folder, this);
    }

    /**
     * Reads what {@link #save} wrote.
     *
     * @param folder the folder
     * @return what was saved, bit for bit
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if the folder is damaged, was changed or is of another format
     */
    public static Learned load(Path folder) throws IOException {
        return LearnedFolder.read(folder);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d units for %d features describe %d samples with R^2 = %.4f and %.2f active units each; %d dead, %d surplus,"
                        + " %d outliers (%s); %s",
                coder.units(),
                coder.features(),
                fit.samples(),
                fit.r2(),
                fit.meanL0(),
                fit.deadUnits().size(),
                units.surplus().size(),
                findings.outliers().size(),
                findings.treatment(),
                stopReason);
    }
}
