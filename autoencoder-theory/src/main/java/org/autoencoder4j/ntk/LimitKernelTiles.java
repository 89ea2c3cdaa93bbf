package org.autoencoder4j.ntk;

import java.util.stream.IntStream;
import org.autoencoder4j.ntk.Directions.Chords;
import org.autoencoder4j.ntk.internal.ArcCosine;
import org.autoencoder4j.ntk.internal.Columns;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Fills both limit kernels panel by panel of columns: the cosines of a panel by one product, its elements in square tiles
 * by parallel threads. Tiles are fixed and write to places of their own, so the numbers do not depend on the threads. If
 * the kernel is symmetric, tiles below the diagonal are computed and written twice.
 */
final class LimitKernelTiles {
    private static final int SIDE = 256;

    private final Directions left;
    private final Directions right;
    private final boolean symmetric;
    private final INDArray encoder;
    private final INDArray decoder;

    private LimitKernelTiles(Directions left, Directions right) {
        this.left = left;
        this.right = right;
        this.symmetric = left == right;
        this.encoder = empty();
        this.decoder = empty();
    }

    static LimitKernels fill(Directions left, Directions right) {
        LimitKernelTiles tiles = new LimitKernelTiles(left, right);
        tiles.fill();
        return new LimitKernels(tiles.encoder, tiles.decoder);
    }

    private INDArray empty() {
        return Nd4j.createUninitialized(left.dataType(), new long[] {left.count(), right.count()}, 'f');
    }

    private void fill() {
        INDArray rows = left.rows();
        INDArray columns = symmetric ? rows : right.rows();
        for (int from = 0; from < right.count(); from += SIDE) {
            int to = Math.min(right.count(), from + SIDE);
            int top = symmetric ? from : 0;
            INDArray panel = Nd4j.createUninitialized(left.dataType(), new long[] {left.count() - top, to - from}, 'f');
            Nd4j.gemm(rows(rows, top, left.count()), rows(columns, from, to), panel, false, true, 1, 0);
            int first = from;
            IntStream.range(0, (left.count() - top + SIDE - 1) / SIDE)
                    .parallel()
                    .forEach(k -> {
                        int start = top + k * SIDE;
                        new Tile(panel, top, start, Math.min(left.count(), start + SIDE), first, to).fill();
                    });
            panel.close();
        }
    }

    private static INDArray rows(INDArray matrix, int from, int to) {
        return from == 0 && to == matrix.rows()
                ? matrix
                : matrix.get(NDArrayIndex.interval(from, to), NDArrayIndex.all())
                        .dup('c');
    }

    private final class Tile {
        private final INDArray panel;
        private final int top;
        private final int firstRow;
        private final int firstColumn;
        private final int height;
        private final int width;
        private final double[] zero;
        private final double[] one;

        Tile(INDArray panel, int top, int firstRow, int lastRow, int firstColumn, int lastColumn) {
            this.panel = panel;
            this.top = top;
            this.firstRow = firstRow;
            this.firstColumn = firstColumn;
            this.height = lastRow - firstRow;
            this.width = lastColumn - firstColumn;
            this.zero = new double[height * width];
            this.one = new double[height * width];
        }

        void fill() {
            Columns cosines = new Columns(panel, SIDE);
            double[] column = new double[height];
            double[] columnZero = new double[height];
            double[] columnOne = new double[height];
            for (int j = 0; j < width; j++) {
                cosines.read(firstRow - top, j, column, 0, height);
                ArcCosine.kernels(column, columnZero, columnOne, height);
                exact(j, column, columnZero, columnOne);
                double length = right.length(firstColumn + j);
                for (int i = 0; i < height; i++) {
                    double lengths = left.length(firstRow + i) * length;
                    zero[j * height + i] = lengths * columnZero[i];
                    one[j * height + i] = lengths * columnOne[i];
                }
            }
            if (symmetric && firstRow == firstColumn) {
                mirrorWithin(zero);
                mirrorWithin(one);
            }
            write(encoder, zero);
            write(decoder, one);
        }

        /** Replaces what was had from a cosine near 1 or -1, whose rounding the angle magnifies. */
        private void exact(int j, double[] cosines, double[] columnZero, double[] columnOne) {
            for (int i = 0; i < height; i++) {
                if (Math.abs(cosines[i]) > ArcCosine.LARGEST_COSINE) {
                    Chords chords = left.chords(firstRow + i, right, firstColumn + j);
                    columnZero[i] = ArcCosine.orderZero(chords.angle(), chords.supplement());
                    columnOne[i] = ArcCosine.orderOne(chords.angle(), chords.supplement());
                }
            }
        }

        private void mirrorWithin(double[] values) {
            for (int j = 0; j < width; j++) {
                for (int i = 0; i < j; i++) {
                    values[j * height + i] = values[i * height + j];
                }
            }
        }

        private void write(INDArray kernel, double[] values) {
            Columns to = new Columns(kernel, SIDE);
            for (int j = 0; j < width; j++) {
                to.write(firstRow, firstColumn + j, values, j * height, height);
            }
            if (symmetric && firstRow != firstColumn) {
                double[] row = new double[width];
                for (int i = 0; i < height; i++) {
                    for (int j = 0; j < width; j++) {
                        row[j] = values[j * height + i];
                    }
                    to.write(firstColumn, firstRow + i, row, 0, width);
                }
            }
        }
    }
}
