package org.autoencoder4j.check.closeness.internal;

import java.util.Arrays;

/**
 * Least greatest cost (the bottleneck assignment): a path costs what its dearest edge costs. No assignment can do better
 * than the greatest of the rows' least costs, so edges up to there cost nothing more; nor better than what the rows
 * assigned so far need. The result is exact: an entry of the cost matrix.
 */
final class LeastMaximum extends Assignment {
    private double lowerBound;

    LeastMaximum(double[][] cost, int[] start) {
        super(cost);
        lowerBound = Double.NEGATIVE_INFINITY;
        for (double[] costs : cost) {
            lowerBound = Math.max(lowerBound, Arrays.stream(costs).min().orElseThrow());
        }
        for (int row = 0; row < cost.length; row++) {
            if (cost[row][start[row]] <= lowerBound) {
                assignIfFree(row, start[row]);
            }
        }
    }

    @Override
    double startCost() {
        return lowerBound;
    }

    @Override
    double extended(double pathCost, int row, int column) {
        return Math.max(pathCost, cost[row][column]);
    }

    @Override
    void found(int start, double pathCost) {
        lowerBound = pathCost;
    }
}
