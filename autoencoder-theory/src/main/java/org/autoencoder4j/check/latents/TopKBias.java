package org.autoencoder4j.check.latents;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.check.consistency.Interval;
import org.autoencoder4j.check.latents.internal.BiasGraph;
import org.autoencoder4j.check.latents.internal.LeastCycle;
import org.autoencoder4j.check.latents.internal.TopKConditions;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Reference;
import org.autoencoder4j.report.Relation;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.sae.LatentActivation.TopK;

/**
 * The best encoder bias of a TopK autoencoder: whether <em>any</em> keeps the support of every code of a set, and which one
 * has the greatest least margin.
 *
 * <p>Each condition of {@link TopKCertificate} is about the difference of two biases: with {@code w_ij = M_ij - nu_ij} at
 * biases 0, {@code w_ij + beta_i - beta_j > 0}; and what a ReLU asks is about the difference from 0: {@code L_i - nu_i +
 * beta_i > 0}, and {@code -T_i - nu_i - beta_i >= 0}. As edges of a graph, whose nodes are the units and 0, they have a
 * greatest least margin:
 *
 * <pre>
 *   max over beta of min over edges (w_ij + beta_i - beta_j) = least mean weight of a directed cycle
 * </pre>
 *
 * <p>for along a cycle the biases cancel, and lengths of shortest walks attain it (Karp's algorithm has both). So one cycle is
 * the proof that no bias does better, and one bias that it does as well. All is exact but for rounding. Immutable; threads may
 * share it.
 *
 * @paper beyond NWH19 Theorem 3: docs/CERTIFICATES.md (C1.4)
 */
public final class TopKBias {
    /** Units of which the tables take 400 MB. */
    private static final int MOST = 4096;

    private final EncodedDictionary encoded;
    private final LatentCodes codes;
    private final LatentNoise noise;
    private final TopK top;
    private final double radius;
    private final double present;
    private final double attained;
    private final double possible;
    private final int[] cycle;
    private final double[] best;
    private final Interval[] windows;

    private TopKBias(
            EncodedDictionary encoded, LatentCodes codes, LatentNoise noise, TopK top, TopKConditions conditions) {
        this.encoded = encoded;
        this.codes = codes;
        this.noise = noise;
        this.top = top;
        this.radius = TopKCertificate.radius(encoded, codes, noise);
        double[] biases =
                IntStream.range(0, encoded.units()).mapToDouble(encoded::bias).toArray();
        this.windows = new Interval[biases.length];
        if (conditions.impossible()) {
            this.present = Double.NEGATIVE_INFINITY;
            this.attained = Double.NEGATIVE_INFINITY;
            this.possible = Double.NEGATIVE_INFINITY;
            this.cycle = new int[0];
            this.best = biases;
            Arrays.fill(windows, new Interval(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY));
            return;
        }
        BiasGraph graph = new BiasGraph(encoded.products(), codes, noise, conditions);
        LeastCycle least = new LeastCycle(graph.weights());
        this.cycle = least.nodes();
        this.possible = least.mean();
        this.best = centred(least.potentials(), biases.length);
        this.attained = margin(graph, best);
        this.present = margin(graph, biases);
        Arrays.setAll(windows, i -> window(graph, i, graph.nodes(biases)));
    }

    /** Potentials with that of the number 0 taken off, or their mean if nothing is asked of signs. */
    private static double[] centred(double[] potentials, int units) {
        double origin = potentials.length > units
                ? potentials[units]
                : Arrays.stream(potentials).average().orElseThrow();
        return Arrays.stream(potentials, 0, units).map(v -> v - origin).toArray();
    }

    private static double margin(BiasGraph graph, double[] biases) {
        double[] nodes = graph.nodes(biases);
        return IntStream.range(0, nodes.length)
                .mapToDouble(i -> graph.margin(i, nodes))
                .min()
                .orElseThrow();
    }

