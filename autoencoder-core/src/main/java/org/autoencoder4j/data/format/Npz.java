package org.autoencoder4j.data.format;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.data.format.internal.array.NpzFile;
import org.autoencoder4j.data.format.internal.array.NpzMember;
import org.autoencoder4j.storage.internal.Unfinished;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Reads and writes NumPy's {@code .npz} files: several arrays by name, each as {@link Npy} reads it, stored or deflated.
 *
 * <p>Members are found by the directory at the end of the file, so that also those are read that were written to a stream
 * without their sizes. Before memory is taken for the numbers of a member, it is decompressed once: its size and its
 * checksum must be those of the directory, and its size that of its header. So a small file that claims to hold much is
 * refused, and reading a member costs twice its decompression. One that truly holds it, deflated a thousand times as equal
 * numbers are, takes the memory of what it holds.
 */
public final class Npz {
    private static final LocalDateTime EPOCH = LocalDateTime.of(1980, 1, 1, 0, 0);

    private Npz() {}

    /**
     * The names of a file's arrays, without the {@code .npy} that they have in the file.
     *
     * @param file the file
     * @return the names, in the file's order, of what may be read or not
     * @throws IOException if the file is missing or cannot be read
     * @throws IllegalArgumentException if it is no such file
     */
    public static List<String> names(Path file) throws IOException {
        try (NpzFile zip = NpzFile.open(file)) {
            return zip.members().stream().map(NpzMember::name).toList();
        }
    }

    /**
     * Reads the only matrix of a file: the only array of real numbers with two axes or more, or if there is none the only
     * vector.
     *
     * @param file the file
     * @param type FLOAT or DOUBLE
     * @return an array of that type, in the order in which it was written; of rank 3 and more a matrix in 'c' order
     * @throws IOException if the file is missing or cannot be read
     * @throws IllegalArgumentException if it is no such file or the array is damaged, if there is no such array or more
     *     than one (then the message lists them all with their types and shapes), or if a finite number is too large for
     *     FLOAT
     */
    public static INDArray read(Path file, DataType type) throws IOException {
        Checks.realType("type", type);
        try (NpzFile zip = NpzFile.open(file)) {
            return zip.read(zip.onlyMatrix(), type);
        }
    }

    /**
     * Reads an array.
     *
     * @param file the file
     * @param name the name of the array, without {@code .npy}
     * @param type FLOAT or DOUBLE
     * @return an array of that type and of rank 0, 1 or 2, in the order in which it was written; of rank 3 and more a
     *     matrix in 'c' order
     * @throws IOException if the file is missing or cannot be read
     * @throws IllegalArgumentException if it is no such file or the array is damaged, if there is no array of that name
     *     (then the message lists them all), if it is none of real numbers, or if a finite number is too large for FLOAT
     */
    public static INDArray read(Path file, String name, DataType type) throws IOException {
        Checks.realType("type", type);
        try (NpzFile zip = NpzFile.open(file)) {
            return zip.read(zip.member(name), type);
        }
    }

    /**
     * Writes arrays so that NumPy reads them, deflated. The same arrays give the same bytes. The file appears complete or
     * not at all; one that is there already is replaced.
     *
     * @param file the file, in a folder that exists
     * @param arrays at least one FLOAT or DOUBLE array, of rank 0, 1 or 2, by name; they are written in the map's order
     * @throws IOException if it cannot be written
     * @throws IllegalArgumentException if there is no array, an array has another type or rank, or a name is empty
     */
    public static void write(Path file, Map<String, INDArray> arrays) throws IOException {
        Checks.atLeast("number of arrays", arrays.size(), 1);
        arrays.forEach((name, array) -> {
            if (name.isBlank()) {
                throw new IllegalArgumentException("the name of an array is empty; it must have a character");
            }
            Npy.requireWritable(name, array);
        });
        Unfinished.file(file, unfinished -> {
            try (OutputStream bytes = Files.newOutputStream(unfinished);
                    ZipOutputStream zip = new ZipOutputStream(bytes)) {
                WritableByteChannel channel = Channels.newChannel(zip);
                for (Map.Entry<String, INDArray> array : arrays.entrySet()) {
                    ZipEntry entry = new ZipEntry(array.getKey() + NpzMember.ENDING);
                    entry.setTimeLocal(EPOCH);
                    zip.putNextEntry(entry);
                    Npy.write(channel, array.getValue());
                    zip.closeEntry();
                }
            }
        });
    }
}
