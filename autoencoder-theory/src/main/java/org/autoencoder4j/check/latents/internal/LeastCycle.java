package org.autoencoder4j.check.latents.internal;

import java.util.Arrays;
import org.autoencoder4j.progress.Work;

/**
 * The cycle of least mean weight of a directed graph, by Karp's algorithm, and the potentials that attain it: {@code w_ij +
 * v_i - v_j >= mean} for all edges.
 */
public final class LeastCycle {
    private final double[][] weights;
    private final double[][] walks;
    private final int[][] before;
    private final int[] nodes;
    private final double mean;

    /** Infinite weights are no edges. Cost: O(n^3), and memory for 12 n^2 bytes beside the weights. */
    public LeastCycle(double[][] weights) {
        this.weights = weights;
        this.walks = new double[weights.length + 1][weights.length];
        this.before = new int[weights.length + 1][weights.length];
        try (Work work = Work.begin("cycle of least mean weight: edges", weights.length)) {
            for (int edges = 0; edges < weights.length; edges++) {
                extend(edges);
                work.advance(1);
            }
        }
        this.nodes = cycle(end());
        this.mean = mean(nodes);
    }

    /** From the least weights of walks of so many edges, which start anywhere, to those of one more. */
    private void extend(int edges) {
        double[] next = walks[edges + 1];
        Arrays.fill(next, Double.POSITIVE_INFINITY);
        for (int i = 0; i < next.length; i++) {
            double known = walks[edges][i];
            double[] row = weights[i];
            for (int j = 0; j < next.length; j++) {
                if (known + row[j] < next[j]) {
                    next[j] = known + row[j];
                    before[edges + 1][j] = i;
                }
            }
        }
    }

    /** Where Karp's least maximum of mean weights is. */
    private int end() {
        int n = weights.length;
        int end = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int v = 0; v < n; v++) {
            double greatest = Double.NEGATIVE_INFINITY;
            for (int edges = 0; edges < n; edges++) {
                greatest = Math.max(greatest, (walks[n][v] - walks[edges][v]) / (n - edges));
            }
            if (greatest < least) {
                least = greatest;
                end = v;
            }
        }
        return end;
    }

    /** The last cycle of the walk of n edges to a node: as that walk is a shortest one, each of its cycles is. */
    private int[] cycle(int end) {
        int n = weights.length;
        int[] walk = new int[n + 1];
        int[] seen = new int[n];
        Arrays.fill(seen, -1);
        walk[n] = end;
        int edges = n;
        while (seen[walk[edges]] < 0) {
            seen[walk[edges]] = edges;
            walk[edges - 1] = before[edges][walk[edges]];
            edges--;
        }
        return Arrays.copyOfRange(walk, edges, seen[walk[edges]]);
    }

    private double mean(int[] cycle) {
        double sum = 0;
        for (int a = 0; a < cycle.length; a++) {
            sum += weights[cycle[a]][cycle[(a + 1) % cycle.length]];
        }
        return sum / cycle.length;
    }

    /** The mean weight of the cycle. */
    public double mean() {
        return mean;
    }

    /** The nodes of the cycle, each with an edge to the next and the last to the first. */
    public int[] nodes() {
        return nodes.clone();
    }

    /** The least weight of a walk to each node, from anywhere, with the mean taken off each edge. */
    public double[] potentials() {
        double[] potentials = new double[weights.length];
        for (int v = 0; v < potentials.length; v++) {
            for (int edges = 0; edges < potentials.length; edges++) {
                potentials[v] = Math.min(potentials[v], walks[edges][v] - edges * mean);
            }
        }
        return potentials;
    }
}
