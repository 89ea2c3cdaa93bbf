package org.autoencoder4j.linalg;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.autoencoder4j.backend.internal.BlasThreads;
import org.autoencoder4j.backend.internal.Lanes;
import org.autoencoder4j.backend.internal.MatrixLines;
import org.autoencoder4j.backend.internal.NativeReals;
import org.autoencoder4j.backend.internal.NativeReals.Factor;
import org.autoencoder4j.linalg.PairwiseMatrices.Entries;
import org.autoencoder4j.progress.Work;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * One filling of {@link PairwiseMatrices}. A panel is what one product makes; its entries are computed in square tiles. Of
 * symmetric matrices tiles above the diagonal are left out and those below are written twice.
 */
final class PairwiseTiles {
    private static final int PANEL_ROWS = 512;
    private static final int PANEL_COLUMNS = 256;
    /** Rows and columns of a tile, whose numbers stay in the cache. */
    private static final int SIDE = 128;

    /** From column to column of a tile: no power of two, which would put a row into a few lines of the cache. */
    private static final int STRIDE = SIDE + 8;

    private final INDArray left;
    private final INDArray right;
    private final boolean symmetric;
    private final Entries entries;
    private final List<INDArray> results;

    /** The rows and columns of one product. */
    private record Panel(int top, int bottom, int from, int to) {
        int height() {
            return bottom - top;
        }

        int width() {
            return to - from;
        }
    }

    PairwiseTiles(INDArray left, INDArray right, boolean symmetric, int matrices, Entries entries) {
        this.left = inRows(left);
        this.symmetric = symmetric;
        this.right = symmetric ? this.left : inRows(right);
        this.entries = entries;
        this.results = Stream.generate(this::empty).limit(matrices).toList();
    }

    private static INDArray inRows(INDArray matrix) {
        return matrix.ordering() == 'c' && !matrix.isView() ? matrix : matrix.dup('c');
    }

    private INDArray empty() {
        return NativeReals.isPossible()
                ? NativeReals.uninitialised(left.dataType(), left.rows(), right.rows())
                : Nd4j.createUninitialized(left.dataType(), new long[] {left.rows(), right.rows()}, 'f');
    }

    List<INDArray> fill() {
        List<Panel> panels = panels();
        try (Work work = Work.begin("matrix of pairs: parts", panels.size())) {
            fill(panels, work);
        }
        return results;
    }

    private void fill(List<Panel> panels, Work work) {
        if (NativeReals.canHold(left) && NativeReals.canHold(right)) {
            try (BlasThreads.Use use = BlasThreads.ofOpenBlas().single()) {
                Lanes.run(use.threads(), panels.size(), work, (worker, number) -> fillNatively(panels.get(number)));
            }
        } else {
            for (Panel panel : panels) {
                fill(panel, product(panel));
                work.advance(1);
            }
        }
    }

    private List<Panel> panels() {
        List<Panel> panels = new ArrayList<>();
        int rows = left.rows();
        int columns = right.rows();
        for (int from = 0; from < columns; from += PANEL_COLUMNS) {
            for (int top = symmetric ? from : 0; top < rows; top += PANEL_ROWS) {
                panels.add(new Panel(
                        top, Math.min(rows, top + PANEL_ROWS), from, Math.min(columns, from + PANEL_COLUMNS)));
            }
        }
        return panels;
    }

    private void fillNatively(Panel panel) {
        INDArray products = NativeReals.uninitialised(left.dataType(), panel.height(), panel.width());
        int features = left.columns();
        NativeReals.of(products)
                .product(
                        NativeReals.of(left).from(panel.top() * features),
                        Factor.TRANSPOSED,
                        NativeReals.of(right).from(panel.from() * features),
                        Factor.PLAIN,
                        panel.height(),
                        panel.width(),
                        features,
                        1,
                        0);
        fill(panel, products);
    }

    private INDArray product(Panel panel) {
        return Nd4j.gemm(
                left.get(NDArrayIndex.interval(panel.top(), panel.bottom()), NDArrayIndex.all()),
                right.get(NDArrayIndex.interval(panel.from(), panel.to()), NDArrayIndex.all()),
                false,
                true);
    }

    private void fill(Panel panel, INDArray products) {
        MatrixLines pieces = new MatrixLines(products, panel.height(), SIDE);
        double[][] values = new double[results.size()][STRIDE * SIDE];
        for (int column = panel.from(); column < panel.to(); column += SIDE) {
            for (int row = panel.top(); row < panel.bottom(); row += SIDE) {
                if (!symmetric || row >= column) {
                    new Tile(panel, row, column).fill(pieces, values);
                }
            }
        }
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
            this.height = Math.min(SIDE, panel.bottom() - firstRow);
            this.width = Math.min(SIDE, panel.to() - firstColumn);
        }

        void fill(MatrixLines products, double[][] tiles) {
            double[][] column = new double[results.size()][height];
            double[] product = new double[height];
            for (int j = 0; j < width; j++) {
                products.read(firstColumn - panel.from() + j, firstRow - panel.top(), product, 0, height);
                entries.compute(firstRow, firstColumn + j, product, column);
                for (int k = 0; k < tiles.length; k++) {
                    System.arraycopy(column[k], 0, tiles[k], j * STRIDE, height);
                }
            }
            for (int k = 0; k < tiles.length; k++) {
                write(results.get(k), tiles[k]);
            }
        }

        private void write(INDArray matrix, double[] values) {
            MatrixLines to = new MatrixLines(matrix, left.rows(), SIDE);
            if (symmetric && firstRow == firstColumn) {
                mirrorWithin(values);
            }
            for (int j = 0; j < width; j++) {
                to.write(firstColumn + j, firstRow, values, j * STRIDE, height);
            }
            if (symmetric && firstRow != firstColumn) {
                writeMirrored(to, values);
            }
        }

        private void mirrorWithin(double[] values) {
            for (int j = 0; j < width; j++) {
                for (int i = 0; i < j; i++) {
                    values[j * STRIDE + i] = values[i * STRIDE + j];
                }
            }
        }

        private void writeMirrored(MatrixLines to, double[] values) {
            double[] row = new double[width];
            for (int i = 0; i < height; i++) {
                for (int j = 0; j < width; j++) {
                    row[j] = values[j * STRIDE + i];
                }
                to.write(firstRow + i, firstColumn, row, 0, width);
            }
        }
    }
}
