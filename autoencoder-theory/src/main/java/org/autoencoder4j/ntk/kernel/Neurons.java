package org.autoencoder4j.ntk.kernel;

import java.util.ArrayList;
import java.util.List;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.progress.Work;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * What the kernels of finite width need of the neurons at samples X, in tiles of neighbouring neurons, each array in 'f'
 * order: the weights {@code d x t}, the mask {@code 1[X W > 0]} and the codes {@code relu(X W)}, {@code N x t}.
 */
final class Neurons {
    /** Neurons in a tile: products stay near their full speed, and buffers small. */
    private static final int TILE = 1024;

    private Neurons() {}

    /** One tile; parts that a kernel does not use are not kept. */
    record Tile(INDArray encoder, INDArray decoder, INDArray mask, INDArray codes) {}

    static List<Tile> tiles(TwoLayerAutoencoder autoencoder, INDArray samples) {
        List<Tile> tiles = new ArrayList<>();
        try (Work work = Work.begin("features of the samples: units", autoencoder.width())) {
            for (int from = 0; from < autoencoder.width(); from += TILE) {
                int to = Math.min(autoencoder.width(), from + TILE);
                INDArray encoder = columns(autoencoder.encoder(), from, to);
                INDArray decoder = autoencoder.isWeightTied() ? encoder : columns(autoencoder.decoder(), from, to);
                INDArray codes = result(samples, samples.rows(), to - from);
                Nd4j.gemm(samples, encoder, codes, false, false, 1, 0);
                INDArray mask = result(samples, samples.rows(), to - from).assign(codes.gt(0));
                tiles.add(new Tile(encoder, decoder, mask, codes.muli(mask)));
                work.advance(to - from);
            }
        }
        return tiles;
    }

    private static INDArray columns(INDArray weights, int from, int to) {
        return weights.get(NDArrayIndex.all(), NDArrayIndex.interval(from, to)).dup('f');
    }

    static INDArray result(INDArray like, long rows, long columns) {
        DataType type = like.dataType();
        return Nd4j.createUninitialized(type, new long[] {rows, columns}, 'f');
    }
}
