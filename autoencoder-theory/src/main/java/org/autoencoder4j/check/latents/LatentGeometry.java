package org.autoencoder4j.check.latents;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.backend.internal.Vectors;
import org.autoencoder4j.check.latents.internal.EncoderProducts;
import org.autoencoder4j.check.latents.internal.LikestPairs;
import org.autoencoder4j.progress.Work;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Reference;
import org.autoencoder4j.report.Relation;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.sae.SparseAutoencoder;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * How the columns of a sparse autoencoder stand to each other: near duplicates among the atoms, which are candidates of latents
 * that were split or absorbed, dead directions, and how each encoder column is aligned with its atom. All are of directions, so
 * that lengths do not matter; {@code cos(u, v) = <u, v> / (||u|| ||v||)}, 0 if a length is 0.
 *
 * <p>Immutable; threads may share it.
 */
public final class LatentGeometry {
    /** More pairs than these are counted, but not named. */
    private static final int MOST_NAMED = 1000;

    /** A column so much shorter than the median one is no direction. */
    private static final double NO_LENGTH = 1e-6;

    private final double limit;
    private final double coherence;
    private final long duplicates;
    private final List<AtomPair> named;
    private final int[] dead;
    private final double[] products;
    private final double[] cosines;

    private LatentGeometry(SparseAutoencoder autoencoder, double limit) {
        this.limit = limit;
        double[][] encoder = HeapMatrix.columns(autoencoder.encoder());
        double[][] atoms = HeapMatrix.columns(autoencoder.decoder());
        double[] encoderNorms = norms(encoder);
        double[] norms = norms(atoms);
        this.products = new double[atoms.length];
        this.cosines = new double[atoms.length];
        for (int i = 0; i < atoms.length; i++) {
            products[i] = Vectors.dot(encoder[i], atoms[i]);
            double lengths = encoderNorms[i] * norms[i];
            cosines[i] = lengths > 0 ? products[i] / lengths : 0;
        }
        double shortest = NO_LENGTH * median(norms);
        double shortestEncoder = NO_LENGTH * median(encoderNorms);
        this.dead = IntStream.range(0, atoms.length)
                .filter(i -> norms[i] <= shortest || encoderNorms[i] <= shortestEncoder)
                .toArray();
        Pairs pairs = scanned(atoms, norms);
        this.coherence = pairs.greatest;
        this.duplicates = pairs.count;
        this.named = pairs.found.inOrder();
    }

    /** The pairs of the columns, which become unit ones. */
    private Pairs scanned(double[][] atoms, double[] norms) {
        for (int i = 0; i < atoms.length; i++) {
            for (int row = 0; row < atoms[i].length && norms[i] > 0; row++) {
                atoms[i][row] /= norms[i];
            }
        }
        Pairs pairs = new Pairs(limit);
        try (INDArray unit = HeapMatrix.ofColumns(atoms, DataType.DOUBLE);
                Work work = Work.begin("cosines of the atoms: atoms", atoms.length)) {
            for (int from = 0; from < atoms.length; from += EncoderProducts.BLOCK) {
                int to = Math.min(atoms.length, from + EncoderProducts.BLOCK);
                try (INDArray block = unit.get(NDArrayIndex.all(), NDArrayIndex.interval(from, to))
                                .dup('f');
                        INDArray gram = Nd4j.gemm(unit, block, true, false)) {
                    EncoderProducts.forEachColumn(from, () -> pairs::scan, gram);
                }
                work.advance(to - from);
            }
        }
        return pairs;
    }

    /** What is found among all pairs. */
    private static final class Pairs {
        private final double limit;
        private final LikestPairs found = new LikestPairs(MOST_NAMED);
        private double greatest;
        private long count;

        Pairs(double limit) {
            this.limit = limit;
        }

        void scan(int first, double[] cosines) {
            double most = 0;
            LikestPairs above = new LikestPairs(MOST_NAMED);
            int number = 0;
            for (int second = first + 1; second < cosines.length; second++) {
                most = Math.max(most, Math.abs(cosines[second]));
                if (cosines[second] > limit) {
                    number++;
                    above.offer(new AtomPair(first, second, cosines[second]));
                }
            }
            add(most, number, above);
        }

