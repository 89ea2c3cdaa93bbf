package org.autoencoder4j.network;

import java.util.Arrays;
import java.util.Set;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.linalg.SymmetricOperator;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The neural tangent kernel of an autoencoder at fixed weights, {@code K = d J J^T} with
 * {@code J = d vec(U) / d weights}: the {@code N d x N d} matrix of the gradient flow
 * {@code d vec(U)/dt = (1/d) K vec(X - U)}. Vectors are outputs {@code N x d}, flattened row by row. The paper's (3.2)
 * has a further factor 1/d, which its section 4 does not have and which does not hold.
 *
 * <p>It is not formed: a product with a vector costs one pass back and one forward, six operations for each weight and
 * sample. It keeps the outputs of all layers on its samples. Threads may share it.
 *
 * @paper NWH-NTK Lemma 3.1, eq. (3.2) (corrected)
 */
public final class TangentKernel implements SymmetricOperator {
    private final Linearisation linearisation;
    private final boolean[] trained;
    private final int samples;
    private final int features;

    private TangentKernel(DeepAutoencoder autoencoder, INDArray samples, boolean[] trained) {
        this.linearisation = new Linearisation(autoencoder, samples);
        this.trained = trained;
        this.samples = samples.rows();
        this.features = samples.columns();
    }

    /**
     * Returns the kernel of all weights.
     *
     * @param autoencoder the autoencoder
     * @param samples X, {@code N x d}, of its type; copied
     * @return K
     * @throws IllegalArgumentException if the shape or type does not fit
     */
    public static TangentKernel of(DeepAutoencoder autoencoder, INDArray samples) {
        boolean[] all = new boolean[autoencoder.parameters().size()];
        Arrays.fill(all, true);
        return new TangentKernel(autoencoder, samples.dup('c'), all);
    }

    /**
     * Returns the kernel of some of the weights, while the others stand still. For a two-layer autoencoder 0 alone gives
     * the paper's G, 1 alone its H, and both their sum.
     *
     * @param autoencoder the autoencoder
     * @param samples X, {@code N x d}, of its type; copied
     * @param trained which of the autoencoder's {@linkplain DeepAutoencoder#parameters() parameters}
     * @return K
     * @throws IllegalArgumentException if the shape or type does not fit, or a number is not one of a parameter,
     *     or there is none
     */
    public static TangentKernel of(DeepAutoencoder autoencoder, INDArray samples, Set<Integer> trained) {
        if (trained.isEmpty()) {
            throw new IllegalArgumentException("trained is empty; at least one parameter must be trained");
        }
        boolean[] some = new boolean[autoencoder.parameters().size()];
        for (int parameter : trained) {
            Checks.between("trained", parameter, 0, some.length - 1);
            some[parameter] = true;
        }
        return new TangentKernel(autoencoder, samples.dup('c'), some);
    }

    @Override
    public long dimension() {
        return (long) samples * features;
    }

    @Override
    public DataType dataType() {
        return linearisation.outputs().dataType();
    }

    @Override
    public INDArray times(INDArray block) {
        Checks.matrix("block", block, dimension(), -1, "one row for each output of each sample");
        Checks.sameType("block", block.dataType(), "the kernel", dataType());
        INDArray product = Nd4j.createUninitialized(dataType(), new long[] {dimension(), block.columns()}, 'f');
        for (int j = 0; j < block.columns(); j++) {
            INDArray outputs = block.getColumn(j).dup().reshape('c', samples, features);
            INDArray back = linearisation.along(linearisation.back(outputs, trained));
            product.getColumn(j).assign(back.muli(features).dup('c').reshape(dimension()));
        }
        return product;
    }

    @Override
    public String toString() {
        return "TangentKernel[" + dimension() + ", " + dataType() + "]";
    }
}
