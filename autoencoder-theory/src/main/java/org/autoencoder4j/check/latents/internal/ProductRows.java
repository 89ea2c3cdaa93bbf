package org.autoencoder4j.check.latents.internal;

import java.util.stream.IntStream;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Blocks of rows of G with their heads. */
public final class ProductRows {
    private final EncoderProducts encoded;
    private final int depth;

    /**
     * Takes heads of {@code sqrt(m k)}, of which pairs of random unit columns need less than half, but for a quarter of the
     * row at most: beyond, reading all of it is as cheap.
     */
    public ProductRows(EncoderProducts encoded, int sparsity) {
        this.encoded = encoded;
        this.depth = (int) Math.min(Math.ceil(Math.sqrt((double) encoded.units() * sparsity)), encoded.units() / 4.0);
    }

    /** The rows of a block of 256 units. Cost: {@code 2 n m} a row and little more than O(m). */
    public ProductRow[] block(int block) {
        int from = block * EncoderProducts.BLOCK;
        int to = Math.min(encoded.units(), from + EncoderProducts.BLOCK);
        try (INDArray columns = encoded.encoderBlock(from, to);
                INDArray products = encoded.withAtoms(columns)) {
            double[][] rows = HeapMatrix.columns(products);
            return IntStream.range(0, rows.length)
                    .parallel()
                    .mapToObj(a -> new ProductRow(from + a, rows[a], depth))
                    .toArray(ProductRow[]::new);
        }
    }
}
