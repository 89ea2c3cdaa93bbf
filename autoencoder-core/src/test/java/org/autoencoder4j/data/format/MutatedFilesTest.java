package org.autoencoder4j.data.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.format.tensor.Safetensors;
import org.autoencoder4j.sae.format.SaeLens;
import org.autoencoder4j.testsupport.Mutations;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Damaged files of every format are read, or refused by the documented exception with a message that names the file,
 * without more memory than four times the file and 64 MiB. Counted is what the thread allocates in the Java heap, garbage
 * included, and the numbers that are returned; what libjpeg takes outside the heap is not.
 */
class MutatedFilesTest {
    private static final long SEED = 20;
    private static final long USUAL = 100;
    private static final long MANY = 10_000;
    private static final long MOST_SECONDS = 5;

    @FunctionalInterface
    private interface FileReader {
        INDArray read(Path file) throws IOException;
    }

    private record Format(String ending, List<byte[]> originals, FileReader reader) {
        @Override
        public String toString() {
            return ending;
        }
    }

    /** The program: many mutations of each format under little memory; prints what is wrong. */
    static final class Program {
        public static void main(String[] arguments) throws IOException {
            MutatedFilesTest test = new MutatedFilesTest();
            test.folder = Path.of(arguments[1]);
            for (Format format : test.formats()) {
                Outcome outcome = test.new Outcome(format);
                outcome.run(Long.parseLong(arguments[0]));
                System.err.println(outcome);
                outcome.failures.forEach(System.out::println);
                if (outcome.mostNanos > TimeUnit.SECONDS.toNanos(MOST_SECONDS)) {
                    System.out.println("too slow: " + outcome);
                }
            }
        }
    }

    @TempDir
    private Path folder;

    /** What became of the mutations of a format. */
    private final class Outcome {
        private final ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        private final Format format;
        private final List<String> failures = new ArrayList<>();
        private final Path file;
        private long read;
        private long mostBytes;
        private long mostNanos;

        Outcome(Format format) {
            this.format = format;
            this.file = folder.resolve("mutated." + format.ending());
        }

        void run(long mutations) throws IOException {
            for (long number = 0; number < mutations; number++) {
                byte[] original = format.originals()
                        .get((int) (number % format.originals().size()));
                byte[] mutated = Mutations.of(SEED).mutate(original, number);
                Files.write(file, mutated);
                long nanos = System.nanoTime();
                long before = thread.getCurrentThreadAllocatedBytes();
                long result = read(number);
                long bytes = thread.getCurrentThreadAllocatedBytes() - before + result;
                mostBytes = Math.max(mostBytes, bytes);
                mostNanos = Math.max(mostNanos, System.nanoTime() - nanos);
                if (bytes > 4L * mutated.length + (64 << 20)) {
                    failures.add(format + " " + number + ": " + bytes + " bytes for a file of " + mutated.length);
                }
            }
        }

        private long read(long number) throws IOException {
            try {
                INDArray array = format.reader().read(file);
                read++;
                return array.length() * array.dataType().width();
            } catch (IllegalArgumentException e) {
                String message = String.valueOf(e.getMessage());
                if (!message.contains("mutated." + format.ending())
                        || message.length() > 1000
                        || message.endsWith("null")
                        || message.chars().anyMatch(Character::isISOControl)) {
                    failures.add(format + " " + number + " is told badly: " + message);
                }
            } catch (RuntimeException | IOException | Error e) {
                failures.add(format + " " + number + ": " + e + " at "
                        + List.of(e.getStackTrace()).stream().limit(3).toList());
            }
            return 0;
        }

        @Override
        public String toString() {
            return format + ": " + read + " read, " + mostBytes + " bytes and " + mostNanos / 1_000_000
                    + " ms at most, " + failures.size() + " failures";
        }
    }

    @Test
    void damagedFilesAreReadOrRefused() throws IOException {
        for (Format format : formats()) {
            Outcome outcome = new Outcome(format);
            outcome.run(USUAL);
            assertEquals(List.of(), outcome.failures);
            assertTrue(outcome.read < USUAL, "some are refused");
        }
    }

