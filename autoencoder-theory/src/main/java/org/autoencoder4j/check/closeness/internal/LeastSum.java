package org.autoencoder4j.check.closeness.internal;

/**
 * Least total cost: the Hungarian method with shortest augmenting paths (Jonker and Volgenant). Prices of rows and
 * columns keep {@code cost - rowPrice - columnPrice} at least 0, and 0 on assigned pairs; paths are measured with it.
 */
final class LeastSum extends Assignment {
    private final double[] rowPrice;
    private final double[] columnPrice;

    LeastSum(double[][] cost) {
        super(cost);
        this.rowPrice = new double[cost.length];
        this.columnPrice = new double[cost[0].length];
        for (int row = 0; row < cost.length; row++) {
            int favourite = favourite(cost[row]);
            rowPrice[row] = cost[row][favourite];
            assignIfFree(row, favourite);
        }
    }

    private static int favourite(double[] costs) {
        int favourite = 0;
        for (int column = 1; column < costs.length; column++) {
            if (costs[column] < costs[favourite]) {
                favourite = column;
            }
        }
        return favourite;
    }

    @Override
    double startCost() {
        return 0;
    }

    @Override
    double extended(double pathCost, int row, int column) {
        return pathCost + (cost[row][column] - rowPrice[row] - columnPrice[column]);
    }

    @Override
    void found(int start, double pathCost) {
        rowPrice[start] += pathCost;
        forEachInTree((row, column, reach) -> {
            rowPrice[row] += pathCost - reach;
            columnPrice[column] -= pathCost - reach;
        });
    }
}
