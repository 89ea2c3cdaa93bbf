package org.autoencoder4j.ntk.kernel;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** {@code sum_r phi_r phi_r^T (x) I}, whose first factor is formed once: {@code N x N}. */
final class DecoderPart implements KernelPart {
    private final INDArray matrix;

    DecoderPart(List<Neurons.Tile> tiles) {
        INDArray first = tiles.get(0).codes();
        INDArray sum = Nd4j.create(first.dataType(), new long[] {first.rows(), first.rows()}, 'f');
        for (Neurons.Tile tile : tiles) {
            Nd4j.gemm(tile.codes(), tile.codes(), sum, false, true, 1, 1);
        }
        this.matrix = sum.add(sum.transpose()).divi(2).dup('f');
    }

    /** The {@code N x N} matrix. */
    INDArray matrix() {
        return matrix;
    }

    @Override
    public void add(INDArray vector, double factor, INDArray sum) {
        Nd4j.gemm(vector, matrix, sum, false, false, factor, 1);
    }
}
