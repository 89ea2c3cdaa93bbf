package org.autoencoder4j.data.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.autoencoder4j.data.format.internal.array.IdxHeader;
import org.autoencoder4j.data.format.internal.array.NpyHeader;

/**
 * The formats of files with samples. What a file is, is told by its first bytes; if these say nothing, as those of a table
 * do, by its name.
 */
public enum DataFormat {
    /** An array of NumPy: {@link Npy}; also a folder of them: {@link Shards}. */
    NPY(".npy"),
    /** Several arrays of NumPy: {@link Npz}. */
    NPZ(".npz"),
    /** The format of MNIST: {@link Idx}. */
    IDX(".idx -ubyte .idx.gz -ubyte.gz"),
    /** Several tensors: {@link org.autoencoder4j.data.format.tensor.Safetensors}. */
    SAFETENSORS(".safetensors"),
    /** A table of text: {@link Csv}. */
    TABLE(".csv .csv.gz .tsv .tsv.gz .txt .txt.gz .dat .dat.gz"),
    /** A picture: {@link Images}. */
    PICTURE(".png .jpg .jpeg .gif .bmp .tif .tiff .wbmp");

    private static final int HEAD = 64;
    private static final int GZIP = 0x1F8B;
    private static final int ZIP = 0x504B;
    private static final List<Integer> JPEG_OR_PNG = List.of(0xFFD8, 0x8950);
    private static final List<Integer> GIF_BMP_OR_TIFF = List.of(0x4749, 0x424D, 0x4949, 0x4D4D);

    /** Separated by blanks. */
    private final String endings;

    DataFormat(String endings) {
        this.endings = endings;
    }

    /**
     * The ends of names of such files, in lower case.
     *
     * @return the ends
     */
    public List<String> endings() {
        return List.of(endings.split(" "));
    }

    /**
     * Tells what a file is. Cost: its first bytes are read.
     *
     * @param file the file, or a folder, which counts as one of {@code .npy} files
     * @return its format, which its content need not keep: that is seen when it is read
     * @throws IOException if the file is missing or cannot be read
     * @throws IllegalArgumentException if neither its first bytes nor the end of its name are those of a known format
     */
    public static DataFormat of(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            return NPY;
        }
        byte[] head = head(file);
        return byContent(head, file.toString().toLowerCase(Locale.ROOT).endsWith(".wbmp"))
                .or(() -> byName(file))
                .orElseThrow(
                        () -> new IllegalArgumentException(file + " is of no known format: its first bytes are those"
                                + " of none, and its name must end with .npy, .csv, .tsv, .txt or .dat (tables of text, also with"
                                + " .gz), .npz, .safetensors, .idx or, if it is a picture, .png or .jpg"));
    }

    private static Optional<DataFormat> byContent(byte[] head, boolean wbmp) {
        int start = head.length < 2 ? 0 : ((head[0] & 0xFF) << 8) | (head[1] & 0xFF);
        if (NpyHeader.begins(head)) {
            return Optional.of(NPY);
        }
        if (start == ZIP && head.length > 2 && (head[2] == 3 || head[2] == 5)) {
            return Optional.of(NPZ);
        }
        if (beginsTensors(head)) {
            return Optional.of(SAFETENSORS);
        }
        // Text has no zeros, and may begin with BMI, or with II.
        if (JPEG_OR_PNG.contains(start) || (GIF_BMP_OR_TIFF.contains(start) && hasZero(head))) {
            return Optional.of(PICTURE);
        }
        // A WBMP file of some widths begins so, too.
        return IdxHeader.begins(head) && !wbmp ? Optional.of(IDX) : Optional.empty();
    }

    /** The length of a header below 4 GB, and its JSON object. */
    private static boolean beginsTensors(byte[] head) {
        return head.length > 8 && head[8] == '{' && head[4] == 0 && head[5] == 0 && head[6] == 0 && head[7] == 0;
    }

    private static boolean hasZero(byte[] bytes) {
        for (byte b : bytes) {
            if (b == 0) {
                return true;
            }
        }
        return false;
    }

    private static Optional<DataFormat> byName(Path file) {
        for (DataFormat format : values()) {
            if (isNamed(file, format)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    private static boolean isNamed(Path file, DataFormat format) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return format.endings().stream().anyMatch(name::endsWith);
    }

    /** The first bytes, of what is compressed those inside. */
    private static byte[] head(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            byte[] head = bytes.readNBytes(HEAD);
            if (head.length < 2 || (((head[0] & 0xFF) << 8) | (head[1] & 0xFF)) != GZIP) {
                return head;
            }
        }
        try (InputStream bytes = Files.newInputStream(file);
                InputStream inside = new GZIPInputStream(bytes)) {
            byte[] head = inside.readNBytes(HEAD);
            return IdxHeader.begins(head) ? head : new byte[0];
        } catch (IOException e) {
            // Damaged: its name says what it should be, and its reader what is wrong.
            return new byte[0];
        }
    }
}
