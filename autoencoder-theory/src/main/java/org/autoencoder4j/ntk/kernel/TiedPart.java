package org.autoencoder4j.ntk.kernel;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * {@code J J^T} of one matrix W in both layers: neuron r has {@code J_ir = phi_ir I + M_ir w_r x_i^T}. A product goes by
 * the gradient {@code Q = V^T Phi + X^T (M * (V W))}, {@code d x m}, and is {@code Phi Q^T + (M * (X Q)) W^T}.
 */
final class TiedPart implements KernelPart {
    private final INDArray samples;
    private final List<Neurons.Tile> tiles;

    TiedPart(INDArray samples, List<Neurons.Tile> tiles) {
        this.samples = samples;
        this.tiles = tiles;
    }

    @Override
    public void add(INDArray vector, double factor, INDArray sum) {
        for (Neurons.Tile tile : tiles) {
            int width = tile.mask().columns();
            INDArray masked = Neurons.result(vector, samples.rows(), width);
            Nd4j.gemm(vector, tile.encoder(), masked, true, false, 1, 0);
            masked.muli(tile.mask());
            INDArray gradient = Neurons.result(vector, samples.columns(), width);
            Nd4j.gemm(vector, tile.codes(), gradient, false, false, 1, 0);
            Nd4j.gemm(samples, masked, gradient, true, false, 1, 1);
            Nd4j.gemm(samples, gradient, masked, false, false, 1, 0);
            masked.muli(tile.mask());
            Nd4j.gemm(tile.encoder(), masked, sum, false, true, factor, 1);
            Nd4j.gemm(gradient, tile.codes(), sum, false, true, factor, 1);
            masked.close();
            gradient.close();
        }
    }
}
