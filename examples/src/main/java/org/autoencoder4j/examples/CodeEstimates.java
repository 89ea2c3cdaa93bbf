package org.autoencoder4j.examples;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.backend.internal.Vectors;
import org.autoencoder4j.check.latents.LatentDiagnosis;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.format.DataFile;
import org.autoencoder4j.data.format.DataOptions;
import org.autoencoder4j.data.preprocessing.Outliers.Outlier;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.sae.SparseAutoencoder;

/** What samples say of the codes of an autoencoder, and which samples are unlike all others. */
final class CodeEstimates {
    /** A sample so many times as long as the median one is named. */
    private static final double LONG = 100;

    private final Path file;
    private final LatentDiagnosis diagnosis;
    private final double[] frequencies;
    private final long[] outliers;

    private CodeEstimates(Path file, LatentDiagnosis diagnosis, long[] longRows) {
        this.file = file;
        this.diagnosis = diagnosis;
        this.frequencies = diagnosis.frequencies();
        this.outliers = LongStream.concat(
                        diagnosis.outliers().stream().mapToLong(Outlier::row), Arrays.stream(longRows))
                .sorted()
                .distinct()
                .toArray();
    }

    /** Reads a file of samples and codes them. */
    static CodeEstimates of(Path file, SparseAutoencoder autoencoder) throws IOException {
        Batches samples =
                DataFile.read(file, autoencoder.dataType(), DataOptions.usual()).samples();
        try {
            return new CodeEstimates(file, LatentDiagnosis.of(autoencoder, samples), longRows(samples));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    /** Rows at least 100 times as long as the median one of those that are not 0. */
    private static long[] longRows(Batches samples) {
        double[] norms = new double[(int) samples.size()];
        Batches.Reader reader = samples.reader();
        for (int from = 0; from < norms.length; from += RandomStreams.BLOCK_SIZE) {
            int to = (int) Math.min((long) from + RandomStreams.BLOCK_SIZE, norms.length);
            double[][] rows = HeapMatrix.rows(reader.rows(0, from, to));
            for (int row = from; row < to; row++) {
                norms[row] = Vectors.scaledNorm(rows[row - from]);
            }
        }
        double[] rising = Arrays.stream(norms).filter(norm -> norm > 0).sorted().toArray();
        double least = rising.length == 0 ? Double.POSITIVE_INFINITY : LONG * rising[(rising.length - 1) / 2];
        return LongStream.range(0, norms.length)
                .filter(row -> norms[(int) row] >= least)
                .toArray();
    }

    /** The median number of latents that fire, if codes may have so many atoms. */
    int sparsity() {
        int median = diagnosis.sparsity();
        if (median < 1 || median >= frequencies.length) {
            throw new IllegalArgumentException(file + ": the median sample fires "
                    + (median < 1 ? "no latent" : median + " of " + frequencies.length + " latents")
                    + ": give --k, the atoms of the codes to certify");
        }
        return median;
    }

    double a1() {
        return diagnosis.a1();
    }

    double a2() {
        return diagnosis.a2();
    }

    double[] frequencies() {
        return frequencies.clone();
    }

    /** Puts them into the results and onto the console. */
    void write(Example example) {
        long silent = Arrays.stream(frequencies).filter(share -> share == 0).count();
        example.results()
                .put("samples", diagnosis.samples())
                .put("meanActiveLatents", diagnosis.meanSparsity())
                .put("medianActiveLatents", diagnosis.sparsity())
                .put("a1", a1())
                .put("a2", a2())
                .put("latentsThatNeverFire", silent);
        ArrayNode rows = example.results().putArray("outliers");
        Arrays.stream(outliers).forEach(rows::add);
        example.console()
                .println("Estimated from " + diagnosis.samples() + " samples: k = " + diagnosis.sparsity()
                        + ", values in [" + (float) a1() + ", " + (float) a2() + "]");
        if (outliers.length > 0) {
            example.console()
                    .println(
                            outliers.length + " samples lie far from all others or are 100 times as long as the median,"
                                    + " the first in row " + outliers[0] + ": are they what is to be coded?");
        }
    }
}
