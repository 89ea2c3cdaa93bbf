package org.autoencoder4j.backend.internal;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasColMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasLower;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_saxpy;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_scopy;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sdot;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemv;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sscal;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_ssymv;

import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import org.autoencoder4j.backend.internal.ArrayMemory.Floats;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Numbers of type FLOAT. */
public final class NativeFloats extends NativeReals {
    private final Floats pointer;
    /** Made when it is first asked for: parts for the BLAS alone do not need it. It does not hold the memory. */
    private volatile @Nullable FloatBuffer buffer;

    private NativeFloats(Floats pointer) {
        this.pointer = pointer;
    }

    private FloatBuffer buffer() {
        FloatBuffer present = buffer;
        if (present == null) {
            present = pointer.asBuffer();
            buffer = present;
        }
        return present;
    }

    static NativeFloats allocate(int length) {
        return new NativeFloats(Floats.allocate(length));
    }

    static NativeFloats wrap(INDArray array) {
        return new NativeFloats(ArrayMemory.floats(array));
    }

    @Override
    public NativeFloats from(int start) {
        return new NativeFloats(pointer.from(start));
    }

    /**
     * Copies numbers to the heap.
     *
     * @param from the first
     * @param target where to
     * @param at the first place there
     * @param count how many
     */
    public void get(int from, float[] target, int at, int count) {
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
    public void put(int at, float[] source, int from, int count) {
        try {
            buffer().put(at, source, from, count);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public void get(int from, double[] target, int at, int count) {
        try {
            FloatBuffer numbers = buffer();
            for (int i = 0; i < count; i++) {
                target[at + i] = numbers.get(from + i);
            }
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
        cblas_sgemm(
                CblasColMajor,
                opA == Factor.PLAIN ? CblasNoTrans : CblasTrans,
                opB == Factor.PLAIN ? CblasNoTrans : CblasTrans,
                rows,
                columns,
                inner,
                (float) alpha,
                ((NativeFloats) a).pointer,
                leading(opA, rows, inner),
                ((NativeFloats) b).pointer,
                stepB,
                (float) beta,
                pointer,
                rows);
    }

    @Override
    public void symmetricProduct(NativeReals matrix, NativeReals vector, int n) {
        FloatPointer lower = ((NativeFloats) matrix).pointer;
        FloatPointer factor = ((NativeFloats) vector).pointer;
        cblas_ssymv(CblasColMajor, CblasLower, n, 1, lower, n, factor, 1, 0, pointer, 1);
    }

    @Override
    DataType type() {
        return DataType.FLOAT;
    }

    @Override
    FloatPointer cursor() {
        return pointer.from(0);
    }

    @Override
    void vectorProduct(Pointer matrix, int rows, int columns, Pointer vector, Pointer target, int step) {
        cblas_sgemv(
                CblasColMajor,
                CblasTrans,
                rows,
                columns,
                1,
                (FloatPointer) matrix,
                rows,
                (FloatPointer) vector,
                1,
                0,
                (FloatPointer) target,
                step);
    }

    @Override
    double dot(Pointer a, Pointer b, int count) {
        return cblas_sdot(count, (FloatPointer) a, 1, (FloatPointer) b, 1);
    }

    @Override
    void scale(Pointer numbers, double factor, int count) {
        cblas_sscal(count, (float) factor, (FloatPointer) numbers, 1);
    }

    @Override
    void copy(Pointer source, Pointer target, int count) {
        cblas_scopy(count, (FloatPointer) source, 1, (FloatPointer) target, 1);
    }

    @Override
    void addMultiple(double factor, Pointer source, Pointer target, int count) {
        cblas_saxpy(count, (float) factor, (FloatPointer) source, 1, (FloatPointer) target, 1);
    }
}
