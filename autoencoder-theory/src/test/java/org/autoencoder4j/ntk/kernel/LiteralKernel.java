package org.autoencoder4j.ntk.kernel;

import java.util.ArrayList;
import java.util.List;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.network.OutputScaling;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The kernel {@code d J J^T} from an explicit Jacobian, by plain loops over formulas or by differences of outputs. */
final class LiteralKernel {
    private static final double STEP = 1e-4;

    private LiteralKernel() {}

    /** By the derivatives of {@code u_i = s A phi(W^T x_i)}. */
    static INDArray of(TwoLayerAutoencoder autoencoder, INDArray samples, Regime regime) {
        int d = autoencoder.features();
        int m = autoencoder.width();
        int n = samples.rows();
        double[][] w = autoencoder.encoder().toDoubleMatrix();
        double[][] a = autoencoder.decoder().toDoubleMatrix();
        double[][] x = samples.toDoubleMatrix();
        int layers = regime == Regime.JOINTLY_TRAINED ? 2 : 1;
        double[][] jacobian = new double[n * d][layers * d * m];
        for (int i = 0; i < n; i++) {
            for (int r = 0; r < m; r++) {
                double z = 0;
                for (int k = 0; k < d; k++) {
                    z += w[k][r] * x[i][k];
                }
                for (int l = 0; l < d; l++) {
                    for (int k = 0; k < d; k++) {
                        double byEncoder = z > 0 ? a[l][r] * x[i][k] : 0;
                        double byDecoder = l == k ? Math.max(z, 0) : 0;
                        int place = r * d + k;
                        switch (regime) {
                            case WEAKLY_TRAINED -> jacobian[i * d + l][place] = byEncoder;
                            case DECODER_ONLY -> jacobian[i * d + l][place] = byDecoder;
                            case JOINTLY_TRAINED -> {
                                jacobian[i * d + l][place] = byEncoder;
                                jacobian[i * d + l][d * m + place] = byDecoder;
                            }
                            case WEIGHT_TIED -> jacobian[i * d + l][place] = byEncoder + byDecoder;
                        }
                    }
                }
            }
        }
        INDArray j = Nd4j.createFromArray(jacobian).mul(autoencoder.scale());
        return j.mmul(j.transpose()).mul(d);
    }

    /** By central differences of the outputs, which are piecewise of second degree in the weights. */
    static INDArray byDifferences(TwoLayerAutoencoder autoencoder, INDArray samples, Regime regime) {
        List<INDArray> columns = new ArrayList<>();
        INDArray encoder = autoencoder.encoder();
        INDArray decoder = autoencoder.decoder();
        OutputScaling scaling = autoencoder.scaling();
        for (int place = 0; place < encoder.length(); place++) {
            INDArray change = Nd4j.zeros(encoder.dataType(), encoder.rows(), encoder.columns());
            change.putScalar(place / encoder.columns(), place % encoder.columns(), STEP);
            switch (regime) {
                case WEIGHT_TIED ->
                    columns.add(slope(
                            TwoLayerAutoencoder.weightTied(encoder.add(change), scaling),
                            TwoLayerAutoencoder.weightTied(encoder.sub(change), scaling),
                            samples));
                case WEAKLY_TRAINED, DECODER_ONLY, JOINTLY_TRAINED -> {
                    if (regime.trainsEncoder()) {
                        columns.add(slope(
                                new TwoLayerAutoencoder(encoder.add(change), decoder, scaling),
                                new TwoLayerAutoencoder(encoder.sub(change), decoder, scaling),
                                samples));
                    }
                    if (regime.trainsDecoder()) {
                        columns.add(slope(
                                new TwoLayerAutoencoder(encoder, decoder.add(change), scaling),
                                new TwoLayerAutoencoder(encoder, decoder.sub(change), scaling),
                                samples));
                    }
                }
            }
        }
        INDArray j = Nd4j.hstack(columns.toArray(INDArray[]::new));
        return j.mmul(j.transpose()).mul(autoencoder.features());
    }

    private static INDArray slope(TwoLayerAutoencoder above, TwoLayerAutoencoder below, INDArray samples) {
        INDArray difference =
                above.reconstruct(samples).sub(below.reconstruct(samples)).div(2 * STEP);
        return difference.dup('c').reshape('c', new long[] {difference.length(), 1});
    }
}
