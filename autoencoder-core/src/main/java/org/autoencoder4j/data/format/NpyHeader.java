package org.autoencoder4j.data.format;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The header of an {@code .npy} file: magic, version, length, and a Python dictionary with the keys {@code descr},
 * {@code fortran_order} and {@code shape}. Only what NumPy writes for plain matrices is understood; nothing is evaluated.
 *
 * @param type FLOAT or DOUBLE
 * @param byteOrder the byte order of the numbers
 * @param order 'c' or 'f'
 * @param shape of rank 0, 1 or 2
 * @param start the first byte of the numbers
 */
record NpyHeader(DataType type, ByteOrder byteOrder, char order, List<Long> shape, int start) {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int ALIGNMENT = 64;
    private static final int LONGEST = 1 << 16;
    private static final int DIGITS = 18;
    private static final Pattern DICTIONARY = Pattern.compile("\\s*\\{(.*)\\}\\s*", Pattern.DOTALL);
    private static final Pattern ENTRY =
            Pattern.compile("\\s*(['\"])(\\w+)\\1\\s*:\\s*('[^']*'|\"[^\"]*\"|\\([^()]*\\)|\\w+)\\s*(,|$)\\s*");
    private static final Pattern TYPE = Pattern.compile("['\"]([<>])f([48])['\"]");
    private static final Pattern WHOLE = Pattern.compile("-?\\d+");

    /** The header with which an array is written. */
    static NpyHeader of(INDArray array) {
        char order = array.rank() == 2 && array.ordering() == 'f' ? 'f' : 'c';
        List<Long> shape = Arrays.stream(array.shape()).boxed().toList();
        return new NpyHeader(array.dataType(), ByteOrder.nativeOrder(), order, shape, 0);
    }

    long[] shapeArray() {
        return shape.stream().mapToLong(Long::longValue).toArray();
    }

