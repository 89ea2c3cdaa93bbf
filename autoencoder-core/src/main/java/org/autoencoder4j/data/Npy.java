package org.autoencoder4j.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Reads and writes NumPy's {@code .npy} files. */
public final class Npy {
    private static final Pattern HEADER = Pattern.compile(
            "\\{'descr': '<f([48])', 'fortran_order': (True|False), 'shape': \\(([0-9, ]*)\\), \\}\\s*");

    private Npy() {}

    /**
     * Writes an array.
     *
     * @param file the file
     * @param array the array
     * @throws IOException if it cannot be written
     */
    public static void write(Path file, INDArray array) throws IOException {
        boolean fortran = array.ordering() == 'f';
        INDArray flat = array.dup(array.ordering());
        int width = array.dataType() == DataType.FLOAT ? 4 : 8;
        String shape = Arrays.toString(array.shape()).replace("[", "(").replace("]", array.rank() == 1 ? ",)" : ")");
        String header = "{'descr': '<f" + width + "', 'fortran_order': " + (fortran ? "True" : "False") + ", 'shape': "
                + shape + ", }";
        header += " ".repeat(63 - (10 + header.length()) % 64) + "\n";
        ByteBuffer bytes = ByteBuffer.allocate(10 + header.length() + (int) array.length() * width)
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) header.length());
        bytes.put(header.getBytes(StandardCharsets.US_ASCII));
        for (long i = 0; i < array.length(); i++) {
            if (width == 4) {
                bytes.putFloat(flat.data().getFloat(i));
            } else {
                bytes.putDouble(flat.data().getDouble(i));
            }
        }
        Files.write(file, bytes.array());
    }

    /**
     * Reads an array.
     *
     * @param file the file
     * @return the array
     * @throws IOException if it cannot be read
     */
    public static INDArray read(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int length = bytes.getShort(8);
        Matcher header = HEADER.matcher(new String(bytes.array(), 10, length, StandardCharsets.US_ASCII));
        if (!header.matches()) {
            throw new IllegalArgumentException(file + " has a header that is not understood");
        }
        long[] shape = Arrays.stream(header.group(3).split(",", -1))
                .map(String::trim)
                .filter(s -> !s.isEmpty())
                .mapToLong(Long::parseLong)
                .toArray();
        char order = header.group(2).equals("True") ? 'f' : 'c';
        bytes.position(10 + length);
        if (header.group(1).equals("4")) {
            float[] values = new float[bytes.remaining() / 4];
            bytes.asFloatBuffer().get(values);
            return Nd4j.create(values, shape, order);
        }
        double[] values = new double[bytes.remaining() / 8];
        bytes.asDoubleBuffer().get(values);
        return Nd4j.create(values, shape, order);
    }
}
