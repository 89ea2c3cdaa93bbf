package org.autoencoder4j.check.latents.internal;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.autoencoder4j.check.latents.LatentCodes;
import org.autoencoder4j.check.latents.LatentNoise;
import org.autoencoder4j.progress.Work;

/**
 * What TopK asks of the biases, as a graph: an edge from i to j of weight w says {@code w + beta_i - beta_j > 0}. Nodes are
 * the units, and last one that stands for the number 0, which pre-activations must be above or not above.
 */
public final class BiasGraph {
    private final EncoderProducts encoded;
    private final LatentCodes codes;
    private final LatentNoise noise;
    private final TopKConditions conditions;
    private final double[][] weights;

    /** Computes all pairs. Cost: {@code 2 n m^2} and as of {@link PairMargin} for each. */
    public BiasGraph(EncoderProducts encoded, LatentCodes codes, LatentNoise noise, TopKConditions conditions) {
        this.encoded = encoded;
        this.codes = codes;
        this.noise = noise;
        this.conditions = conditions;
        int nodes = encoded.units() + (conditions.positive() || conditions.others() >= 0 ? 1 : 0);
        this.weights = new double[nodes][nodes];
        for (double[] row : weights) {
            Arrays.fill(row, Double.POSITIVE_INFINITY);
        }
        if (conditions.pairs()) {
            readPairs();
        }
        if (nodes > encoded.units()) {
            readSigns();
        }
    }

    private void readPairs() {
        ProductRows rows = new ProductRows(encoded, codes.sparsity());
        PairNoise pairNoise = new PairNoise(encoded, noise);
        int blocks = encoded.blocks();
        try (Work work = Work.begin("pairs of units: pairs of blocks", (long) blocks * blocks)) {
            for (int first = 0; first < blocks; first++) {
                ProductRow[] members = rows.block(first);
                for (int second = 0; second < blocks; second++) {
                    ProductRow[] outsiders = first == second ? members : rows.block(second);
                    PairNoise.Bounds nu = pairNoise.block(first, second);
                    Arrays.stream(members).parallel().forEach(member -> readPairs(member, outsiders, nu));
                    work.advance(1);
                }
            }
        }
    }

    private void readPairs(ProductRow member, ProductRow[] outsiders, PairNoise.Bounds nu) {
        PairMargin margin = new PairMargin(codes, encoded);
        int i = member.unit();
        for (ProductRow outsider : outsiders) {
            int j = outsider.unit();
            if (i != j) {
                weights[i][j] = margin.of(member, outsider) - (encoded.bias(i) - encoded.bias(j)) - nu.of(i, j);
            }
        }
    }

    private void readSigns() {
        int zero = encoded.units();
        encoded.forEachRow("signs of the pre-activations", () -> {
            RowExtremes row = new RowExtremes(codes, codes.sparsity());
            return (unit, products) -> {
                row.read(unit, products);
                double nu = noise.bound(encoded.norm(unit), 1);
                if (conditions.positive()) {
                    weights[unit][zero] = row.leastOn(codes.sparsity(), codes.size()) - nu;
                }
                if (conditions.others() >= 0) {
                    weights[zero][unit] = -row.greatestOff(conditions.others(), conditions.othersSize()) - nu;
                }
            };
        });
    }

    public double[][] weights() {
        return weights;
    }

    /** The biases of all nodes as potentials: of units the given numbers, and 0. */
    public double[] nodes(double[] biases) {
        return Arrays.copyOf(biases, weights.length);
    }

    /** The least margin of a unit's conditions at these biases, in either direction of its edges. */
    public double margin(int i, double[] biases) {
        return IntStream.range(0, weights.length)
                .mapToDouble(
                        j -> Math.min(weights[i][j] + biases[i] - biases[j], weights[j][i] + biases[j] - biases[i]))
                .min()
                .orElseThrow();
    }
}
