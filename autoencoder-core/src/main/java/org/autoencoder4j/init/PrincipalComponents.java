package org.autoencoder4j.init;

import java.util.Arrays;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.linalg.SymmetricEigen;
import org.autoencoder4j.progress.Work;
import org.autoencoder4j.random.RandomStreams;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The leading eigenvectors of the data's second moment. */
final class PrincipalComponents implements Initialiser {
    private static final int CHUNK = 1024;

    private final Batches data;

    PrincipalComponents(Batches data) {
        this.data = data;
    }

    @Override
    public INDArray weights(int units, RandomStreams streams) {
        Checks.between("units", units, 1, data.features());
        double[][] vectors =
                HeapMatrix.columns(SymmetricEigen.of(secondMoment()).vectors());
        double[][] columns = new double[units][];
        Arrays.setAll(columns, i -> signed(vectors[vectors.length - 1 - i]));
        return HeapMatrix.ofColumns(columns, data.dataType());
    }

    private INDArray secondMoment() {
        int n = data.features();
        INDArray sum = Nd4j.create(DataType.DOUBLE, new long[] {n, n}, 'f');
        Batches.Reader reader = data.reader();
        try (Work work = Work.begin("second moment: samples", data.size())) {
            for (long from = 0; from < data.size(); from += CHUNK) {
                INDArray rows = reader.rows(0, from, Math.min(from + CHUNK, data.size()));
                INDArray chunk = Checks.finite("data", rows).castTo(DataType.DOUBLE);
                Nd4j.gemm(chunk, chunk, sum, true, false, 1, 1);
                work.advance(rows.rows());
            }
        }
        return sum.divi(data.size());
    }

    private static double[] signed(double[] vector) {
        double largest = 0;
        for (double entry : vector) {
            largest = Math.abs(entry) > Math.abs(largest) ? entry : largest;
        }
        double sign = Math.signum(largest);
        return Arrays.stream(vector).map(entry -> sign * entry).toArray();
    }

    @Override
    public String toString() {
        return "principalComponents";
    }
}
