package org.autoencoder4j.linalg.internal;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasColMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasLower;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_saxpy;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_scopy;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sdot;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sscal;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_ssymv;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Numbers of type FLOAT. */
public final class NativeFloats extends NativeReals {
    private final FloatPointer pointer;
    /** Made when it is first asked for: parts for the BLAS alone do not need it. */
    private volatile @Nullable FloatBuffer buffer;

    private NativeFloats(FloatPointer pointer) {
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
        return new NativeFloats(new FloatPointer((long) length));
    }

    static NativeFloats wrap(INDArray array) {
        FloatPointer start = new FloatPointer(array.data().addressPointer());
        start.position(0).capacity(array.length());
        return new NativeFloats(start);
    }

    @Override
    public NativeFloats from(int start) {
        return new NativeFloats(pointer.getPointer(start));
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
        buffer().get(from, target, at, count);
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
        buffer().put(at, source, from, count);
    }

    @Override
    public void get(int from, double[] target, int at, int count) {
        FloatBuffer numbers = buffer();
        for (int i = 0; i < count; i++) {
            target[at + i] = numbers.get(from + i);
        }
    }

    @Override
    public void product(
            NativeReals a,
            Factor opA,
            NativeReals b,
            Factor opB,
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
                leading(opB, inner, columns),
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
    public void lengths(int rows, double[] lengths) {
        FloatPointer column = new FloatPointer(pointer);
        for (int j = 0; j < lengths.length; j++) {
            column.position(pointer.position() + (long) j * rows);
            lengths[j] = Math.sqrt(inner(column, column, rows));
        }
    }

    @Override
    public void divide(int rows, double[] lengths) {
        FloatPointer column = new FloatPointer(pointer);
        for (int j = 0; j < lengths.length; j++) {
            column.position(pointer.position() + (long) j * rows);
            cblas_sscal(rows, (float) (1 / lengths[j]), column, 1);
        }
    }

    @Override
    public double inner(NativeReals others, int count) {
        return inner(new FloatPointer(pointer), new FloatPointer(((NativeFloats) others).pointer), count);
    }

    /** Moves both pointers, and back: a new one for each block would be garbage. */
    private static double inner(FloatPointer a, FloatPointer b, int count) {
        long first = a.position();
        long second = b.position();
        double sum = 0;
        for (int at = 0; at < count; at += BLOCK) {
            a.position(first + at);
            b.position(second + at);
            sum += cblas_sdot(Math.min(BLOCK, count - at), a, 1, b, 1);
        }
        a.position(first);
        b.position(second);
        return sum;
    }

    @Override
    void setBlock(NativeReals a, double factor, NativeReals b, int at, int count) {
        FloatPointer target = pointer.getPointer(at);
        cblas_scopy(count, ((NativeFloats) a).pointer.getPointer(at), 1, target, 1);
        cblas_saxpy(count, (float) factor, ((NativeFloats) b).pointer.getPointer(at), 1, target, 1);
    }
}
