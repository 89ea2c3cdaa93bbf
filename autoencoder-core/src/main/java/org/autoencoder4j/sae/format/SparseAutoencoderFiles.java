package org.autoencoder4j.sae.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.autoencoder4j.data.format.tensor.Safetensors;
import org.autoencoder4j.sae.SparseAutoencoder;

/** Reads a sparse autoencoder of any of the formats here, told by the files in a folder and by the content of a file. */
public final class SparseAutoencoderFiles {
    private static final String NPZ = "params.npz";
    private static final String PICKLE = "ae.pt";
    private static final int PICKLE_BYTE = 0x80;
    private static final String WHY_NO_PICKLE =
            " is a pickle of Python, which may run any program when it is read, so it is"
                    + " not read: save its arrays and cfg.json as a folder of SAELens or sparsify where it was made";

    private SparseAutoencoderFiles() {}

    /**
     * Reads a folder of SAELens or sparsify, one that holds a {@code params.npz} of Gemma Scope, or one of the files of these
     * with what belongs to it in the same folder.
     *
     * @param path the folder or file
     * @return the sparse autoencoder
     * @throws IOException if something is missing or cannot be read
     * @throws IllegalArgumentException if it is none that can be read; {@code ae.pt} of dictionary_learning is a pickle, which
     *     is never read
     */
    public static SparseAutoencoder read(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new NoSuchFileException(path.toString());
        }
        return Files.isDirectory(path) ? readFolder(path) : readFile(path);
    }

    /**
     * Reads a folder of SAELens whose inputs are multiplied by a factor first: {@link SaeLens#read(Path, double)}.
     *
     * @param path the folder, or its {@code sae_weights.safetensors}
     * @param factor what inputs are multiplied by, above 0
     * @return the sparse autoencoder, which takes inputs as they are
     * @throws IOException if something is missing or cannot be read
     * @throws IllegalArgumentException if it is none of SAELens that can be read, or its inputs are not multiplied
     */
    public static SparseAutoencoder read(Path path, double factor) throws IOException {
        if (!Files.exists(path)) {
            throw new NoSuchFileException(path.toString());
        }
        Path folder = Files.isDirectory(path) ? path : path.toAbsolutePath().resolveSibling("");
        boolean named = folder == path || path.endsWith(SaeLens.WEIGHTS);
        if (!named || !Files.exists(folder.resolve(SaeLens.WEIGHTS))) {
            throw new IllegalArgumentException(
                    path + " is no autoencoder of SAELens, of which alone inputs are multiplied by"
                            + " a factor: read it without the factor " + factor);
        }
        return SaeLens.read(folder, factor);
    }

    private static SparseAutoencoder readFolder(Path folder) throws IOException {
        if (Files.exists(folder.resolve(SaeLens.WEIGHTS))) {
            return SaeLens.read(folder);
        }
        if (Files.exists(folder.resolve(Sparsify.WEIGHTS))) {
            return Sparsify.read(folder);
        }
        if (Files.exists(folder.resolve(NPZ))) {
            return GemmaScope.read(folder.resolve(NPZ));
        }
        if (Files.exists(folder.resolve(PICKLE))) {
            throw new IllegalArgumentException(folder.resolve(PICKLE) + WHY_NO_PICKLE);
        }
        throw new IllegalArgumentException(folder + " holds no sparse autoencoder that can be read: it must have "
                + SaeLens.WEIGHTS + " (SAELens), " + Sparsify.WEIGHTS + " (sparsify) or " + NPZ + " (Gemma Scope)");
    }

    private static SparseAutoencoder readFile(Path file) throws IOException {
        int first;
        int second;
        try (InputStream bytes = Files.newInputStream(file)) {
            first = bytes.read();
            second = bytes.read();
        }
        if (first == 'P' && second == 'K') {
            requireNoPickle(file);
            return GemmaScope.read(file);
        }
        if (file.endsWith(SaeLens.CONFIGURATION)) {
            throw new IllegalArgumentException(
                    file + " is the configuration of an autoencoder: give the folder in which it is");
        }
        if (first == PICKLE_BYTE && second >= 0 && second <= 5) {
            throw new IllegalArgumentException(file + WHY_NO_PICKLE);
        }
        return readTensors(file);
    }

    /** PyTorch puts its pickle into a zip file. */
    private static void requireNoPickle(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            if (zip.stream().anyMatch(entry -> entry.getName().endsWith(".pkl"))) {
                throw new IllegalArgumentException(file + WHY_NO_PICKLE);
            }
        } catch (ZipException e) {
            throw new IllegalArgumentException(
                    file + " begins like a zip file and is none: "
                            + Configuration.shown(String.valueOf(e.getMessage())),
                    e);
        }
    }

    private static SparseAutoencoder readTensors(Path file) throws IOException {
        boolean sparsify = Safetensors.open(file).names().contains(Sparsify.ENCODER);
        String name = sparsify ? Sparsify.WEIGHTS : SaeLens.WEIGHTS;
        if (!file.endsWith(name)) {
            throw new IllegalArgumentException(
                    file + " must have the name " + name + ", with its cfg.json in the same folder");
        }
        Path folder = file.toAbsolutePath().resolveSibling("");
        return sparsify ? Sparsify.read(folder) : SaeLens.read(folder);
    }
}
