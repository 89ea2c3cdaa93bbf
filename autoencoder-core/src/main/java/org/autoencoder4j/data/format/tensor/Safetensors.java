package org.autoencoder4j.data.format.tensor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.Elements;
import org.autoencoder4j.data.format.tensor.internal.StrictJson;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A safetensors file: named tensors and texts. The header is read and checked at once, the numbers of a tensor when they are
 * asked for; until then they stay on the disk.
 *
 * <p>Refused are: a header longer than 100 MB or than the file, that is no JSON in UTF-8 or names a tensor twice; a dtype
 * other than those of {@link TensorType}; a shape that does not fit its offsets; and tensors that overlap, leave holes or do
 * not end with the file. Single numbers (no sizes) and empty tensors (a size of 0) are legal. What is allocated is never more
 * than what the file has been found to hold.
 *
 * <p>The file must not be changed as long as it is in use. Threads may share an instance.
 */
public final class Safetensors {
    private static final int PIECE = 1 << 20;

    /** So many tensors are told of in an error. */
    private static final int MOST_LISTED = 12;

    private final Path file;
    private final SafetensorsHeader header;

    private Safetensors(Path file, SafetensorsHeader header) {
        this.file = file;
        this.header = header;
    }

    /**
     * Reads the header of a file.
     *
     * @param file the file
     * @return what is in it
     * @throws IOException if the file is missing or cannot be read
     * @throws IllegalArgumentException if it is no such file
     */
    public static Safetensors open(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return new Safetensors(file, SafetensorsHeader.read(channel));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + " is no safetensors file that can be read: " + e.getMessage(), e);
        }
    }

    /**
     * Writes tensors of the types F32 (of FLOAT arrays) and F64 (of DOUBLE arrays). Those of greater alignment come first, and
     * of equal ones the lower name by its UTF-8 bytes; spaces pad the header to a multiple of 8 bytes. So the same tensors and
     * texts make the same bytes. The file appears complete or not at all; one that is there already is replaced.
     *
     * @param file the file, in a folder that exists
     * @param tensors FLOAT or DOUBLE arrays by their names, of any rank; they are written in 'c' order
     * @param metadata texts by their names, in this order; may be empty
     * @throws IOException if it cannot be written
     * @throws IllegalArgumentException if an array has another type, a name is {@code __metadata__}, or the header would be
     *     longer than 100 MB
     */
    public static void write(Path file, Map<String, INDArray> tensors, Map<String, String> metadata)
            throws IOException {
        SafetensorsWriter.write(file, tensors, metadata);
    }

    /**
     * Returns the names of the tensors.
     *
     * @return the names, in the order of the header
     */
    public Set<String> names() {
        return Collections.unmodifiableSet(header.tensors().keySet());
    }

    /**
     * Returns where the tensors lie.
     *
     * @return all of them, in the order of the header
     */
    public Collection<TensorEntry> entries() {
        return Collections.unmodifiableCollection(header.tensors().values());
    }

    /**
     * Returns the texts that are stored beside the tensors.
     *
     * @return the texts by their names, in the order of the header
     */
    public Map<String, String> metadata() {
        return Collections.unmodifiableMap(header.metadata());
    }

    /**
     * Tells where a tensor lies, of which type and shape it is.
     *
     * @param name its name
     * @return its entry
     * @throws IllegalArgumentException if there is none of that name
     */
    public TensorEntry entry(String name) {
        TensorEntry entry = header.tensors().get(name);
        if (entry == null) {
            throw new IllegalArgumentException(file + " has no tensor " + name + "; it has " + list());
        }
        return entry;
    }

    /**
     * Tells where the numbers of a tensor begin.
     *
     * @param entry one of the {@link #entries}
     * @return its first byte, counted from that of the file
     */
    public long position(TensorEntry entry) {
        return Math.addExact(header.dataStart(), entry.start());
    }

    /** Names, types and shapes, so that one can be chosen. */
    private String list() {
        String listed = header.tensors().values().stream()
                .limit(MOST_LISTED)
                .map(entry -> StrictJson.excerpt(entry.name()) + " " + entry.type() + " " + entry.shape())
                .collect(Collectors.joining(", "));
        int more = header.tensors().size() - MOST_LISTED;
        return (listed.isEmpty() ? "none" : listed) + (more > 0 ? " and " + more + " more" : "");
    }

    /**
     * Finds the only matrix: the only tensor with two axes or more, or if there is none the only vector. Empty ones do not
     * count.
     *
     * @return its entry
     * @throws IllegalArgumentException if there is none or more than one; the message lists them with types and shapes
     */
    public TensorEntry onlyMatrix() {
        List<TensorEntry> found = withAxes(2);
        if (found.isEmpty()) {
            found = withAxes(1);
        }
        if (found.size() == 1) {
            return found.get(0);
        }
        throw new IllegalArgumentException(file
                + (found.isEmpty() ? " has no matrix" : " has several tensors that may be meant: name one of them")
                + "; it has " + list());
    }

    private List<TensorEntry> withAxes(int least) {
        return header.tensors().values().stream()
                .filter(entry -> entry.length() > 0 && entry.shape().size() >= least)
                .toList();
    }

    /**
     * Copies a tensor into memory. Its numbers are converted to the type asked for, rounded once to the nearest where that has
     * not enough digits (so whole numbers beyond 2^24 in FLOAT, or 2^53 in DOUBLE); they may be NaN or infinite if those of
     * the file are. Cost: one pass over it.
     *
     * @param name its name
     * @param type FLOAT or DOUBLE
     * @return a new array of the tensor's shape, in 'c' order
     * @throws IOException if the file cannot be read any more
     * @throws IllegalArgumentException if there is none of that name, the type is another, or a finite number is too large for
     *     FLOAT
     */
    public INDArray array(String name, DataType type) throws IOException {
        Checks.realType("type", type);
        TensorEntry entry = entry(name);
        if (entry.length() == 0) {
            return Nd4j.create(type, entry.shapeArray());
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long end = Math.addExact(header.dataStart(), entry.end());
            if (channel.size() < end) {
                throw new IOException(
                        file + " was changed: it had at least " + end + " bytes and has " + channel.size());
            }
            INDArray array = Nd4j.createUninitialized(type, entry.shapeArray(), 'c');
            copy(channel, entry, Elements.of(array), type);
            return array;
        }
    }

    /** Maps a piece of the file after the other and converts it. */
    private void copy(FileChannel channel, TensorEntry entry, Elements target, DataType type) throws IOException {
        int width = entry.type().width();
        TensorNumbers numbers = new TensorNumbers(file, entry, type);
        for (long at = 0; at < entry.length(); at += PIECE) {
            int count = (int) Math.min(PIECE, entry.length() - at);
            ByteBuffer piece =
                    channel.map(FileChannel.MapMode.READ_ONLY, position(entry) + at * width, (long) count * width);
            for (int done = 0; done < count; done += TensorNumbers.MOST) {
                int converted = Math.min(TensorNumbers.MOST, count - done);
                target.set(
                        at + done, numbers.convert(piece.slice(done * width, converted * width), converted, at + done));
            }
        }
    }

    @Override
    public String toString() {
        return "Safetensors[" + file + ", " + header.tensors().size() + " tensors]";
    }
}
