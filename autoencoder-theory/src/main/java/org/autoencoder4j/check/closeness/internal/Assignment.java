package org.autoencoder4j.check.closeness.internal;

import java.util.Arrays;
import org.autoencoder4j.progress.Work;

/**
 * Assigns each row of a cost matrix a column of its own, at least total or at least greatest cost. Rows are assigned one
 * after the other, each along a cheapest alternating path: from the row over columns and the rows that hold them to a
 * free column, along which the assignment then shifts. The two kinds differ only in what a path costs.
 *
 * <p>Deterministic. Cost: {@code O(rows^2 columns)} at worst, and far less where most rows have a clear favourite.
 */
abstract sealed class Assignment permits LeastSum, LeastMaximum {
    private static final int NONE = -1;

    /** The costs, finite, with at least as many columns as rows. */
    final double[][] cost;

    final int[] columnOf;
    private final int[] rowOf;

    /** The tree of cheapest paths from a row: the cost of reaching each column, and the row before it. */
    private final double[] reach;

    private final int[] before;
    /** All columns; the first {@link #reached} are in the tree, in the order in which they were reached. */
    private final int[] columns;

    private int reached;

    Assignment(double[][] cost) {
        this.cost = cost;
        this.columnOf = new int[cost.length];
        this.rowOf = new int[cost[0].length];
        this.reach = new double[rowOf.length];
        this.before = new int[rowOf.length];
        this.columns = new int[rowOf.length];
        Arrays.fill(columnOf, NONE);
        Arrays.fill(rowOf, NONE);
        Arrays.setAll(columns, column -> column);
    }

    /** The column of each row in an assignment of least total cost. */
    static int[] leastSum(double[][] cost) {
        return new LeastSum(cost).solve();
    }

    /** The column of each row in an assignment whose greatest cost is least; a good one to start with makes it fast. */
    static int[] leastMaximum(double[][] cost, int[] start) {
        return new LeastMaximum(cost, start).solve();
    }

    /** What the path of no edge costs. */
    abstract double startCost();

    /** What a path costs that reaches a row and then goes on to a column. */
    abstract double extended(double pathCost, int row, int column);

    /** Called with the tree complete and the assignment not yet shifted. */
    abstract void found(int row, double pathCost);

    final void assignIfFree(int row, int column) {
        if (rowOf[column] == NONE) {
            columnOf[row] = column;
            rowOf[column] = row;
        }
    }

    /** Calls back for each assigned column in the tree. */
    final void forEachInTree(TreeVisitor visitor) {
        for (int at = 0; at < reached - 1; at++) {
            visitor.visit(rowOf[columns[at]], columns[at], reach[columns[at]]);
        }
    }

    interface TreeVisitor {
        void visit(int row, int column, double reach);
    }

    final int[] solve() {
        try (Work work = Work.begin("matching of columns: columns", cost.length)) {
            for (int row = 0; row < cost.length; row++) {
                if (columnOf[row] == NONE) {
                    assign(row);
                }
                work.advance(1);
            }
        }
        return columnOf;
    }

    private void assign(int start) {
        Arrays.fill(reach, Double.POSITIVE_INFINITY);
        reached = 0;
        double pathCost = startCost();
        int row = start;
        int column;
        do {
            column = nextColumn(row, pathCost);
            pathCost = reach[column];
            row = rowOf[column];
        } while (row != NONE);
        found(start, pathCost);
        shift(start, column);
    }

    /** Extends the paths over a new row of the tree, and takes the column that is then cheapest to reach into the tree. */
    private int nextColumn(int row, double pathCost) {
        int nearest = reached;
        for (int at = reached; at < columns.length; at++) {
            int column = columns[at];
            double extended = extended(pathCost, row, column);
            if (extended < reach[column]) {
                reach[column] = extended;
                before[column] = row;
            }
            if (isNearer(column, columns[nearest])) {
                nearest = at;
            }
        }
        int column = columns[nearest];
        columns[nearest] = columns[reached];
        columns[reached++] = column;
        return column;
    }

    /** Of columns at equal cost a free one goes first: it ends the search. */
    private boolean isNearer(int column, int other) {
        return reach[column] < reach[other]
                || (reach[column] == reach[other] && rowOf[column] == NONE && rowOf[other] != NONE);
    }

    private void shift(int start, int freeColumn) {
        int column = freeColumn;
        int row;
        do {
            row = before[column];
            int released = columnOf[row];
            columnOf[row] = column;
            rowOf[column] = row;
            column = released;
        } while (row != start);
    }
}
