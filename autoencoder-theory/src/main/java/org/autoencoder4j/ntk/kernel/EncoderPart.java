package org.autoencoder4j.ntk.kernel;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * {@code sum_r Xt_r Xt_r^T (x) a_r a_r^T}, where the rows of Xt_r are the samples that neuron r lets through. With the mask
 * M, a product is {@code (M * (X X^T (M * (V A)))) A^T}.
 */
final class EncoderPart implements KernelPart {
    private final INDArray samples;
    private final INDArray gram;
    private final List<Neurons.Tile> tiles;

    EncoderPart(INDArray samples, List<Neurons.Tile> tiles) {
        this.samples = samples;
        this.tiles = tiles;
        // Two products with X or one with X X^T: whichever is less.
        boolean wide = samples.rows() <= 2L * samples.columns();
        this.gram = wide ? Nd4j.gemm(samples, samples, false, true) : samples;
    }

    @Override
    public void add(INDArray vector, double factor, INDArray sum) {
        for (Neurons.Tile tile : tiles) {
            int width = tile.mask().columns();
            INDArray masked = Neurons.result(vector, samples.rows(), width);
            Nd4j.gemm(vector, tile.decoder(), masked, true, false, 1, 0);
            masked.muli(tile.mask());
            INDArray mixed = Neurons.result(vector, samples.rows(), width);
            mix(masked, mixed);
            mixed.muli(tile.mask());
            Nd4j.gemm(tile.decoder(), mixed, sum, false, true, factor, 1);
            masked.close();
            mixed.close();
        }
    }

    private void mix(INDArray masked, INDArray mixed) {
        if (gram != samples) {
            Nd4j.gemm(gram, masked, mixed, false, false, 1, 0);
            return;
        }
        INDArray features = Neurons.result(masked, samples.columns(), masked.columns());
        Nd4j.gemm(samples, masked, features, true, false, 1, 0);
        Nd4j.gemm(samples, features, mixed, false, false, 1, 0);
        features.close();
    }
}
