package org.autoencoder4j.check.closeness.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.autoencoder4j.check.Samples;
import org.autoencoder4j.testsupport.Golden;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssignmentTest {
    @ParameterizedTest
    @ValueSource(strings = {"hungarian_0", "hungarian_1"})
    void golden(String name) {
        Golden golden = Golden.read(name);
        double[][] cost = golden.matrix("inputs/cost").toDoubleMatrix();
        int[] columns = Assignment.leastSum(cost);
        assertArrayEquals(golden.ints("outputs/assignment"), columns);
        assertEquals(golden.number("outputs/total"), total(cost, columns), golden.tolerance() * 10);
        double[][] ties = golden.matrix("inputs/cost_int").toDoubleMatrix();
        assertEquals(golden.number("outputs/total_int"), total(ties, Assignment.leastSum(ties)));
    }

    @Property
    void leastSumIsOptimal(
            @ForAll @IntRange(min = 1, max = 6) int rows,
            @ForAll @IntRange(min = 0, max = 2) int more,
            @ForAll long seed) {
        double[][] cost = Samples.costs(Samples.random(seed), rows, rows + more);
        int[] columns = Assignment.leastSum(cost);
        assertDistinct(columns);
        assertEquals(best(cost, 0, new boolean[rows + more], Double::sum), total(cost, columns), 1e-12);
    }

    /** Whole costs from 0 to 3: almost everything is a tie. */
    @Property
    void bothAreOptimalWithTies(
            @ForAll @IntRange(min = 1, max = 6) int rows,
            @ForAll @IntRange(min = 0, max = 2) int more,
            @ForAll long seed) {
        RandomGenerator random = Samples.random(seed);
        double[][] cost = new double[rows][rows + more];
        for (double[] row : cost) {
            Arrays.setAll(row, j -> random.nextInt(4));
        }
        boolean[] used = new boolean[rows + more];
        int[] leastSum = Assignment.leastSum(cost);
        assertDistinct(leastSum);
        assertEquals(best(cost, 0, used, Double::sum), total(cost, leastSum));
        int[] leastMaximum = Assignment.leastMaximum(cost, leastSum);
        assertDistinct(leastMaximum);
        assertEquals(best(cost, 0, used, Math::max), greatest(cost, leastMaximum));
    }

    @Property
    void leastMaximumIsOptimalFromAnyStart(
            @ForAll @IntRange(min = 1, max = 6) int rows,
            @ForAll @IntRange(min = 0, max = 2) int more,
            @ForAll long seed) {
        RandomGenerator random = Samples.random(seed);
        double[][] cost = Samples.costs(random, rows, rows + more);
        int[] start = Arrays.copyOf(Samples.permutation(random, rows + more), rows);
        int[] columns = Assignment.leastMaximum(cost, start);
        assertDistinct(columns);
        assertEquals(best(cost, 0, new boolean[rows + more], Math::max), greatest(cost, columns));
        assertEquals(greatest(cost, columns), greatest(cost, Assignment.leastMaximum(cost, Assignment.leastSum(cost))));
    }

    /** A perfect assignment has least total cost if and only if no cycle of exchanges between rows gains anything. */
    @Property(tries = 20)
    void noCycleOfExchangesImprovesALargeAssignment(@ForAll long seed) {
        int size = 70;
        double[][] cost = Samples.costs(Samples.random(seed), size, size);
        int[] columns = Assignment.leastSum(cost);
        assertDistinct(columns);
        double[][] loss = new double[size][size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                loss[i][j] = cost[i][columns[j]] - cost[i][columns[i]];
            }
        }
        for (int via = 0; via < size; via++) {
            for (int i = 0; i < size; i++) {
                for (int j = 0; j < size; j++) {
                    loss[i][j] = Math.min(loss[i][j], loss[i][via] + loss[via][j]);
                }
            }
        }
        for (int i = 0; i < size; i++) {
            assertTrue(loss[i][i] > -1e-11, "a cycle gains " + -loss[i][i]);
        }
    }

    /** A greatest cost is least if and only if the edges below it have no assignment of all rows. */
    @Property(tries = 20)
    void noLargeAssignmentStaysBelowTheLeastMaximum(@ForAll long seed, @ForAll @IntRange(min = 0, max = 10) int more) {
        double[][] cost = Samples.costs(Samples.random(seed), 70, 70 + more);
        int[] columns = Assignment.leastMaximum(cost, Assignment.leastSum(cost));
        assertDistinct(columns);
        assertTrue(matchable(cost, Math.nextUp(greatest(cost, columns))));
        assertFalse(matchable(cost, greatest(cost, columns)));
    }

    /** Whether every row can have a column of its own with costs below a limit. */
    private static boolean matchable(double[][] cost, double limit) {
        int[] rowOf = new int[cost[0].length];
        Arrays.fill(rowOf, -1);
        return IntStream.range(0, cost.length)
                .allMatch(row -> placed(cost, limit, row, rowOf, new boolean[rowOf.length]));
    }

    private static boolean placed(double[][] cost, double limit, int row, int[] rowOf, boolean[] visited) {
        for (int column = 0; column < rowOf.length; column++) {
            if (cost[row][column] < limit && !visited[column]) {
                visited[column] = true;
                if (rowOf[column] < 0 || placed(cost, limit, rowOf[column], rowOf, visited)) {
                    rowOf[column] = row;
                    return true;
                }
            }
        }
        return false;
    }

    private static void assertDistinct(int[] columns) {
        assertEquals(columns.length, Arrays.stream(columns).distinct().count());
    }

    private static double total(double[][] cost, int[] columns) {
        return IntStream.range(0, columns.length)
                .mapToDouble(i -> cost[i][columns[i]])
                .sum();
    }

    private static double greatest(double[][] cost, int[] columns) {
        return IntStream.range(0, columns.length)
                .mapToDouble(i -> cost[i][columns[i]])
                .max()
                .orElseThrow();
    }

    /** Brute force over all assignments of the rows from a given one on. */
    private static double best(double[][] cost, int row, boolean[] used, DoubleBinaryOperator combine) {
        double best = Double.POSITIVE_INFINITY;
        for (int column = 0; column < used.length; column++) {
            if (!used[column]) {
                used[column] = true;
                double value = cost[row][column];
                if (row + 1 < cost.length) {
                    value = combine.applyAsDouble(value, best(cost, row + 1, used, combine));
                }
                best = Math.min(best, value);
                used[column] = false;
            }
        }
        return best;
    }
}
