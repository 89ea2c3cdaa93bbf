package org.autoencoder4j.learn;

import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.backend.internal.Vectors;
import org.autoencoder4j.coding.Coding;
import org.autoencoder4j.coding.SparseCoder;
import org.autoencoder4j.coding.SparseEncoder;
import org.autoencoder4j.progress.Work;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The threshold of {@link SparseEncoder#pursuitTo} with which samples have a wanted mean number of active units. That number
 * falls as the threshold rises: the search goes down from where codes are short, so that no code is ever much longer than
 * wanted, and then closes in from both sides.
 */
final class ThresholdSearch {
    private static final double STEP = 1.5;

    /** From one threshold to the next where a few samples have told about where it is. */
    private static final double SHORT_STEP = 1.1;

    private static final int FEW = 1024;
    private static final double TOLERANCE = 1e-3;
    private static final double NARROWEST = 1e-7;
    private static final int MOST_ROUNDS = 40;

    private final INDArray samples;
    private final SparseCoder coder;
    private final Coding coding;
    private final double wanted;
    private final Work work;

    private ThresholdSearch(INDArray samples, SparseCoder coder, double wanted, Work work) {
        this.samples = samples;
        this.coder = coder;
        this.coding = coder.coding();
        this.wanted = wanted;
        this.work = work;
    }

    /** A threshold and by how much the mean number of active units is above the wanted one. */
    private record Trial(double lambda, double excess) {}

    /**
     * The coder with the threshold; if codes end before they are so long, with one near rounding. A few of the samples tell
     * about where it is.
     */
    static SparseCoder of(INDArray samples, SparseCoder coder, double wanted) {
        try (Work work = Work.begin("threshold of the codes: trials")) {
            SparseCoder found = of(samples, coder, wanted, work);
            work.complete();
            return found;
        }
    }

    private static SparseCoder of(INDArray samples, SparseCoder coder, double wanted, Work work) {
        double length = length(samples);
        double first = length;
        double step = STEP;
        if (samples.rows() > FEW) {
            INDArray few = samples.get(NDArrayIndex.interval(0, FEW), NDArrayIndex.all());
            first = SHORT_STEP * new ThresholdSearch(few, coder, wanted, work).find(length, STEP, length);
            step = SHORT_STEP;
        }
        ThresholdSearch search = new ThresholdSearch(samples, coder, wanted, work);
        return coder.with(search.encoder(search.find(first, step, length)));
    }

    /** The root mean square of the samples' lengths, whatever the number of threads. */
    private static double length(INDArray samples) {
        double squares = 0;
        for (double[] sample : HeapMatrix.rows(samples)) {
            squares += Vectors.dot(sample, sample);
        }
        return Math.sqrt(squares / samples.rows());
    }

    private SparseEncoder encoder(double lambda) {
        return SparseEncoder.pursuitTo(lambda, coder.encoder().sign());
    }

    private Trial at(double lambda) {
        double excess = coding.with(encoder(lambda)).codes(samples).meanL0() - wanted;
        work.advance(1);
        return new Trial(lambda, excess);
    }

    private double find(double first, double step, double length) {
        double least = (samples.dataType() == DataType.FLOAT ? 1e-6 : 1e-12) * length;
        Trial above = at(Math.max(first, least));
        while (above.excess() >= 0) {
            above = at(step * above.lambda());
        }
        Trial below = above;
        while (below.excess() < 0) {
            if (below.lambda() <= least) {
                return below.lambda();
            }
            above = below;
            below = at(Math.max(least, below.lambda() / step));
        }
        return between(below, above);
    }

    /** Regula falsi over the logarithm; every third round halves, so that the ends come near each other. */
    private double between(Trial first, Trial last) {
        Trial below = first;
        Trial above = last;
        for (int round = 1; round <= MOST_ROUNDS; round++) {
            double nearer = Math.min(below.excess(), -above.excess());
            if (nearer <= TOLERANCE * wanted || above.lambda() <= (1 + NARROWEST) * below.lambda()) {
                break;
            }
            double share = round % 3 == 0 ? 0.5 : below.excess() / (below.excess() - above.excess());
            Trial middle = at(below.lambda() * Math.pow(above.lambda() / below.lambda(), share));
            if (middle.excess() >= 0) {
                below = middle;
            } else {
                above = middle;
            }
        }
        return below.excess() <= -above.excess() ? below.lambda() : above.lambda();
    }
}
