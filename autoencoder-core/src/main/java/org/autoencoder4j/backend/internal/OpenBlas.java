package org.autoencoder4j.backend.internal;

import static org.autoencoder4j.backend.internal.ArrayMemory.doubles;
import static org.autoencoder4j.backend.internal.ArrayMemory.floats;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dpotrf;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dpotrs;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dsyevd;
import static org.bytedeco.openblas.global.openblas.LAPACKE_spotrf;
import static org.bytedeco.openblas.global.openblas.LAPACKE_spotrs;
import static org.bytedeco.openblas.global.openblas.LAPACKE_ssyevd;
import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;
import static org.bytedeco.openblas.global.openblas.LAPACK_ROW_MAJOR;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasColMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasLeft;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasLower;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasNonUnit;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_dsymm;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_dtrsv;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_strsv;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The OpenBLAS that JavaCPP brings and that ND4J's CPU backend uses too. Optional: ask {@link #ifPresent}. */
public final class OpenBlas implements DoubleBlas, EigenSolver, CholeskySolver {
    private static final String NATIVE_CLASS = "org.bytedeco.openblas.global.openblas";
    private static final String UNKNOWN_VERSION = "of unknown version";

    /** Those of builds for x86-64, and for 64-bit ARM. */
    private static final List<String> CORE_TYPES = List.of(
            ("PRESCOTT CORE2 PENRYN DUNNINGTON ATOM NANO NEHALEM OPTERON OPTERON_SSE3 BARCELONA BOBCAT SANDYBRIDGE"
                            + " BULLDOZER PILEDRIVER STEAMROLLER EXCAVATOR HASWELL ZEN SKYLAKEX COOPERLAKE SAPPHIRERAPIDS ARMV8"
                            + " ARMV8SVE ARMV9SME CORTEXA53 CORTEXA55 CORTEXA57 CORTEXA72 CORTEXA73 FALKOR THUNDERX THUNDERX2T99"
                            + " THUNDERX3T110 TSV110 EMAG8180 NEOVERSEN1 NEOVERSEN2 NEOVERSEV1 A64FX VORTEXM4")
                    .split(" ", -1));

    private OpenBlas() {}

    /**
     * Returns OpenBLAS if its classes and its library are there.
     *
     * @return OpenBLAS, or empty
     */
    public static Optional<OpenBlas> ifPresent() {
        return Holder.INSTANCE;
    }

    /**
     * Returns OpenBLAS if it is there and can work on arrays.
     *
     * @return OpenBLAS, or empty if it is not there, or arrays are not in the processor's memory
     */
    public static Optional<OpenBlas> forArrays() {
        return ArrayMemory.isOnHost() ? ifPresent() : Optional.empty();
    }

    /**
     * Returns what {@link BlasSelfTest} found, which runs once.
     *
     * @return what is wrong with this OpenBLAS, or empty
     */
    public Optional<String> failure() {
        return SelfTest.FAILURE;
    }

    /**
     * Returns the version.
     *
     * @return for example {@code "0.3.31-1.5.13"}
     */
    public String version() {
        try {
            return Objects.requireNonNullElse(Loader.getVersion("org.bytedeco", "openblas"), UNKNOWN_VERSION);
        } catch (IOException e) {
            return UNKNOWN_VERSION;
        }
    }

    /**
     * Returns which of its sets of kernels run. OpenBLAS's own {@code openblas_get_corename} is not among the functions that
     * JavaCPP offers, so this does what that does: the variable {@code gotoblas} points to the table of functions in use, and
     * each core type has a table {@code gotoblas_NAME}.
     *
     * @return their name in capitals, or empty if there is but one set of them
     */
    public Optional<String> coreType() {
        return CoreType.INSTANCE;
    }

    private static Optional<String> findCoreType() {
        Loader.load(org.bytedeco.openblas.global.openblas_nolapack.class);
        Pointer variable = Loader.addressof("gotoblas");
        if (variable == null) {
            return Optional.empty();
        }
        Pointer table = new PointerPointer<>(variable).get();
        return CORE_TYPES.stream()
                .filter(name -> table != null && table.equals(Loader.addressof("gotoblas_" + name)))
                .findFirst();
    }

