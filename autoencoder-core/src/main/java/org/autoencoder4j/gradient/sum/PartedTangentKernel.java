package org.autoencoder4j.gradient.sum;

import java.util.ArrayList;
import java.util.List;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.MatrixLines;
import org.autoencoder4j.data.format.Npy;
import org.autoencoder4j.linalg.SymmetricOperator;
import org.autoencoder4j.network.DeepAutoencoder;
import org.autoencoder4j.parts.PartedSamples;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The neural tangent kernel {@code K = d J J^T} of an autoencoder at fixed weights, over samples in parts: as
 * {@link org.autoencoder4j.network.TangentKernel}, for samples that are not all here.
 *
 * <p>A product takes two passes over the samples: {@code g = J^T v} is a sum over samples, as a gradient is, and
 * {@code J g} has the rows of each part for itself. Cost: that of {@code TangentKernel} and one forward pass more, since the
 * layers' outputs are not kept. For each vector of a block the vector, the weights and g are sent to all, and the product
 * comes back: on a cluster two jobs.
 *
 * <p>Immutable; threads may share it.
 *
 * @paper NWH-NTK Lemma 3.1, eq. (3.2) (corrected)
 */
public final class PartedTangentKernel implements SymmetricOperator {
    private final PartedSamples samples;
    private final DeepAutoencoder autoencoder;

    private PartedTangentKernel(PartedSamples samples, DeepAutoencoder autoencoder) {
        this.samples = samples;
        this.autoencoder = autoencoder;
    }

    /**
     * Returns the kernel of all weights.
     *
     * @param autoencoder the autoencoder; its weights must not change as long as the kernel is in use
     * @param samples X, N samples of d features, the same at every step, of its type
     * @return K
     * @throws IllegalArgumentException if the number of features or the type does not fit, the samples change with the step, or
     *     {@code N d} numbers take 2^31 bytes or more in double
     */
    public static PartedTangentKernel of(DeepAutoencoder autoencoder, PartedSamples samples) {
        if (samples.changeWithStep()) {
            throw new IllegalArgumentException(
                    "a kernel needs samples that stay; " + samples + " change with the step");
        }
        if (samples.features() != autoencoder.features()) {
            throw new IllegalArgumentException("the autoencoder has " + autoencoder.features()
                    + " features and the samples have " + samples.features() + "; both must have the same");
        }
        Checks.sameType("the autoencoder", autoencoder.dataType(), "the samples", samples.dataType());
        long bytes = Math.multiplyExact(Math.multiplyExact(samples.size(), samples.features()), Double.BYTES);
        Checks.between("the bytes of one vector of all outputs", bytes, 1, Npy.MOST_BYTES);
        return new PartedTangentKernel(samples, autoencoder);
    }

    @Override
    public long dimension() {
        return samples.size() * samples.features();
    }

    @Override
    public DataType dataType() {
        return samples.dataType();
    }

    @Override
    public INDArray times(INDArray block) {
        Checks.matrix("block", block, dimension(), -1, "one row for each output of each sample");
        Checks.sameType("block", block.dataType(), "the kernel", dataType());
        int outputs = (int) dimension();
        INDArray product = Nd4j.createUninitialized(dataType(), new long[] {outputs, block.columns()}, 'f');
        MatrixLines columns = new MatrixLines(product, outputs, outputs);
        for (int j = 0; j < block.columns(); j++) {
            double[] column = product(block.getColumn(j).dup());
            columns.write(j, 0, column, 0, outputs);
        }
        return product;
    }

    private double[] product(INDArray vector) {
        INDArray rows = vector.reshape('c', samples.size(), samples.features());
        GradientSum back =
                samples.totals(new JacobianSums()).of(new JacobianSums.Query(autoencoder, rows), samples.size());
        List<INDArray> direction = new ArrayList<>();
        autoencoder.arrays().forEach((name, array) -> direction.add(back.array(name, array, samples.features())));
        return samples.totals(new JacobianRows())
                .of(new JacobianRows.Query(autoencoder, direction), samples.size())
                .numbers();
    }

    @Override
    public String toString() {
        return "PartedTangentKernel[" + dimension() + ", " + dataType() + ", " + samples + "]";
    }
}
