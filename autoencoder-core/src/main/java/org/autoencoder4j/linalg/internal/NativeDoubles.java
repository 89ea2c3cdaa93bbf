package org.autoencoder4j.linalg.internal;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasColMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasLower;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_daxpy;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_dcopy;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_ddot;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_dgemm;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_dscal;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_dsymv;

import java.nio.DoubleBuffer;
import org.bytedeco.javacpp.DoublePointer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Numbers of type DOUBLE. */
public final class NativeDoubles extends NativeReals {
    private final DoublePointer pointer;
    /** Made when it is first asked for: parts for the BLAS alone do not need it. */
    private volatile @Nullable DoubleBuffer buffer;

    private NativeDoubles(DoublePointer pointer) {
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
        return new NativeDoubles(new DoublePointer((long) length));
    }

    static NativeDoubles wrap(INDArray array) {
        DoublePointer start = new DoublePointer(array.data().addressPointer());
        start.position(0).capacity(array.length());
        return new NativeDoubles(start);
    }

    @Override
    public NativeDoubles from(int start) {
        return new NativeDoubles(pointer.getPointer(start));
    }

    @Override
    public void get(int from, double[] target, int at, int count) {
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
    public void put(int at, double[] source, int from, int count) {
        buffer().put(at, source, from, count);
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
                leading(opB, inner, columns),
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
    public void lengths(int rows, double[] lengths) {
        DoublePointer column = new DoublePointer(pointer);
        for (int j = 0; j < lengths.length; j++) {
            column.position(pointer.position() + (long) j * rows);
            lengths[j] = Math.sqrt(inner(column, column, rows));
        }
    }

    @Override
    public void divide(int rows, double[] lengths) {
        DoublePointer column = new DoublePointer(pointer);
        for (int j = 0; j < lengths.length; j++) {
            column.position(pointer.position() + (long) j * rows);
            cblas_dscal(rows, (1 / lengths[j]), column, 1);
        }
    }

    @Override
    public double inner(NativeReals others, int count) {
        return inner(new DoublePointer(pointer), new DoublePointer(((NativeDoubles) others).pointer), count);
    }

    /** Moves both pointers, and back: a new one for each block would be garbage. */
    private static double inner(DoublePointer a, DoublePointer b, int count) {
        long first = a.position();
        long second = b.position();
        double sum = 0;
        for (int at = 0; at < count; at += BLOCK) {
            a.position(first + at);
            b.position(second + at);
            sum += cblas_ddot(Math.min(BLOCK, count - at), a, 1, b, 1);
        }
        a.position(first);
        b.position(second);
        return sum;
    }

    @Override
    void setBlock(NativeReals a, double factor, NativeReals b, int at, int count) {
        DoublePointer target = pointer.getPointer(at);
        cblas_dcopy(count, ((NativeDoubles) a).pointer.getPointer(at), 1, target, 1);
        cblas_daxpy(count, factor, ((NativeDoubles) b).pointer.getPointer(at), 1, target, 1);
    }
}