    private Interval window(BiasGraph graph, int i, double[] biases) {
        double low = Double.NEGATIVE_INFINITY;
        double high = Double.POSITIVE_INFINITY;
        for (int j = 0; j < biases.length; j++) {
            low = Math.max(low, biases[j] - graph.weights()[i][j]);
            high = Math.min(high, biases[j] + graph.weights()[j][i]);
        }
        return new Interval(
                encoded.products().encoderBias(i, low), encoded.products().encoderBias(i, high));
    }

    /**
     * Finds the best bias. Cost: {@code 2 n m^2} operations for every 256 units, each pair as in {@link TopKCertificate}, and
     * {@code m^3}; memory for {@code 3 m^2} numbers.
     *
     * @param encoded the encoder of a TopK autoencoder of at most 4096 latents against a dictionary
     * @param codes the codes, of as many atoms
     * @param noise the noise
     * @return the best bias and its margin
     * @throws IllegalArgumentException if the numbers of atoms and latents differ, there are more latents, or the
     *     activation is not TopK
     */
    public static TopKBias of(EncodedDictionary encoded, LatentCodes codes, LatentNoise noise) {
        ThresholdCertificate.requireAtoms(encoded, codes, noise);
        Checks.between("the autoencoder's number of latents", encoded.units(), 2, MOST);
        TopK top = TopKCertificate.topK(encoded);
        return new TopKBias(encoded, codes, noise, top, TopKConditions.of(top, codes));
    }

    /**
     * Returns between which numbers the greatest least margin over all biases lies: what the best one attains, and the
     * least mean of a cycle, which are the same but for rounding.
     *
     * @return both; negative infinity if no encoder whatever is right
     */
    public Interval margin() {
        return new Interval(Math.min(attained, possible), Math.max(attained, possible));
    }

    /**
     * Returns the least margin of the autoencoder as it is.
     *
     * @return what {@link TopKCertificate#margin} is with enough time
     */
    public double presentMargin() {
        return present;
    }

    /**
     * Returns the best encoder bias. Without a ReLU any number may be added to all its entries, times the lengths of the
     * decoder's columns if the autoencoder counts by these.
     *
     * @return b_enc, of length m; a copy. The autoencoder's own if no encoder whatever is right
     */
    public double[] encoderBias() {
        return IntStream.range(0, best.length)
                .mapToDouble(i -> encoded.products().encoderBias(i, best[i]))
                .toArray();
    }

    /**
     * Returns for which b_enc of one unit its conditions hold, the others' as they are.
     *
     * @param unit i, from 0 to m - 1
     * @return the ends of an open interval; empty if low is not below high
     * @throws IllegalArgumentException if unit is outside its range
     */
    public Interval window(int unit) {
        Checks.between("unit", unit, 0, windows.length - 1L);
        return windows[unit];
    }

    /**
     * Returns the proof that no bias has a greater least margin: the mean of the conditions along this cycle is the same
     * for all.
     *
     * @return units, each asked to outrank the next and the last the first; m stands for the number 0. Empty if no encoder
     *     whatever is right. A copy
     */
    public int[] cycle() {
        return cycle.clone();
    }

    /**
     * Reports whether some bias makes TopK keep the support of every code.
     *
     * @return the report: {@code FAILS} with a cycle if none does
     */
    public Report report() {
        Report report = Report.on(
                "some bias makes TopK keep the support of every code of " + codes + ", with " + noise,
                Reference.asPrinted("docs/CERTIFICATES.md", "(C1.4)"));
        if (cycle.length == 0) {
            return TopKCertificate.never(report, top, codes).with("units", best.length);
        }
        Interval margin = margin();
        return report.claiming(new Bound(
                        "greatest least margin of all biases",
                        margin.high(),
                        Relation.ABOVE,
                        0,
                        margin.low() - radius,
                        margin.high() + radius))
                .with("units", best.length)
                .with("presentMargin", present)
                .with("unitsOfTheCycle", cycle.length)
                .witnessedBy("the cycle " + Arrays.toString(cycle) + " has the mean margin " + possible
                        + " whatever the bias is");
    }

    @Override
    public String toString() {
        return "TopKBias[margin " + attained + " at best and " + present + " as it is, for " + codes + "]";
    }
}
