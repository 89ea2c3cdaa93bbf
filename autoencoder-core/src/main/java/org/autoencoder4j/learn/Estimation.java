package org.autoencoder4j.learn;

import java.util.Optional;
import org.autoencoder4j.backend.internal.BlasThreads;
import org.autoencoder4j.coding.SparseCoder;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.preprocessing.Preprocessing;
import org.autoencoder4j.init.Initialiser;
import org.autoencoder4j.learn.PathSearch.Found;
import org.autoencoder4j.learn.Sparsity.Mean;
import org.autoencoder4j.learn.Sparsity.Most;
import org.autoencoder4j.learn.Sparsity.Reaching;
import org.autoencoder4j.learn.Training.Run;
import org.autoencoder4j.learn.Training.Start;
import org.autoencoder4j.progress.Work;
import org.autoencoder4j.provenance.DataDigest;
import org.autoencoder4j.provenance.Provenance;
import org.autoencoder4j.random.RandomStreams;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One call of {@link DictionaryLearning#fit}. */
final class Estimation {
    private static final double ACTIVE_OF_FEATURES = 0.1;
    private static final int CALIBRATED = 8192;

    private final Choices choices;
    private final TrainingSamples samples;
    private final RandomStreams streams;
    private final Training training;
    private final Provenance provenance;

    Estimation(Choices choices, Batches given, Preprocessing.Step preprocessing, RandomStreams streams) {
        this.choices = choices;
        this.samples = TrainingSamples.of(given, choices.outliers, preprocessing, streams);
        this.streams = streams;
        this.training =
                new Training(samples, choices.sign(), choices.mostSweeps, choices.samplesOfASweep, choices.listeners);
        this.provenance = Provenance.current()
                .withRule("DictionaryLearning", choices.told())
                .withType(given.dataType())
                .withSeed(streams.seed())
                .withData(DataDigest.of(given));
    }

    /** On one thread of the BLAS but for what shares the work itself, so that their number changes no bit. */
    Learned learn() {
        return BlasThreads.share(workers -> begin());
    }

    private Learned begin() {
        Initialiser start = choices.start.orElseGet(() -> Initialiser.sampleColumnsOrRandom(samples.inOrder()));
        if (choices.mostUnits.isEmpty()) {
            int units = choices.units.orElseGet(
                    () -> (int) Math.min(2L * samples.features(), samples.own().size()));
            return learn(start.weights(units, streams), Start.ANYWHERE);
        }
        int most = choices.mostUnits.getAsInt();
        Sparsity sparsity = sparsity(most);
        if (sparsity instanceof Reaching) {
            throw new IllegalArgumentException("units up to " + most + " and " + sparsity
                    + " cannot both be sought: give a number of units, or of active ones");
        }
        if (choices.start.isPresent()) {
            throw new IllegalArgumentException(
                    "units up to " + most + " and a start cannot both be given: a start has a number of units");
        }
        Run grown = new UnitGrowth(training, streams, mostActive(sparsity, most)).grow(most);
        int units = grown.coder().units();
        Sparsity own = sparsity(units);
        Run run = grown.isBroken()
                ? grown
                : grown.then(() -> training.run(grown.coder().weights(), mostActive(own, units), Start.NEAR));
        return Work.afterwards(() -> judged(run, own));
    }

    Learned goOn(SparseCoder before) {
        return BlasThreads.share(workers -> learn(before.weights(), Start.NEAR));
    }

    private Learned learn(INDArray weights, Start start) {
        int units = weights.columns();
        Sparsity sparsity = sparsity(units);
        if (sparsity instanceof Reaching reaching) {
            Found found = new PathSearch(training, reaching.target()).find(weights, start, limit(units));
            return Work.afterwards(
                    () -> learned(found.run(), found.run().coder(), found.fit(), Optional.of(found.path())));
        }
        Run run = training.run(weights, mostActive(sparsity, units), start);
        return Work.afterwards(() -> judged(run, sparsity));
    }

    private Learned judged(Run run, Sparsity sparsity) {
        SparseCoder coder = sparsity instanceof Mean mean
                ? ThresholdSearch.of(samples.some(CALIBRATED), run.coder(), mean.l())
                : run.coder();
        return learned(run, coder, Fit.of(samples.preprocessing(), coder, samples.own()), Optional.empty());
    }

    private Learned learned(Run run, SparseCoder coder, Fit fit, Optional<SparsityPath> path) {
        return new Learned(
                samples.preprocessing(),
                coder,
                fit,
                run.units(),
                samples.findings(),
                run.rows(),
                path,
                run.reason(),
                Optional.of(provenance));
    }

    private Sparsity sparsity(int units) {
        return choices.sparsity.orElseGet(() ->
                Sparsity.mean(Math.max(1, Math.min(ACTIVE_OF_FEATURES * samples.features(), units / 2.0))));
    }

    /** The most active units with which a dictionary is learned. */
    private int mostActive(Sparsity sparsity, int units) {
        if (sparsity instanceof Mean mean) {
            return (int) Math.ceil(requireAtMost("the mean number of active units", mean.l(), units));
        }
        return (int) requireAtMost("the most active units", ((Most) sparsity).k(), units);
    }

    private double requireAtMost(String name, Number wanted, int units) {
        if (wanted.doubleValue() > limit(units)) {
            throw new IllegalArgumentException(name + " = " + wanted + " must be at most " + limit(units) + ", with "
                    + units + " units and fewer than the " + samples.features() + " features");
        }
        return wanted.doubleValue();
    }

    /** A code of as many units as features would say anything. */
    private int limit(int units) {
        return Math.min(units, samples.features() - 1);
    }
}
