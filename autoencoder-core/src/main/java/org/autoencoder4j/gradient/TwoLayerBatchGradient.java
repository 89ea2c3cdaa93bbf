package org.autoencoder4j.gradient;

import java.util.HashMap;
import java.util.Map;
import org.autoencoder4j.backend.internal.Norms;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.gradient.internal.BatchLoss;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.progress.Work;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.same.Sign;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The two-layer gradient of a batch by plain ND4J operations, chunk by chunk. All buffers are made once. */
final class TwoLayerBatchGradient {
    /** Samples in a chunk; a multiple of the block in which samples are drawn, and fixed so that sums are. */
    private static final long CHUNK = 1024;

    /** Chunks of other lengths, at the ends of ranges, for which buffers are kept. */
    private static final int MOST_LENGTHS = 4;

    private final Batches batches;
    private final Batches.Reader reader;
    private final Regime regime;
    private final int width;
    private final INDArray encoder;
    private final INDArray decoder;
    private final INDArray activity;
    private final Map<Long, Buffers> buffersByRows = new HashMap<>();

    /** Arrays of one chunk: {@code rows x m} twice and {@code rows x d}. */
    private record Buffers(INDArray codes, INDArray back, INDArray residuals) {}

    TwoLayerBatchGradient(Batches batches, Regime regime, int width) {
        this.batches = batches;
        this.reader = batches.reader();
        this.regime = regime;
        this.width = width;
        // Tied weights have one gradient, to which both layers add; what is not trained needs no array.
        this.encoder = regime.trainsEncoder() ? zeros(batches.features(), width) : zeros(1, 1);
        boolean own = regime == Regime.JOINTLY_TRAINED || regime == Regime.DECODER_ONLY;
        this.decoder = own ? zeros(batches.features(), width) : encoder;
        this.activity = Nd4j.zeros(batches.dataType(), width);
    }

    int width() {
        return width;
    }

    TwoLayerGradient at(TwoLayerAutoencoder autoencoder, long step, long first, long end) {
        encoder.assign(0);
        decoder.assign(0);
        activity.assign(0);
        double twiceLoss = 0;
        double energy = 0;
        long samples = end - first;
        try (Work work = Work.begin("gradient: samples", samples)) {
            for (long from = first; from < end; from += CHUNK) {
                INDArray rows = reader.rows(step, from, Math.min(end, from + CHUNK));
                twiceLoss += add(rows, autoencoder);
                energy += square(rows);
                work.advance(rows.rows());
            }
        }
        double resolution = new BatchLoss(twiceLoss / 2, energy, batches.dataType()).resolution();
        activity.divi(samples);
        if (regime == Regime.JOINTLY_TRAINED) {
            return TwoLayerGradient.jointlyTrained(encoder, decoder, activity, twiceLoss / 2)
                    .withLossResolution(resolution);
        }
        INDArray weights = regime == Regime.DECODER_ONLY ? decoder : encoder;
        return TwoLayerGradient.of(regime, weights, activity, twiceLoss / 2).withLossResolution(resolution);
    }

    /** Adds one chunk to the sums and returns twice its loss. */
    private double add(INDArray samples, TwoLayerAutoencoder autoencoder) {
        if (buffersByRows.size() > MOST_LENGTHS) {
            buffersByRows.clear();
        }
        Buffers b = buffersByRows.computeIfAbsent((long) samples.rows(), this::buffers);
        double s = autoencoder.scale();
        Nd4j.gemm(samples, autoencoder.encoder(), b.codes, false, false, 1, 0);
        Transforms.relu(b.codes, false);
        b.residuals.assign(samples);
        Nd4j.gemm(b.codes, autoencoder.decoder(), b.residuals, false, true, -s, 1);
        if (regime.trainsDecoder()) {
            Nd4j.gemm(b.residuals, b.codes, decoder, true, false, -s, 1);
        }
        INDArray mask = Nd4j.getExecutioner().exec(new Sign(b.codes, b.codes));
        activity.addi(mask.sum(0));
        if (regime.trainsEncoder()) {
            Nd4j.gemm(b.residuals, autoencoder.decoder(), b.back, false, false, 1, 0);
            Nd4j.gemm(samples, b.back.muli(mask), encoder, true, false, -s, 1);
        }
        return square(b.residuals);
    }

    private static double square(INDArray matrix) {
        double norm = Norms.frobenius(matrix, 1);
        return norm * norm;
    }

    private Buffers buffers(long rows) {
        INDArray back = regime.trainsEncoder() ? zeros(rows, width) : zeros(1, 1);
        return new Buffers(zeros(rows, width), back, zeros(rows, batches.features()));
    }

    private INDArray zeros(long rows, long columns) {
        DataType type = batches.dataType();
        return Nd4j.create(type, new long[] {rows, columns}, 'f');
    }
}