    @Override
    public int potrf(double[] matrix, int n) {
        return LAPACKE_dpotrf(LAPACK_ROW_MAJOR, (byte) 'L', n, matrix, n);
    }

    @Override
    public void symm(double[] symmetric, double[] other, double[] result, int n, int m) {
        cblas_dsymm(CblasRowMajor, CblasLeft, CblasLower, n, m, 1, symmetric, n, other, m, 0, result, m);
    }

    @Override
    public INDArray solve(INDArray matrix, Job job) {
        int n = matrix.rows();
        byte wanted = (byte) (job == Job.VECTORS ? 'V' : 'N');
        INDArray values = Nd4j.createUninitialized(matrix.dataType(), n);
        int info = matrix.dataType() == DataType.DOUBLE
                ? LAPACKE_dsyevd(LAPACK_COL_MAJOR, wanted, (byte) 'L', n, doubles(matrix), n, doubles(values))
                : LAPACKE_ssyevd(LAPACK_COL_MAJOR, wanted, (byte) 'L', n, floats(matrix), n, floats(values));
        if (info != 0) {
            throw new ArithmeticException(
                    "syevd did not converge on a " + n + " x " + n + " matrix (info " + info + ")");
        }
        return values;
    }

    @Override
    public int factorise(INDArray matrix) {
        int n = matrix.rows();
        return matrix.dataType() == DataType.DOUBLE
                ? LAPACKE_dpotrf(LAPACK_COL_MAJOR, (byte) 'L', n, doubles(matrix), n)
                : LAPACKE_spotrf(LAPACK_COL_MAJOR, (byte) 'L', n, floats(matrix), n);
    }

    @Override
    public void solve(INDArray factor, INDArray block) {
        int n = factor.rows();
        int columns = block.columns();
        if (columns == 1) {
            solveOne(factor, block);
            return;
        }
        int info = factor.dataType() == DataType.DOUBLE
                ? LAPACKE_dpotrs(LAPACK_COL_MAJOR, (byte) 'L', n, columns, doubles(factor), n, doubles(block), n)
                : LAPACKE_spotrs(LAPACK_COL_MAJOR, (byte) 'L', n, columns, floats(factor), n, floats(block), n);
        if (info != 0) {
            throw new IllegalStateException("potrs refuses argument " + -info);
        }
    }

    /** By substitution: routines for many columns copy the factor first, which takes as long again and more. */
    private static void solveOne(INDArray factor, INDArray vector) {
        BlasThreads.ofOpenBlas().single(() -> {
            substitute(factor, CblasNoTrans, vector);
            substitute(factor, CblasTrans, vector);
        });
    }

    private static void substitute(INDArray factor, int op, INDArray vector) {
        int n = factor.rows();
        if (factor.dataType() == DataType.DOUBLE) {
            cblas_dtrsv(CblasColMajor, CblasLower, op, CblasNonUnit, n, doubles(factor), n, doubles(vector), 1);
        } else {
            cblas_strsv(CblasColMajor, CblasLower, op, CblasNonUnit, n, floats(factor), n, floats(vector), 1);
        }
    }

    private static final class Holder {
        static final Optional<OpenBlas> INSTANCE = probe();

        private static Optional<OpenBlas> probe() {
            try {
                Class.forName(NATIVE_CLASS);
                return Optional.of(new OpenBlas());
            } catch (ClassNotFoundException | LinkageError e) {
                return Optional.empty();
            }
        }
    }

    /** It does not change while the library is loaded, and each result asks for it. */
    private static final class CoreType {
        static final Optional<String> INSTANCE = findCoreType();
    }

    private static final class SelfTest {
        static final Optional<String> FAILURE = BlasSelfTest.failure(new OpenBlas());
    }
}
