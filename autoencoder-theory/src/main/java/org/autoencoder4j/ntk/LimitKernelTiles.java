package org.autoencoder4j.ntk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
    /** Columns of a product, and rows and columns of a tile, whose numbers stay in the cache. */
    private static final int PANEL = 512;

    private static final int SIDE = 128;

    /** From column to column of a tile: no power of two, which would put a row into a few lines of the cache. */
    private static final int STRIDE = SIDE + 8;

    /** Cosines that are held at a time. */
    private static final long MOST_NUMBERS = 1 << 24;

    /** Cosines of the columns {@code from .. to - 1} in the rows from {@code top} on. */
    private record Panel(INDArray cosines, int top, int from, int to) {}

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
        List<Panel> panels = new ArrayList<>();
        long numbers = 0;
        for (int from = 0; from < right.count(); from += PANEL) {
            Panel panel = panel(rows, columns, from);
            panels.add(panel);
            numbers += panel.cosines().length();
            if (numbers >= MOST_NUMBERS || from + PANEL >= right.count()) {
                fill(panels);
                panels.clear();
                numbers = 0;
            }
        }
    }

    private Panel panel(INDArray rows, INDArray columns, int from) {
        int to = Math.min(right.count(), from + PANEL);
        int top = symmetric ? from : 0;
        INDArray cosines = Nd4j.createUninitialized(left.dataType(), new long[] {left.count() - top, to - from}, 'f');
        Nd4j.gemm(rows(rows, top, left.count()), rows(columns, from, to), cosines, false, true, 1, 0);
        return new Panel(cosines, top, from, to);
    }

    /** All products come before: threads of the BLAS go on waiting for work for a while, at the cost of other threads. */
    private void fill(List<Panel> panels) {
        List<Tile> tiles = panels.stream().flatMap(this::tiles).toList();
        IntStream.range(0, tiles.size()).parallel().forEach(i -> tiles.get(i).fill());
        panels.forEach(panel -> panel.cosines().close());
    }

    private Stream<Tile> tiles(Panel panel) {
        Stream.Builder<Tile> tiles = Stream.builder();
        for (int column = panel.from(); column < panel.to(); column += SIDE) {
            for (int row = symmetric ? column : 0; row < left.count(); row += SIDE) {
                tiles.add(new Tile(panel, row, column));
            }
        }
        return tiles.build();
    }

    private static INDArray rows(INDArray matrix, int from, int to) {
        return matrix.get(NDArrayIndex.interval(from, to), NDArrayIndex.all());
    }

    private final class Tile {
        private final Panel panel;
        private final int firstRow;
        private final int firstColumn;
        private final int height;
        private final int width;

        Tile(Panel panel, int firstRow, int firstColumn) {
            this.panel = panel;
            this.firstRow = firstRow;
            this.firstColumn = firstColumn;
            this.height = Math.min(SIDE, left.count() - firstRow);
            this.width = Math.min(SIDE, panel.to() - firstColumn);
        }

        void fill() {
            Columns cosines = new Columns(panel.cosines(), SIDE);
            double[] zero = new double[STRIDE * width];
            double[] one = new double[STRIDE * width];
            double[] rowLengths = new double[height];
            Arrays.setAll(rowLengths, i -> left.length(firstRow + i));
            double[] column = new double[height];
            double[] columnZero = new double[height];
            double[] columnOne = new double[height];
            for (int j = 0; j < width; j++) {
                cosines.read(firstRow - panel.top(), firstColumn - panel.from() + j, column, 0, height);
                ArcCosine.kernels(column, columnZero, columnOne, height);
                exact(j, column, columnZero, columnOne);
                double length = right.length(firstColumn + j);
                scale(columnZero, rowLengths, length);
                scale(columnOne, rowLengths, length);
                System.arraycopy(columnZero, 0, zero, j * STRIDE, height);
                System.arraycopy(columnOne, 0, one, j * STRIDE, height);
            }
            if (symmetric && firstRow == firstColumn) {
                mirrorWithin(zero);
                mirrorWithin(one);
            }
            write(encoder, zero);
            write(decoder, one);
        }

        private static void scale(double[] values, double[] lengths, double length) {
            for (int i = 0; i < values.length; i++) {
                values[i] *= lengths[i] * length;
            }
        }

        /** Replaces what was had from a cosine near 1 or -1, whose rounding the angle magnifies. */
        private void exact(int j, double[] cosines, double[] columnZero, double[] columnOne) {
            double largest = 0;
            for (double cosine : cosines) {
                largest = Math.max(largest, Math.abs(cosine));
            }
            for (int i = 0; i < height && largest > ArcCosine.LARGEST_COSINE; i++) {
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
                    values[j * STRIDE + i] = values[i * STRIDE + j];
                }
            }
        }

        private void write(INDArray kernel, double[] values) {
            Columns to = new Columns(kernel, SIDE);
            for (int j = 0; j < width; j++) {
                to.write(firstRow, firstColumn + j, values, j * STRIDE, height);
            }
            if (symmetric && firstRow != firstColumn) {
                double[] row = new double[width];
                for (int i = 0; i < height; i++) {
                    for (int j = 0; j < width; j++) {
                        row[j] = values[j * STRIDE + i];
                    }
                    to.write(firstColumn, firstRow + i, row, 0, width);
                }
            }
        }
    }
}
