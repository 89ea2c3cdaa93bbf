package org.autoencoder4j.data.preprocessing;

import org.autoencoder4j.data.Batches;
import org.autoencoder4j.progress.Work;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Mean, deviation and covariance of the batch of step 0, in DOUBLE, piece by piece. */
final class Moments {
    private static final long CHUNK = 1024;

    private Moments() {}

    private interface Piece {
        void add(INDArray rows);
    }

    /** The mean of the samples, a vector of length n. */
    static INDArray mean(Batches data) {
        INDArray sum = Nd4j.zeros(DataType.DOUBLE, data.features());
        forEachPiece(data, rows -> sum.addi(rows.sum(0)));
        return sum.divi(data.size());
    }

    /** The covariance {@code 1/N sum (y - mean) (y - mean)^T}, {@code n x n}. */
    static INDArray covariance(Batches data, INDArray mean) {
        INDArray sum = Nd4j.create(DataType.DOUBLE, new long[] {data.features(), data.features()}, 'f');
        forEachPiece(data, rows -> {
            INDArray centred = rows.subRowVector(mean);
            Nd4j.gemm(centred, centred, sum, true, false, 1, 1);
            centred.close();
        });
        return sum.divi(data.size());
    }

    /** The standard deviation of each feature, a vector: exactly 0 if its entries are equal, and right at any scale. */
    static INDArray deviation(Batches data) {
        INDArray first = data.reader().rows(0, 0, 1).castTo(DataType.DOUBLE).dup();
        INDArray spread = Nd4j.zeros(DataType.DOUBLE, data.features());
        INDArray offset = Nd4j.zeros(DataType.DOUBLE, data.features());
        forEachPiece(data, rows -> {
            INDArray shifted = rows.subRowVector(first);
            spread.assign(Transforms.max(spread, shifted.amax(0)));
            offset.addi(shifted.sum(0));
            shifted.close();
        });
        // Squares of shares of the spread do not overflow. What is below the normal numbers counts as equal.
        spread.assign(Transforms.max(spread, Double.MIN_NORMAL));
        offset.divi(spread).divi(data.size());
        INDArray sum = Nd4j.zeros(DataType.DOUBLE, data.features());
        forEachPiece(data, rows -> {
            INDArray shares = rows.subRowVector(first).diviRowVector(spread).subiRowVector(offset);
            sum.addi(shares.muli(shares).sum(0));
            shares.close();
        });
        return Transforms.sqrt(sum.divi(data.size())).muli(spread);
    }

    private static void forEachPiece(Batches data, Piece piece) {
        Batches.Reader reader = data.reader();
        try (Work work = Work.begin("moments: samples", data.size())) {
            for (long from = 0; from < data.size(); from += CHUNK) {
                INDArray rows = reader.rows(0, from, Math.min(from + CHUNK, data.size()));
                INDArray inDouble = rows.castTo(DataType.DOUBLE);
                piece.add(inDouble);
                if (inDouble != rows) {
                    inDouble.close();
                }
                work.advance(rows.rows());
            }
        }
    }
}
