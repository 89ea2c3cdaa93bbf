package org.autoencoder4j.sae.format;

import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.autoencoder4j.data.format.Npy;
import org.autoencoder4j.storage.internal.Unfinished;
import org.nd4j.linalg.api.ndarray.INDArray;

/** All arrays of an {@code .npz} file, unpacked beside each other into a folder that is deleted again. */
final class NpzArrays {
    private static final String ENDING = ".npy";

    private NpzArrays() {}

    static Map<String, INDArray> read(Path file) throws IOException {
        Map<String, INDArray> arrays = new TreeMap<>();
        Path unpacked = Files.createTempFile("autoencoder4j-", ENDING);
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                if (arrays.put(name(file, entry), read(file, zip, entry, unpacked)) != null) {
                    throw new IllegalArgumentException(
                            file + " has two arrays of the name " + Configuration.shown(entry.getName()));
                }
            }
        } catch (ZipException | EOFException e) {
            throw new IllegalArgumentException(
                    file + " is no .npz file that can be read: " + Configuration.shown(String.valueOf(e.getMessage())),
                    e);
        } finally {
            Files.deleteIfExists(unpacked);
        }
        return arrays;
    }

    private static String name(Path file, ZipEntry entry) {
        String name = entry.getName();
        if (!name.endsWith(ENDING)) {
            throw new IllegalArgumentException(
                    file + " has an entry " + Configuration.shown(name) + "; all must end with " + ENDING);
        }
        return name.substring(0, name.length() - ENDING.length());
    }

    private static INDArray read(Path file, ZipFile zip, ZipEntry entry, Path unpacked) throws IOException {
        try (InputStream content = zip.getInputStream(entry);
                OutputStream to = Files.newOutputStream(unpacked)) {
            content.transferTo(to);
        }
        try {
            return Npy.read(unpacked);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    file + ", entry " + Configuration.shown(entry.getName()) + ": "
                            + String.valueOf(e.getMessage()).replace(unpacked.toString(), "it"),
                    e);
        }
    }

    static void write(Path file, Map<String, INDArray> arrays) throws IOException {
        Path packed = Files.createTempFile("autoencoder4j-", ENDING);
        try {
            Unfinished.file(file, unfinished -> {
                try (ZipOutputStream zip =
                        new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(unfinished)))) {
                    for (Map.Entry<String, INDArray> array : arrays.entrySet()) {
                        Npy.write(packed, array.getValue());
                        zip.putNextEntry(new ZipEntry(array.getKey() + ENDING));
                        Files.copy(packed, zip);
                        zip.closeEntry();
                    }
                }
            });
        } finally {
            Files.deleteIfExists(packed);
        }
    }

    static List<Long> shape(INDArray array) {
        return Arrays.stream(array.shape()).boxed().toList();
    }
}
