package org.autoencoder4j.backend.internal;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasColMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasLower;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_daxpy;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_dcopy;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_ddot;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_dgemm;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_dgemv;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_dscal;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_dsymv;

import java.lang.ref.Reference;
import java.nio.DoubleBuffer;
import org.autoencoder4j.backend.internal.ArrayMemory.Doubles;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Numbers of type DOUBLE. */
public final class NativeDoubles extends NativeReals {
    private final Doubles pointer;
    /** Made when it is first asked for: parts for the BLAS alone do not need it. It does not hold the memory. */
    private volatile @Nullable DoubleBuffer buffer;

    private NativeDoubles(Doubles pointer) {
        this.pointer = pointer;
    }

    private DoubleBuffer buffer() {
        DoubleBuffer present = buffer;
        if (present == null) {
            present = pointer.asBuffer();
            buffer = present;
        }
        return present;
    }

    static NativeDoubles allocate(int length) {
        return new NativeDoubles(Doubles.allocate(length));
    }

    static NativeDoubles wrap(INDArray array) {
        return new NativeDoubles(ArrayMemory.doubles(array));
    }

    @Override
    public NativeDoubles from(int start) {
        return new NativeDoubles(pointer.from(start));
    }

    @Override
    public void get(int from, double[] target, int at, int count) {
        try {
            buffer().get(from, target, at, count);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /**
     * Copies numbers from the heap.
     *
     * @param at the first place here
     * @param source where from
     * @param from the first number there
     * @param count how many
     */
    public void put(int at, double[] source, int from, int count) {
        try {
            buffer().put(at, source, from, count);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    void multiply(
            NativeReals a,
            Factor opA,
            NativeReals b,
            Factor opB,
            int stepB,
            int rows,
            int columns,
            int inner,
            double alpha,
            double beta) {
        cblas_dgemm(
                CblasColMajor,
                opA == Factor.PLAIN ? CblasNoTrans : CblasTrans,
                opB == Factor.PLAIN ? CblasNoTrans : CblasTrans,
                rows,
                columns,
                inner,
                alpha,
                ((NativeDoubles) a).pointer,
                leading(opA, rows, inner),
                ((NativeDoubles) b).pointer,
                stepB,
                beta,
                pointer,
                rows);
    }

    @Override
    public void symmetricProduct(NativeReals matrix, NativeReals vector, int n) {
        DoublePointer lower = ((NativeDoubles) matrix).pointer;
        DoublePointer factor = ((NativeDoubles) vector).pointer;
        cblas_dsymv(CblasColMajor, CblasLower, n, 1, lower, n, factor, 1, 0, pointer, 1);
    }

    @Override
    DataType type() {
        return DataType.DOUBLE;
    }

    @Override
    DoublePointer cursor() {
        return pointer.from(0);
    }

    @Override
    void vectorProduct(Pointer matrix, int rows, int columns, Pointer vector, Pointer target, int step) {
        cblas_dgemv(
                CblasColMajor,
                CblasTrans,
                rows,
                columns,
                1,
                (DoublePointer) matrix,
                rows,
                (DoublePointer) vector,
                1,
                0,
                (DoublePointer) target,
                step);
    }

    @Override
    double dot(Pointer a, Pointer b, int count) {
        return cblas_ddot(count, (DoublePointer) a, 1, (DoublePointer) b, 1);
    }

    @Override
    void scale(Pointer numbers, double factor, int count) {
        cblas_dscal(count, factor, (DoublePointer) numbers, 1);
    }

    @Override
    void copy(Pointer source, Pointer target, int count) {
        cblas_dcopy(count, (DoublePointer) source, 1, (DoublePointer) target, 1);
    }

    @Override
    void addMultiple(double factor, Pointer source, Pointer target, int count) {
        cblas_daxpy(count, factor, (DoublePointer) source, 1, (DoublePointer) target, 1);
    }
}
