package org.autoencoder4j.check;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
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

    /** Prices prove optimality where brute force cannot: the total of another assignment is never less. */
    @Property(tries = 20)
    void noSwapOfTwoOrThreeRowsImprovesALargeAssignment(@ForAll long seed) {
        RandomGenerator random = Samples.random(seed);
        double[][] cost = Samples.costs(random, 60, 60);
        int[] columns = Assignment.leastSum(cost);
        assertDistinct(columns);
        for (int trial = 0; trial < 5000; trial++) {
            int[] rows = Arrays.copyOf(Samples.permutation(random, 60), 3);
            double now =
                    cost[rows[0]][columns[rows[0]]] + cost[rows[1]][columns[rows[1]]] + cost[rows[2]][columns[rows[2]]];
            double turned =
                    cost[rows[0]][columns[rows[1]]] + cost[rows[1]][columns[rows[2]]] + cost[rows[2]][columns[rows[0]]];
            double swapped =
                    cost[rows[0]][columns[rows[1]]] + cost[rows[1]][columns[rows[0]]] + cost[rows[2]][columns[rows[2]]];
            assertTrue(turned >= now - 1e-12 && swapped >= now - 1e-12);
        }
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
