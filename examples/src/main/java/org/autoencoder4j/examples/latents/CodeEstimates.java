package org.autoencoder4j.examples.latents;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.autoencoder4j.check.latents.LatentDiagnosis;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.preprocessing.Outliers.Outlier;
import org.autoencoder4j.examples.command.Example;
import org.autoencoder4j.examples.samples.ReadingOptions;
import org.autoencoder4j.examples.samples.Sampling;
import org.autoencoder4j.sae.SparseAutoencoder;

/** What samples say of the codes of an autoencoder, and which samples are unlike all others. */
final class CodeEstimates {
    private final Path file;
    private final LatentDiagnosis diagnosis;
    private final double[] frequencies;
    private final List<Outlier> outliers;

    private CodeEstimates(Path file, LatentDiagnosis diagnosis) {
        this.file = file;
        this.diagnosis = diagnosis;
        this.frequencies = diagnosis.frequencies();
        this.outliers = diagnosis.outliers();
    }

    /** Reads a file of samples and codes them. */
    static CodeEstimates of(Path file, ReadingOptions reading, SparseAutoencoder autoencoder) throws IOException {
        Batches samples = Sampling.ofTable(file, reading.table(), reading.array(), 1, autoencoder.dataType())
                .batches();
        try {
            return new CodeEstimates(file, LatentDiagnosis.of(autoencoder, samples));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
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
        outliers.forEach(each -> rows.add(each.row()));
        example.console()
                .println("Estimated from " + diagnosis.samples() + " samples: k = " + diagnosis.sparsity()
                        + ", values in [" + (float) a1() + ", " + (float) a2() + "]");
        if (!outliers.isEmpty()) {
            example.console()
                    .println(outliers.size() + " samples lie far from all others or are 50 times as long as the median,"
                            + " the first in row " + outliers.get(0).row() + ": are they what is to be coded?");
        }
    }
}
