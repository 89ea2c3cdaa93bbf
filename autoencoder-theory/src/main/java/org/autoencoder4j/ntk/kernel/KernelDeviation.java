package org.autoencoder4j.ntk.kernel;

import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.linalg.BlockLobpcg;
import org.autoencoder4j.linalg.Spectrum;
import org.autoencoder4j.linalg.SymmetricOperator;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * {@code K - K_inf}, where {@code K_inf = M (x) I_d} for weights that no two layers share: how far a kernel at finite width is
 * from a limit, as an operator. At initialisation the norm {@code ||K(0) - K_inf||} falls as {@code 1/sqrt(m)}, for two layers
 * or more, untied or tied, while the distance to the printed {@code 2 G_inf (x) I} tends to {@code ||H_inf - G_inf||}.
 *
 * <p>Threads may share it as long as none changes the limit.
 *
 * @paper NWH-NTK Lemmas 4.1 and 5.1 (corrected)
 * @paper autoencoder4j P2-D1, P2-D2
 */
public final class KernelDeviation implements SymmetricOperator {
    private final SymmetricOperator kernel;
    private final SymmetricOperator limit;

    private KernelDeviation(SymmetricOperator kernel, SymmetricOperator limit) {
        this.kernel = kernel;
        this.limit = limit;
    }

    /**
     * Subtracts a limit.
     *
     * @param kernel K, of dimension {@code N d}
     * @param limit M, {@code N x N}, symmetric, of the kernel's type; the caller gives it up
     * @return the difference
     * @throws IllegalArgumentException if the kernel's dimension is no multiple of limit's order, or the types differ
     */
    public static KernelDeviation of(SymmetricOperator kernel, INDArray limit) {
        Checks.matrix("limit", limit);
        Checks.sameType("limit", limit.dataType(), "the kernel", kernel.dataType());
        if (kernel.dimension() % limit.rows() != 0) {
            throw new IllegalArgumentException("limit has order " + limit.rows()
                    + "; it must divide the kernel's dimension, " + kernel.dimension());
        }
        int features = Math.toIntExact(kernel.dimension() / limit.rows());
        return new KernelDeviation(kernel, KroneckerIdentity.of(limit, features));
    }

    /**
     * Subtracts a limit that is an operator itself, such as {@link TiedLimitKernel}.
     *
     * @param kernel K
     * @param limit K_inf, of the kernel's dimension and type
     * @return the difference
     * @throws IllegalArgumentException if dimensions or types differ
     */
    public static KernelDeviation of(SymmetricOperator kernel, SymmetricOperator limit) {
        Checks.sameType("limit", limit.dataType(), "the kernel", kernel.dataType());
        if (limit.dimension() != kernel.dimension()) {
            throw new IllegalArgumentException(
                    "limit has dimension " + limit.dimension() + "; it must be the kernel's, " + kernel.dimension());
        }
        return new KernelDeviation(kernel, limit);
    }

    @Override
    public long dimension() {
        return kernel.dimension();
    }

    @Override
    public DataType dataType() {
        return kernel.dataType();
    }

    @Override
    public INDArray times(INDArray block) {
        try (INDArray subtrahend = limit.times(block)) {
            return kernel.times(block).subi(subtrahend);
        }
    }

    /**
     * Computes both ends of the difference's spectrum; the norm is the greater of their absolute values.
     *
     * @param tolerance of the residuals, relative, above 0
     * @return the spectrum, converged or not
     * @throws IllegalArgumentException if tolerance is not above 0
     */
    public Spectrum spectrum(double tolerance) {
        return BlockLobpcg.of(this).withTolerance(tolerance).spectrum();
    }

    /**
     * Computes the spectral norm of the difference.
     *
     * @param tolerance of the residuals, relative, above 0
     * @return {@code ||K - K_inf||}
     * @throws IllegalArgumentException if tolerance is not above 0
     * @throws ArithmeticException if the solver does not converge
     */
    public double norm(double tolerance) {
        Spectrum spectrum = spectrum(tolerance);
        if (!spectrum.converged()) {
            throw new ArithmeticException(
                    "the norm of a kernel's deviation did not converge to " + tolerance + ": " + spectrum);
        }
        return Math.max(
                Math.abs(spectrum.smallest().value()),
                Math.abs(spectrum.largest().value()));
    }

    @Override
    public String toString() {
        return "KernelDeviation[" + kernel + "]";
    }
}
