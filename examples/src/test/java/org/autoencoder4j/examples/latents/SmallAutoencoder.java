package org.autoencoder4j.examples.latents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.autoencoder4j.data.format.Npy;
import org.autoencoder4j.examples.Execution;
import org.autoencoder4j.model.Dictionaries;
import org.autoencoder4j.random.RandomStreams;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A JumpReLU autoencoder in a folder of .npy files with thresholds of 0.5. Its dictionary is orthonormal but for latent 5, whose
 * atom is nearly that of latent 4.
 */
public record SmallAutoencoder(Path folder, Path sae, INDArray atoms) {
    static final int UNITS = 24;
    static final int FEATURES = 32;

    /** What samples without any atom are in each feature. */
    static final double OFFSET = 0.2;

    public static SmallAutoencoder in(Path folder) throws IOException {
        INDArray atoms = orthonormal();
        INDArray near = atoms.getColumn(4).add(atoms.getColumn(5).mul(0.1));
        atoms.putColumn(5, near.div(near.norm2Number().doubleValue()));
        Path sae = Files.createDirectory(folder.resolve("sae"));
        SmallAutoencoder small = new SmallAutoencoder(folder, sae, atoms);
        small.saveTied(atoms);
        Npy.write(sae.resolve("b_enc.npy"), Nd4j.zeros(DataType.FLOAT, UNITS));
        Npy.write(sae.resolve("b_dec.npy"), Nd4j.ones(DataType.FLOAT, FEATURES).mul(OFFSET));
        Npy.write(sae.resolve("threshold.npy"), Nd4j.ones(DataType.FLOAT, UNITS).mul(0.5));
        return small;
    }

    static INDArray orthonormal() {
        return Dictionaries.orthonormal(FEATURES, UNITS, DataType.FLOAT, RandomStreams.of(1))
                .dup('f');
    }

    /** Replaces encoder and decoder. */
    void saveTied(INDArray matrix) throws IOException {
        Npy.write(sae.resolve("W_enc.npy"), matrix);
        Npy.write(sae.resolve("W_dec.npy"), matrix);
    }

    /** Certifies it. */
    Execution certify(String... options) {
        return certify(sae, options);
    }

    /** Certifies another. */
    Execution certify(Path other, String... options) {
        List<String> all = new ArrayList<>(List.of("certify", "--sae", other.toString()));
        all.addAll(Arrays.asList(options));
        return Execution.in(folder.resolve("out"), all.toArray(String[]::new));
    }

    /** Saves samples, the offset added to each. */
    String samples(INDArray rows) throws IOException {
        Path file = folder.resolve("samples.npy");
        Npy.write(file, rows.add(OFFSET).dup('c'));
        return file.toString();
    }
}