        private synchronized void add(double most, int number, LikestPairs above) {
            greatest = Math.max(greatest, most);
            count += number;
            found.offerAll(above);
        }
    }

    private static double[] norms(double[][] columns) {
        return Arrays.stream(columns).mapToDouble(Vectors::scaledNorm).toArray();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /**
     * Measures an autoencoder. Cost: {@code 2 n m^2} operations, and memory for DOUBLE copies of both matrices on the heap, of the
     * decoder beside it, and for {@code 256 m} products.
     *
     * @param autoencoder the autoencoder
     * @param cosine above which two atoms are near duplicates, from 0 to 1, for example 0.9
     * @return the geometry
     * @throws IllegalArgumentException if cosine is outside its range
     */
    public static LatentGeometry of(SparseAutoencoder autoencoder, double cosine) {
        return new LatentGeometry(autoencoder, Checks.between("cosine", cosine, 0, 1));
    }

    /**
     * Returns the coherence of the directions of the atoms.
     *
     * @return the greatest {@code |cos(A_i, A_j)|} over {@code i != j}, which times {@code sqrt(n)} is the incoherence mu
     */
    public double coherence() {
        return coherence;
    }

    /**
     * Counts near duplicates.
     *
     * @return the number of pairs whose cosine is above the limit
     */
    public long duplicateCount() {
        return duplicates;
    }

    /**
     * Names near duplicates.
     *
     * @return the pairs of the greatest cosines above the limit, the greatest first and of equal ones those of lower atoms, at most
     *     1000
     */
    public List<AtomPair> duplicates() {
        return named;
    }

    /**
     * Names units that have no direction.
     *
     * @return those whose atom or encoder column is shorter than 1e-6 times the median one; a copy
     */
    public int[] deadUnits() {
        return dead.clone();
    }

    /**
     * Returns a unit's product with its own atom.
     *
     * @param unit i, from 0 to m - 1
     * @return {@code <W_enc_i, W_dec_i>}: what of an atom's value the unit sees
     */
    public double alignment(int unit) {
        return products[unit];
    }

    /**
     * Returns the cosine of a unit and its own atom.
     *
     * @param unit i, from 0 to m - 1
     * @return the cosine
     */
    public double cosine(int unit) {
        return cosines[unit];
    }

    /**
     * Reports the geometry. It claims that no atoms are near duplicates, no direction is dead, and each encoder column has a
     * positive product with its atom.
     *
     * @return the report
     */
    public Report report() {
        int least = 0;
        for (int i = 0; i < cosines.length; i++) {
            least = cosines[i] < cosines[least] ? i : least;
        }
        Report report = Report.on(
                        "atoms are no near duplicates, no direction is dead, and units are aligned with their atoms",
                        Reference.asPrinted("NWH19", "Definition 1, of directions"))
                .claiming(Bound.exact(
                        "pairs of atoms with a cosine above " + limit, (double) duplicates, Relation.AT_MOST, 0))
                .claiming(Bound.exact("dead directions", dead.length, Relation.AT_MOST, 0))
                .claiming(new Bound("least cosine of a unit and its atom", cosines[least], Relation.ABOVE, 0))
                .with("coherence", coherence)
                .with("medianCosine", median(cosines))
                .with("medianAlignment", median(products))
                .with("leastAlignment", Arrays.stream(products).min().orElseThrow());
        String pair = named.isEmpty()
                ? ""
                : "atoms " + named.get(0).first() + " and " + named.get(0).second() + " with the cosine "
                        + named.get(0).cosine() + "; ";
        String first = dead.length == 0 ? "" : "unit " + dead[0] + " without a direction; ";
        return report.witnessedBy(pair + first + "unit " + least + " with the least cosine");
    }

    @Override
    public String toString() {
        return "LatentGeometry[coherence=" + coherence + ", duplicates=" + duplicates + ", dead=" + dead.length + "]";
    }
}
