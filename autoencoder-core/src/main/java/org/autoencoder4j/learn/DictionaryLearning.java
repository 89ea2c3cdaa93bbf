package org.autoencoder4j.learn;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.coding.CodeSign;
import org.autoencoder4j.coding.SparseCoder;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.preprocessing.Preprocessing;
import org.autoencoder4j.init.Initialiser;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.train.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Learns a dictionary from samples of which nothing is known:
 *
 * <pre>
 *   Learned learned = DictionaryLearning.withDefaults().fit(samples);
 * </pre>
 *
 * <p>No option needs to be set. Samples are looked through for outliers, which are named, and centred; then
 * {@link org.autoencoder4j.learn.sweep.DictionarySweeps} learn twice as many atoms as there are features, starting with
 * samples as atoms. On average a tenth as many units are active in a sample as there are features; {@link Sparsity} has other
 * ways to say how many.
 *
 * <p>Samples come from anywhere that {@link Batches} come from. Those that are the same at every step are read in random
 * order, so a file may be sorted; others are read as they come, and preprocessing is fitted to the batch of step 0. Memory: a
 * few times {@code n m} numbers, {@code m^2}, and 20 bytes for each sample of batches that are the same at every step. The unit
 * of measure does not matter. Samples are FLOAT or DOUBLE; sums are in double.
 *
 * <p>{@link Thread#interrupt} ends the sweeps with a result, for which threshold and fit are still computed; where the number of
 * units or of active units is sought, with that of the runs that have come to something. There is none, but a
 * {@link java.util.concurrent.CancellationException}, before the end of the first sweep, and if an interrupt comes while threshold
 * and fit of the result are computed.
 *
 * <p>The same samples, options and seed give the same result, to the last bit and whatever the number of threads.
 * Immutable: each {@code with} method returns a new value. Threads may share it, as far as they may its listeners.
 */
public final class DictionaryLearning {
    private final Choices choices;

    private DictionaryLearning(Choices choices) {
        this.choices = choices;
    }

    private DictionaryLearning changed(Consumer<Choices> change) {
        Choices copy = choices.copy();
        change.accept(copy);
        return new DictionaryLearning(copy);
    }

    /**
     * Returns dictionary learning that suits most samples.
     *
     * @return twice as many units as features, or as many as samples if these are fewer; a tenth as many active as there are
     *     features, on average, but at least 1 and at most half of the units; codes of both signs; centred samples; outliers
     *     kept; at most 100 sweeps, of which 10 to 30 are needed as a rule
     */
    public static DictionaryLearning withDefaults() {
        return new DictionaryLearning(new Choices());
    }

    /**
     * Chooses the number of units.
     *
     * @param units m, at least 1
     * @return a new value
     * @throws IllegalArgumentException if units is below 1
     */
    public DictionaryLearning withUnits(int units) {
        Checks.atLeast("units", units, 1);
        return changed(copy -> {
            copy.units = OptionalInt.of(units);
            copy.mostUnits = OptionalInt.empty();
        });
    }

    /**
     * Lets the number of units grow, from that of the features by half each time, as long as samples that are held out become
     * shorter to describe: if k of m units leave the share e of their energy, and k of m' units leave e', as long as
     * {@code n/2 ln(e / e') > k ln(m' / m)}. For at least 100 samples that are the same at every step, and not for a target
     * R^2. The samples as atoms of the start are none of those that are held out; a start of one's own cannot be chosen with it.
     *
     * @param most the most units, at least 1
     * @return a new value
     * @throws IllegalArgumentException if most is below 1
     */
    public DictionaryLearning withUnitsUpTo(int most) {
        Checks.atLeast("the most units", most, 1);
        return changed(copy -> {
            copy.units = OptionalInt.empty();
            copy.mostUnits = OptionalInt.of(most);
        });
    }

    /**
     * Chooses how many units describe a sample.
     *
     * @param sparsity for example {@code Sparsity.most(5)}
     * @return a new value
     */
    public DictionaryLearning withSparsity(Sparsity sparsity) {
        return changed(copy -> copy.sparsity = Optional.of(sparsity));
    }

    /**
     * Chooses which signs codes may have. Codes that are not negative need samples that are not centred: without their mean,
     * sums of atoms are no longer sums. So then samples are left as they are, and their zero must mean something.
     *
     * @param sign the signs
     * @return a new value
     */
    public DictionaryLearning withSign(CodeSign sign) {
        return changed(copy -> copy.sign = Optional.of(sign));
    }

    /**
     * Chooses what is done to samples first, in place of centring, or of nothing if codes are not negative. Whatever it is,
     * the result speaks of samples in their own units.
     *
     * @param first what is done first, for example {@code Preprocessing::none} or {@code data -> Whitening.of(data, 0.01)}
     * @param next what is done then, each fitted to what those before it give
     * @return a new value
     */
    public DictionaryLearning withPreprocessing(Preprocessing.Step first, Preprocessing.Step... next) {
        Preprocessing.Step[] others = next.clone();
        return changed(copy -> copy.preprocessing = Optional.of(data -> Preprocessing.fit(data, first, others)));
    }

    /**
     * Chooses the atoms to start with, in place of distinct random samples.
     *
     * @param start the start, for preprocessed samples
     * @return a new value
     */
    public DictionaryLearning withStart(Initialiser start) {
        return changed(copy -> copy.start = Optional.of(start));
    }

    /**
     * Chooses what becomes of samples that lie far from all others. A few of them may decide alone what is learned. In batches
     * that change with the step none are sought, and so they can only be kept.
     *
     * @param treatment what becomes of them
     * @return a new value
     */
    public DictionaryLearning withOutliers(OutlierTreatment treatment) {
        return changed(copy -> copy.outliers = treatment);
    }

    /**
     * Chooses how many samples a sweep reads at most: of samples that are the same at every step all by default, of batches
     * that change at least one batch and 200 samples for each unit.
     *
     * @param most the most samples of a sweep, at least 1
     * @return a new value
     * @throws IllegalArgumentException if most is below 1
     */
    public DictionaryLearning withSamplesOfASweep(long most) {
        Checks.atLeast("the most samples of a sweep", most, 1);
        return changed(copy -> copy.samplesOfASweep = OptionalLong.of(most));
    }

    /**
     * Limits each run of sweeps.
     *
     * @param most the most sweeps that are followed by an update of the atoms, at least 1; one more tells what the last made
     * @return a new value
     * @throws IllegalArgumentException if most is below 1
     */
    public DictionaryLearning withSweepsUpTo(long most) {
        Checks.atLeast("the most sweeps", most, 1);
        return changed(copy -> copy.mostSweeps = most);
    }

    /**
     * Adds a listener, which is told of each sweep; the gradient of its step is a
     * {@link org.autoencoder4j.learn.sweep.SweepGradient}. Where the number of units or of active units is sought, there are
     * several runs, each of which begins with step 0.
     *
     * @param listener the listener
     * @return a new value
     */
    public DictionaryLearning withListener(TrainingListener<SparseCoder> listener) {
        return changed(copy -> {
            List<TrainingListener<SparseCoder>> more = new ArrayList<>(copy.listeners);
            more.add(listener);
            copy.listeners = List.copyOf(more);
        });
    }

    /**
     * Learns from an array, with the seed 1.
     *
     * @param samples Y, {@code N x n}, FLOAT or DOUBLE, with finite entries; at least 2 samples that differ, of at least 2
     *     features. Not to be changed meanwhile
     * @return what was learned, whatever the reason for which the run ended
     * @throws IllegalArgumentException if it is no such matrix, or the options do not fit it
     */
    public Learned fit(INDArray samples) {
        return fit(Batches.of(samples), RandomStreams.of(1));
    }

    /**
     * Learns from samples. Cost: some 10 to 30 sweeps, of which the first read few samples; each sample costs
     * {@code 2 n m + k^2 m} operations or so. For a mean number of active units, which is the default, a threshold is sought
     * on up to 8192 samples, which are coded some 10 times; at last all are coded once more.
     *
     * @param samples the samples, at least 2 that differ, of at least 2 features
     * @param streams the randomness: of the start, and of the samples' order
     * @return what was learned, whatever the reason for which the run ended
     * @throws IllegalArgumentException if the options do not fit the samples, or these do not differ, have an entry that is
     *     not finite or numbers whose squares are out of range
     */
    public Learned fit(Batches samples, RandomStreams streams) {
        return new Estimation(choices, samples, choices.preprocessing(), streams).learn();
    }

    /**
     * Goes on from what was learned before, with the same or other samples: its preprocessing and its dictionary stay, and
     * the dictionary is refined. The options on units, preprocessing and start have no meaning then, and the sign of the codes
     * is that of before; so is the number of active units, in the mean if it was one, unless another is chosen. Outliers,
     * findings, history and the record of how it was made are those of this call: keep {@code before} to know its own.
     *
     * @param samples the samples, with the features and the type of those before
     * @param streams the randomness, of the samples' order
     * @param before where to go on
     * @return what was learned
     * @throws IllegalArgumentException if samples do not fit what was learned before, another sign was chosen, or as above
     */
    public Learned fit(Batches samples, RandomStreams streams, Learned before) {
        CodeSign sign = before.coder().encoder().sign();
        if (choices.sign.isPresent() && choices.sign.get() != sign) {
            throw new IllegalArgumentException("codes are to be " + choices.sign.get() + "; those before are " + sign
                    + ": leave the sign away, or learn anew");
        }
        Choices same = choices.copy();
        same.goesOn = true;
        same.sign = Optional.of(sign);
        same.sparsity = choices.sparsity.or(() -> Optional.of(sparsity(before)));
        return new Estimation(same, samples, data -> fitted(before, data), streams).goOn(before.coder());
    }

    private static Sparsity sparsity(Learned before) {
        OptionalInt most = before.coder().encoder().most();
        return most.isPresent() ? Sparsity.most(most.getAsInt()) : Sparsity.mean(before.meanL0());
    }

    private static Preprocessing fitted(Learned before, Batches samples) {
        Preprocessing preprocessing = before.preprocessing();
        if (samples.features() != preprocessing.features()) {
            throw new IllegalArgumentException("the samples have " + samples.features() + " features; those before had "
                    + preprocessing.features());
        }
        Checks.sameType("the samples", samples.dataType(), "those before", preprocessing.dataType());
        return preprocessing;
    }
}