    @Test
    @Tag("slow")
    void manyDamagedFilesAreReadOrRefusedInLittleMemory() throws Exception {
        Path output = folder.resolve("out");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                "-Xmx512m",
                "-Dorg.nd4j.log.initialization=false"));
        // What keeps JDK 24 and later from warning about JavaCPP's native access.
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--"))
                .forEach(command::add);
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", ""));
        command.addAll(List.of("-cp", path, Program.class.getName(), Long.toString(MANY), folder.toString()));
        Process process = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertTrue(process.waitFor(1, TimeUnit.HOURS), "the program must end");
            assertEquals(List.of(), Files.readAllLines(output, StandardCharsets.UTF_8));
            assertEquals(0, process.exitValue());
        } finally {
            process.destroyForcibly();
        }
    }

    private List<Format> formats() throws IOException {
        return List.of(
                new Format("npy", arrays(), MutatedFilesTest::array),
                new Format("npz", archives(), file -> Npz.read(file, DataType.FLOAT)),
                new Format("idx", idx(), MutatedFilesTest::idx),
                new Format(
                        "idx.gz",
                        idx().stream().map(MutatedFilesTest::compressedOnce).toList(),
                        MutatedFilesTest::idx),
                new Format("csv", tables(), MutatedFilesTest::table),
                new Format(
                        "csv.gz",
                        tables().stream().map(MutatedFilesTest::compressed).toList(),
                        MutatedFilesTest::table),
                new Format("png", pictures("png", 10, 1, 11, 2, 13), MutatedFilesTest::picture),
                new Format("jpg", pictures("jpg", 10, 1), MutatedFilesTest::picture),
                new Format("bmp", pictures("bmp", 10, 1, 13, 12), MutatedFilesTest::picture),
                new Format("tif", pictures("tif", 10, 1, 11, 13, 12), MutatedFilesTest::picture),
                new Format("gif", pictures("gif", 13, 10), MutatedFilesTest::picture),
                new Format("wbmp", pictures("wbmp", 12), MutatedFilesTest::picture),
                new Format("safetensors", tensors(), MutatedFilesTest::tensors),
                new Format("json", configurations(), this::autoencoder));
    }

    private static INDArray array(Path file) throws IOException {
        INDArray read = Npy.read(file);
        if (read.length() > 0 && read.rank() > 0) {
            Batches mapped = Npy.map(file);
            mapped.reader().rows(0, 0, mapped.size());
        }
        return read;
    }

    private static INDArray table(Path file) throws IOException {
        return Csv.read(file, DataType.FLOAT, ColumnSelection.all(), CsvHeader.AUTO)
                .numbers();
    }

    private static INDArray picture(Path file) throws IOException {
        return Images.read(file, DataType.FLOAT);
    }

    private List<byte[]> arrays() throws IOException {
        Path file = folder.resolve("original.npy");
        List<byte[]> arrays = new ArrayList<>();
        INDArray matrix = Nd4j.linspace(DataType.DOUBLE, -3, 0.1, 60).reshape('c', 12, 5);
        for (INDArray array : List.of(matrix, matrix.castTo(DataType.FLOAT).dup('f'), matrix.reshape(60))) {
            Npy.write(file, array);
            arrays.add(Files.readAllBytes(file));
        }
        for (String type : List.of("|u1", "<f2", ">i8")) {
            String header = "{'descr': '" + type + "', 'fortran_order': True, 'shape': (4L, 3L, 5L), }";
            ByteBuffer bytes = ByteBuffer.allocate(10 + header.length() + 60 * (type.charAt(2) - '0'))
                    .order(ByteOrder.LITTLE_ENDIAN);
            bytes.put(arrays.get(0), 0, 8).putShort((short) header.length());
            arrays.add(bytes.put(header.getBytes(StandardCharsets.US_ASCII)).array());
        }
        return arrays;
    }

    /** Archives that are deflated and written to a stream, and one that is stored. */
    private List<byte[]> archives() throws IOException {
        Path file = folder.resolve("original.npz");
        List<byte[]> archives = new ArrayList<>();
        for (byte[] array : arrays().subList(0, 4)) {
            for (int method : new int[] {ZipEntry.DEFLATED, ZipEntry.STORED}) {
                try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
                    zip.putNextEntry(entry("a.npy", method, array));
                    zip.write(array);
                    zip.putNextEntry(entry("b.txt", method, new byte[3]));
                    zip.write(new byte[3]);
                }
                archives.add(Files.readAllBytes(file));
            }
        }
        return archives;
    }

    private static ZipEntry entry(String name, int method, byte[] content) {
        CRC32 checksum = new CRC32();
        checksum.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(method);
        if (method == ZipEntry.STORED) {
            entry.setSize(content.length);
            entry.setCrc(checksum.getValue());
        }
        return entry;
    }

    private static List<byte[]> idx() {
        List<byte[]> files = new ArrayList<>();
        for (int[] kind : new int[][] {{0x08, 1}, {0x0B, 2}, {0x0E, 8}}) {
            ByteBuffer bytes = ByteBuffer.allocate(16 + 60 * kind[1]);
            bytes.putShort((short) 0).put((byte) kind[0]).put((byte) 3);
            files.add(bytes.putInt(4).putInt(3).putInt(5).array());
        }
        return files;
    }

    private static INDArray idx(Path file) throws IOException {
        INDArray read = Idx.read(file, DataType.FLOAT);
        if (read.length() > 0) {
            Batches mapped = Idx.map(file, DataType.FLOAT);
            mapped.reader().rows(0, 0, mapped.size());
        }
        return read;
    }

    private static List<byte[]> tables() {
        StringBuilder rows = new StringBuilder();
        SplittableRandom random = new SplittableRandom(2);
        for (int row = 0; row < 40; row++) {
            rows.append(random.nextInt(100))
                    .append(',')
                    .append(random.nextDouble())
                    .append(",1e-3\n");
        }
        return Stream.of(
                        rows.toString(),
                        "a,\"b, c\",d\n" + rows,
                        rows.toString().replace(',', ';'))
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    private static byte[] compressed(byte[] bytes) {
        return compressed(bytes, 2);
    }

    private static byte[] compressedOnce(byte[] bytes) {
        return compressed(bytes, 1);
    }

    private static byte[] compressed(byte[] bytes, int parts) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        for (int part = 0; part < parts; part++) {
            try (OutputStream out = new GZIPOutputStream(compressed)) {
                out.write(bytes);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
        return compressed.toByteArray();
    }

    /** A picture of each type of {@link BufferedImage}, in each compression that the format can be written in. */
    private static List<byte[]> pictures(String format, int... types) throws IOException {
        List<byte[]> pictures = new ArrayList<>();
        for (int type : types) {
            BufferedImage image = new BufferedImage(23, 17, type);
            SplittableRandom random = new SplittableRandom(type);
            for (int i = 0; i < 23 * 17; i++) {
                image.setRGB(i % 23, i / 23, 0xFF000000 | random.nextInt(1 << (i % 3 * 8 + 1)));
            }
            ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            if (parameters.canWriteProgressive() && type == BufferedImage.TYPE_INT_RGB) {
                parameters.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
            }
            pictures.add(written(writer, image, parameters));
            if (format.equals("tif")) {
                for (String compression : List.of("LZW", "Deflate", "PackBits")) {
                    parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                    parameters.setCompressionType(compression);
                    pictures.add(written(writer, image, parameters));
                }
                if (type == BufferedImage.TYPE_BYTE_BINARY) {
                    parameters.setCompressionType("CCITT T.6");
                    pictures.add(written(writer, image, parameters));
                }
            } else if (format.equals("bmp") && type == BufferedImage.TYPE_BYTE_INDEXED) {
                parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                parameters.setCompressionType("BI_RLE8");
                pictures.add(written(writer, image, parameters));
            }
        }
        return pictures;
    }

    private static byte[] written(ImageWriter writer, BufferedImage image, ImageWriteParam parameters)
            throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), parameters);
        }
        return bytes.toByteArray();
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream bytes = MutatedFilesTest.class.getResourceAsStream("/sae/" + name)) {
            return Objects.requireNonNull(bytes, name).readAllBytes();
        }
    }

    private List<byte[]> tensors() throws IOException {
        Path file = folder.resolve("whole.safetensors");
        INDArray matrix = Nd4j.arange(600).castTo(DataType.FLOAT).reshape(20, 30);
        Safetensors.write(
                file,
                Map.of(
                        "a",
                        matrix,
                        "b",
                        matrix.castTo(DataType.DOUBLE).getRow(3).dup()),
                Map.of("by", "a test"));
        return List.of(
                Files.readAllBytes(file),
                resource("standard/sae_weights.safetensors"),
                resource("jumprelu/sae_weights.safetensors"));
    }

    /** All tensors of a file, one after the other. */
    private static INDArray tensors(Path file) throws IOException {
        Safetensors tensors = Safetensors.open(file);
        List<INDArray> arrays = new ArrayList<>();
        for (String name : tensors.names()) {
            INDArray array = tensors.array(name, DataType.DOUBLE);
            if (!array.isEmpty()) {
                arrays.add(array.ravel());
            }
        }
        return arrays.isEmpty() ? Nd4j.zeros(DataType.DOUBLE, 1) : Nd4j.concat(0, arrays.toArray(INDArray[]::new));
    }

    private static List<byte[]> configurations() throws IOException {
        return List.of(resource("standard/cfg.json"), resource("jumprelu/cfg.json"), resource("topk/cfg.json"));
    }

    /** Reads a folder of SAELens with a mutated configuration beside weights that are whole. */
    private INDArray autoencoder(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        String kind = text.contains("jump") ? "jumprelu" : text.contains("top") ? "topk" : "standard";
        Path place = Files.createDirectories(folder.resolve("sae"));
        Files.copy(file, place.resolve("cfg.json"), StandardCopyOption.REPLACE_EXISTING);
        Files.write(place.resolve("sae_weights.safetensors"), resource(kind + "/sae_weights.safetensors"));
        try {
            return SaeLens.read(place).encoder();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    String.valueOf(e.getMessage())
                            .replace(place.resolve("cfg.json").toString(), file.toString())
                            .replace(place.resolve("sae_weights.safetensors").toString(), file.toString()),
                    e);
        }
    }
}
