package org.autoencoder4j.init;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.progress.Work;
import org.autoencoder4j.random.RandomStreams;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Finds atoms from samples alone, by spectra of reweighted second moments. For two samples u, v,
 *
 * <pre>
 *   M(u, v) = 1/N sum_t &lt;u, y_t&gt; &lt;v, y_t&gt; y_t y_t^T
 * </pre>
 *
 * <p>is close to a multiple of {@code A_i A_i^T} if i is the one atom that u and v share. With {@code s1 >= s2} its two
 * largest absolute eigenvalues and z the top eigenvector, z is a candidate if {@code s1 >= c1 k/m} and
 * {@code s1 >= c2 s2}. Candidates are taken in the order of their gaps s1/s2, best first, each that lies at least a
 * separation away from those taken before, up to sign.
 *
 * <p>The paper's thresholds are orders of magnitude; the defaults here were found to be usable for entries of magnitude
 * about 1 (c1 is proportional to their fourth moment). No threshold tells an atom from junk: where k^2 is not small against
 * the number of features n, pairs of correlated samples give their own mean as the top eigenvector, with gaps of 4 to 7. So
 * every third sample is held out, and an atom is {@link SpectralAtoms.Atom#supported supported} only if the list explains
 * held-out samples with it. The held-out samples must have exactly k atoms each, k below n, and noise whose square is below
 * that of one entry; else little is explained and nothing is supported. Support needs evidence: each atom in about 10
 * held-out samples or more, so N of 30 m/k or more.
 *
 * <p>Two things limit the method. One is the dictionary's incoherence, more than the number of samples. The other is that
 * the pairs must cover the atoms: two samples with k of m atoms each, all alike, share a given atom and no other with
 * probability {@code q = (k/m)^2 C(m-k, k-1) / C(m-1, k-1)}, and P pairs leave {@code m (1 - q)^P} atoms without such a
 * pair: of 40 m pairs 8.6 of 128 at k = 3, and 256 of 512. {@link #expectedCovered} tells how many it is before the search
 * is run, and the usual number of pairs leaves an atom with probability 1 % at most.
 *
 * <p>Do not train from an incomplete list: with some atoms missing, training makes the others worse.
 *
 * <p>Immutable; each {@code with} method returns a new finder. Matrix-free: M is never formed.
 *
 * @paper NWH19 section 3 (Algorithm 3 of Arora et al. 2015)
 */
public final class PairwiseReweighting {
    private static final int PAIRS_PER_UNIT = 40;
    /** Some centre of a mixture then has no pair with probability {@code m^-4} at most. */
    private static final int PAIRS_OF_A_MIXTURE = 5;
    /** Atoms that pairs may leave on average. */
    private static final double MISSED = 0.01;
    /** Candidates that are kept of all pairs so far. */
    private static final int CANDIDATES_PER_UNIT = 32;

    private final int units;
    private final int sparsity;
    private final int pairs;
    private final double leastEigenvalue;
    private final double leastGap;
    private final double separation;

    private PairwiseReweighting(
            int units, int sparsity, int pairs, double leastEigenvalue, double leastGap, double separation) {
        this.units = units;
        this.sparsity = sparsity;
        this.pairs = pairs;
        this.leastEigenvalue = leastEigenvalue;
        this.leastGap = leastGap;
        this.separation = separation;
    }

    /**
     * Makes a finder with the defaults: c1 = 0.5, c2 = 3, separation 0.7, and as many pairs as it takes to cover the atoms,
     * at least 40 m. For k of 2 or more that is {@code log(100 m) / q}, about {@code (m/k)^2 log(100 m)}: all atoms but
     * 0.01 are covered on average. Where k^2 is above about m most pairs that share an atom share others too, the method is
     * of no use, and it stays at 40 m. For a mixture (k = 1) it is {@code 5 m^2 log m}, since clusters need not be equal:
     * if they are, some cluster has no pair with probability at most {@code m (1 - 1/m^2)^pairs <= m^-4}.
     *
     * @param units m, how many atoms to look for, at least 1
     * @param sparsity k, the number of atoms in a sample, between 1 and m
     * @return the finder
     * @throws IllegalArgumentException if an argument is out of range
     */
    public static PairwiseReweighting of(int units, int sparsity) {
        Checks.atLeast("units", units, 1);
        Checks.between("sparsity", sparsity, 1L, units);
        return new PairwiseReweighting(units, sparsity, usualPairs(units, sparsity), 0.5, 3, 0.7);
    }

    private static int usualPairs(double units, int sparsity) {
        double shared = Math.pow(sparsity / units, 2);
        double needed = 0;
        if (sparsity == 1) {
            needed = PAIRS_OF_A_MIXTURE * Math.log(units) / shared;
        } else if (alone(units, sparsity) >= shared / Math.E) {
            needed = Math.log(units / MISSED) / alone(units, sparsity);
        }
        return (int) Math.min(Integer.MAX_VALUE, Math.ceil(Math.max(PAIRS_PER_UNIT * units, needed)));
    }

    /** How likely two samples share a given atom and no other. */
    private static double alone(double units, int sparsity) {
        double probability = Math.pow(sparsity / units, 2);
        for (int other = 0; other < sparsity - 1; other++) {
            probability *= Math.max(0, units - sparsity - other) / (units - 1 - other);
        }
        return probability;
    }

    /**
     * Returns how many atoms the pairs will cover on average: {@code m (1 - (1 - q)^pairs)}, with q the probability that
     * two samples share a given atom and no other. An atom that no pair covers is not found. Exact for samples whose
     * supports are uniform k-subsets, and pairs of independent samples; of the few samples of a file the pairs are not
     * independent, and fewer are covered.
     *
     * @return from 0 to m
     */
    public double expectedCovered() {
        return -units * Math.expm1(pairs * Math.log1p(-alone(units, sparsity)));
    }

    /**
     * Returns how many pairs of samples are tried.
     *
     * @return the number of pairs
     */
    public int pairs() {
        return pairs;
    }

    /**
     * Chooses how many pairs of samples to try. With clusters of unequal weights p_i, {@code log(m) / min_i p_i^2} is
     * what {@code m^2 log m} is with equal ones.
     *
     * @param number at least 1
     * @return a new finder
     * @throws IllegalArgumentException if the number is below 1
     */
    public PairwiseReweighting withPairs(int number) {
        Checks.atLeast("number", number, 1);
        return new PairwiseReweighting(units, sparsity, number, leastEigenvalue, leastGap, separation);
    }

    /**
     * Chooses c1: a candidate's top eigenvalue is at least {@code c1 k/m}.
     *
     * @param c1 at least 0
     * @return a new finder
     * @throws IllegalArgumentException if c1 is negative or not finite
     */
    public PairwiseReweighting withLeastEigenvalue(double c1) {
        Checks.nonNegative("c1", c1);
        return new PairwiseReweighting(units, sparsity, pairs, c1, leastGap, separation);
    }

    /**
     * Chooses c2: a candidate's top eigenvalue is at least c2 times the second.
     *
     * @param c2 at least 1
     * @return a new finder
     * @throws IllegalArgumentException if c2 is below 1 or not finite
     */
    public PairwiseReweighting withLeastGap(double c2) {
        Checks.between("c2", c2, 1, Double.MAX_VALUE);
        return new PairwiseReweighting(units, sparsity, pairs, leastEigenvalue, c2, separation);
    }

    /**
     * Chooses the least distance between two atoms, up to sign.
     *
     * @param distance in [0, sqrt 2]
     * @return a new finder
     * @throws IllegalArgumentException if the distance is out of range
     */
    public PairwiseReweighting withSeparation(double distance) {
        Checks.between("distance", distance, 0, Math.sqrt(2));
        return new PairwiseReweighting(units, sparsity, pairs, leastEigenvalue, leastGap, distance);
    }

    /**
     * Looks for atoms in two thirds of the samples, and tests them on the others: rows 2, 5, 8, ..., counted from 0. Each
     * atom's sign is chosen so that {@code mean_t <z, y_t>^3 >= 0}: the right one for mixtures and non-negative codes,
     * arbitrary for codes of both signs. Computed in DOUBLE.
     *
     * <p>Cost: at most about {@code 320 N n} operations for each pair, 80 N n for one that shows nothing, and {@code (N +
     * P) (2 n m + k^2 (m + k^2)) + N P n} for the test with {@code P = max(2000, 64 m/k)}. Pairs are taken in blocks of at
     * most 64, in memory for 5 N numbers each and 40 MB for all; of candidates the best 32 m so far are kept.
     *
     * @param observations Y, {@code N x n} with at least 3 samples and finite entries, FLOAT or DOUBLE
     * @param streams the randomness; pair p takes the stream {@code ("pairs", 0, p)}, and block b of 256 held-out samples
     *     {@code ("normals", 0, b)}
     * @return what was found, perhaps fewer than m atoms
     * @throws IllegalArgumentException if the observations break these rules
     */
    public SpectralAtoms find(INDArray observations, RandomStreams streams) {
        Checks.matrix("observations", observations);
        Checks.finite("observations", observations);
        Checks.atLeast("the number of observations", observations.rows(), 3);
        INDArray all = observations.castTo(DataType.DOUBLE);
        INDArray training = HeldOutSamples.others(all);
        ReweightedMoment moment = new ReweightedMoment(training, leastGap);
        List<ReweightedMoment.Candidate> list = distinct(moment, candidates(moment, training.rows(), streams));
        List<SpectralAtoms.Atom> judged = new HeldOutSamples(all, sparsity).judge(list, units, streams);
        return new SpectralAtoms(
                judged, units, pairs, expectedCovered(), observations.dataType(), observations.columns());
    }

    /** By falling gap. */
    private List<ReweightedMoment.Candidate> candidates(ReweightedMoment moment, int rows, RandomStreams streams) {
        int atOnce = moment.pairsAtOnce();
        List<ReweightedMoment.Candidate> candidates = new ArrayList<>();
        try (Work work = Work.begin("atoms from pairs: pairs of samples", pairs)) {
            for (long from = 0; from < pairs; from += atOnce) {
                RandomGenerator[] randoms = new RandomGenerator[(int) Math.min(atOnce, pairs - from)];
                int[][] drawn = new int[randoms.length][];
                for (int pair = 0; pair < randoms.length; pair++) {
                    randoms[pair] = streams.at("pairs", 0, from + pair);
                    int first = randoms[pair].nextInt(rows);
                    int second = randoms[pair].nextInt(rows - 1);
                    drawn[pair] = new int[] {first, second < first ? second : second + 1};
                }
                moment.tops(drawn, randoms, work).stream()
                        .filter(each -> each.eigenvalue() >= leastEigenvalue * sparsity / units)
                        .forEach(candidates::add);
                keepBest(candidates);
                work.advance(randoms.length);
            }
        }
        return candidates;
    }

    /** The first of the candidates that are far enough from each other. */
    private List<ReweightedMoment.Candidate> distinct(
            ReweightedMoment moment, List<ReweightedMoment.Candidate> candidates) {
        List<ReweightedMoment.Candidate> taken = new ArrayList<>();
        try (Work work = Work.begin("atoms from pairs: candidates", candidates.size())) {
            for (ReweightedMoment.Candidate candidate : candidates) {
                if (taken.size() < units && taken.stream().allMatch(each -> each.distance(candidate) >= separation)) {
                    taken.add(moment.oriented(candidate));
                }
                work.advance(1);
            }
        }
        return taken;
    }

    /** Sorts by falling gap, and lets go what is beyond the number that is kept. */
    private void keepBest(List<ReweightedMoment.Candidate> candidates) {
        candidates.sort(
                Comparator.comparingDouble(ReweightedMoment.Candidate::gap).reversed());
        long most = (long) CANDIDATES_PER_UNIT * units;
        if (candidates.size() > most) {
            candidates.subList((int) most, candidates.size()).clear();
        }
    }

    @Override
    public String toString() {
        return "PairwiseReweighting[units=" + units + ", sparsity=" + sparsity + ", pairs=" + pairs + ", c1="
                + leastEigenvalue + ", c2=" + leastGap + ", separation=" + separation + "]";
    }
}