    /** The number of numbers. */
    long length() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }

    /** Magic, version 1.0, length and dictionary, padded so that the numbers begin at a multiple of 64 bytes. */
    ByteBuffer bytes() {
        String sizes = shape.toString().replaceAll("[\\[\\]]", "") + (shape.size() == 1 ? "," : "");
        String text = "{'descr': '" + (byteOrder == ByteOrder.LITTLE_ENDIAN ? "<f" : ">f") + type.width()
                + "', 'fortran_order': " + (order == 'f' ? "True" : "False") + ", 'shape': (" + sizes + "), }";
        int before = MAGIC.length + 4;
        int padding = ALIGNMENT - 1 - (before + text.length()) % ALIGNMENT;
        String padded = text + " ".repeat(padding) + "\n";
        ByteBuffer bytes = ByteBuffer.allocate(before + padded.length()).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) padded.length());
        return bytes.put(padded.getBytes(StandardCharsets.US_ASCII)).flip();
    }

    /** Reads a header and leaves the channel at the first number; the file must end with the last number. */
    static NpyHeader read(Path file, FileChannel channel) throws IOException {
        try {
            NpyHeader header = parse(channel);
            long expected = Math.addExact(header.start, Math.multiplyExact(header.length(), header.type.width()));
            if (channel.size() != expected) {
                throw new IllegalArgumentException("its header asks for " + expected + " bytes (" + header.type + " "
                        + header.shape + ") and it has " + channel.size());
            }
            return header;
        } catch (EOFException e) {
            throw new IllegalArgumentException(file + " is no .npy file: it ends within its header", e);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(file + " is no .npy file: its shape overflows", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + " is no .npy file that can be read: " + e.getMessage(), e);
        }
    }

    private static NpyHeader parse(FileChannel channel) throws IOException {
        if (!take(channel, MAGIC.length).equals(ByteBuffer.wrap(MAGIC))) {
            throw new IllegalArgumentException("it does not begin with \\x93NUMPY");
        }
        ByteBuffer version = take(channel, 2);
        int major = version.get(0);
        if (major < 1 || major > 3 || version.get(1) != 0) {
            throw new IllegalArgumentException(
                    "it has version " + major + "." + version.get(1) + ", which must be 1.0, 2.0 or 3.0");
        }
        long length = major == 1
                ? take(channel, 2).getShort(0) & 0xFFFFL
                : take(channel, 4).getInt(0) & 0xFFFFFFFFL;
        if (length > LONGEST) {
            throw new IllegalArgumentException("its header has " + length + " bytes; at most " + LONGEST + " are read");
        }
        ByteBuffer text = take(channel, (int) length);
        return parse(StandardCharsets.UTF_8.decode(text).toString(), Math.toIntExact(channel.position()));
    }

    private static NpyHeader parse(String text, int start) {
        Map<String, String> entries = entries(text);
        String descr = entries.getOrDefault("descr", "missing");
        Matcher type = TYPE.matcher(descr);
        if (!type.matches()) {
            throw new IllegalArgumentException("its descr is " + shown(descr)
                    + ", which must be '<f4', '>f4', '<f8' or '>f8' (in NumPy: " + advice(descr) + ")");
        }
        String fortran = entries.getOrDefault("fortran_order", "missing");
        if (!fortran.equals("True") && !fortran.equals("False")) {
            throw new IllegalArgumentException(
                    "its fortran_order is " + shown(fortran) + ", which must be True or False");
        }
        List<Long> shape = shape(entries);
        return new NpyHeader(
                type.group(2).equals("4") ? DataType.FLOAT : DataType.DOUBLE,
                type.group(1).equals("<") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN,
                fortran.equals("True") && shape.size() == 2 ? 'f' : 'c',
                shape,
                start);
    }

    private static Map<String, String> entries(String text) {
        Matcher dictionary = DICTIONARY.matcher(text);
        if (!dictionary.matches()) {
            throw new IllegalArgumentException("its header is no dictionary in braces");
        }
        String content = dictionary.group(1).strip();
        Map<String, String> entries = new HashMap<>();
        Matcher entry = ENTRY.matcher(content);
        int at = 0;
        while (at < content.length()) {
            if (!entry.region(at, content.length()).lookingAt()
                    || entries.put(entry.group(2), entry.group(3)) != null) {
                throw new IllegalArgumentException("its header is not understood from "
                        + Excerpt.of(content.substring(at))
                        + " on; it must give descr (a plain type, no record or pickled object), fortran_order and shape,"
                        + " once each");
            }
            at = entry.end();
        }
        return entries;
    }

    private static List<Long> shape(Map<String, String> entries) {
        String shape = entries.getOrDefault("shape", "missing");
        if (!shape.startsWith("(")) {
            throw noTuple(shape);
        }
        String[] parts = shape.substring(1, shape.length() - 1).split(",", -1);
        // A comma follows each size; only after the last of several it may be missing.
        int sizes = parts[parts.length - 1].isBlank() ? parts.length - 1 : parts.length;
        for (int i = 0; i < sizes; i++) {
            if (!WHOLE.matcher(parts[i].strip()).matches()) {
                throw noTuple(shape);
            }
        }
        if (parts.length == 1 && sizes == 1) {
            throw new IllegalArgumentException("its shape is " + shown(shape)
                    + ", a number in parentheses; a tuple of one size is written with a comma, as in (3,)");
        }
        if (sizes > 2) {
            throw new IllegalArgumentException("its shape " + shown(shape) + " has rank " + sizes
                    + ", which must be 0, 1 or 2 (in NumPy: array.reshape(len(array), -1))");
        }
        return Arrays.stream(parts, 0, sizes)
                .map(size -> size(size.strip(), shape))
                .toList();
    }

    private static long size(String text, String shape) {
        if (text.startsWith("-") || text.length() > DIGITS) {
            throw new IllegalArgumentException("its shape " + shown(shape) + " has sizes that are not from 0 to 10^18");
        }
        return Long.parseLong(text);
    }

    private static IllegalArgumentException noTuple(String shape) {
        return new IllegalArgumentException(
                "its shape is " + shown(shape) + ", which must be a tuple of whole numbers, as in (10, 3)");
    }

    private static String shown(String value) {
        String excerpt = Excerpt.of(value);
        return excerpt.substring(1, excerpt.length() - 1);
    }

    /** How NumPy makes numbers that can be read of an array of another type. */
    private static String advice(String descr) {
        String kind = (descr.replaceAll("[^a-zA-Z]", "") + "?").substring(0, 1);
        return switch (kind) {
            case "c" -> "save array.real and array.imag as two files";
            case "V" -> "the file does not say what these bytes mean: convert them where they were made";
            case "O" -> "np.array(array.tolist(), dtype='<f4') if they are numbers";
            case "M", "m" -> "array.astype('<f8')";
            default -> "array.astype('<f4') or, with more digits, array.astype('<f8')";
        };
    }

    private static ByteBuffer take(FileChannel channel, int count) throws IOException {
        if (count > channel.size() - channel.position()) {
            throw new EOFException();
        }
        ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw new EOFException();
            }
        }
        return bytes.flip();
    }
}
