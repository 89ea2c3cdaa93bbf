package org.autoencoder4j.learn;

import org.autoencoder4j.data.Batches;
import org.autoencoder4j.init.Initialiser;
import org.autoencoder4j.learn.Training.Run;
import org.autoencoder4j.learn.Training.Start;
import org.autoencoder4j.progress.Work;
import org.autoencoder4j.random.RandomStreams;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * As many units as are worth it. Starting with as many as there are features, half as many are added each time, as long as
 * every tenth sample, which is held out, becomes shorter to describe: with mean residual energies e before and e' after,
 *
 * <pre>
 *   n/2 ln(e / e') > k ln(m' / m),
 * </pre>
 *
 * <p>for each of its k active units then has a longer name.
 */
final class UnitGrowth {
    private static final long LEAST_SAMPLES = 100;
    private static final double ROUNDING_FLOAT = 1e-10;
    private static final double ROUNDING_DOUBLE = 1e-24;

    private final Training training;
    private final Initialiser start;
    private final RandomStreams streams;
    private final int mostActive;
    private final Batches heldOut;

    /** What the newest run leaves of the held-out samples, as soon as that matters. */
    private double residual = Double.NaN;

    UnitGrowth(Training all, RandomStreams streams, int mostActive) {
        TrainingSamples samples = all.samples();
        if (samples.own().changeWithStep() || samples.own().size() < LEAST_SAMPLES) {
            throw new IllegalArgumentException("the number of units can grow only with at least " + LEAST_SAMPLES
                    + " samples that are the same at every step, of which some are held out; these are "
                    + samples.own() + ": give a number of units");
        }
        this.training = all.on(samples.only(SelectedSamples.others(samples.own())));
        this.heldOut = SelectedSamples.heldOut(samples.own());
        // Samples that are held out must not be atoms.
        this.start = Initialiser.sampleColumnsOrRandom(training.samples().inOrder());
        this.streams = streams;
        this.mostActive = mostActive;
    }

    /**
     * The run with so many units as are worth it, at most a given number: all samples are to refine its dictionary, unless it
     * is broken.
     */
    Run grow(int most) {
        int units = Math.min(most, training.samples().features());
        Run run = training.run(start.weights(units, streams), mostActive, Start.ANYWHERE);
        boolean grows = true;
        while (grows && units < most && !run.isBroken()) {
            Run before = run;
            int next = Math.min(most, units + Math.max(1, units / 2));
            run = before.then(() -> grown(before, next));
            units = run.coder().units();
            grows = units == next;
        }
        return run;
    }

    /** A run with more units, or the one before if they are not worth it. */
    private Run grown(Run run, int next) {
        residual = Double.isNaN(residual) ? residual(run) : residual;
        Run more = training.run(widened(run.coder().weights(), next), mostActive, Start.NEAR);
        double left = residual(more);
        double gain = 0.5 * training.samples().features() * Math.log(residual / left);
        if (gain > mostActive * Math.log((double) next / run.coder().units())) {
            residual = left;
            return more;
        }
        return more.isBroken() ? run.endedAs(more.reason()) : run;
    }

    /** The share of the held-out samples' energy that is left, and what rounding leaves. */
    private double residual(Run run) {
        Fit fit = Work.afterwards(() -> Fit.of(training.samples().preprocessing(), run.coder(), heldOut));
        return 1 - fit.r2Preprocessed() + (heldOut.dataType() == DataType.FLOAT ? ROUNDING_FLOAT : ROUNDING_DOUBLE);
    }

    /** Adds columns, by the streams of another seed than those before. */
    private INDArray widened(INDArray weights, int units) {
        int before = weights.columns();
        return Nd4j.hstack(weights, start.weights(units - before, RandomStreams.of(streams.seed() + before)));
    }
}
