package org.autoencoder4j.data.format.tensor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.Elements;
import org.autoencoder4j.storage.internal.Unfinished;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Writes safetensors files. */
final class SafetensorsWriter {
    private SafetensorsWriter() {}

    /** An array and its place in the file. */
    private record Piece(TensorEntry entry, INDArray array) {}

    static void write(Path file, Map<String, INDArray> tensors, Map<String, String> metadata) throws IOException {
        List<Piece> pieces = pieces(tensors);
        byte[] header = header(pieces, metadata);
        if (header.length > SafetensorsHeader.LONGEST) {
            throw new IllegalArgumentException(
                    "the header would have " + header.length + " bytes; 100000000 (100 MB) are the most");
        }
        Unfinished.file(file, unfinished -> {
            try (FileChannel channel =
                    FileChannel.open(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer prefix = ByteBuffer.allocate(SafetensorsHeader.LENGTH_BYTES + header.length)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(header.length)
                        .put(header)
                        .flip();
                while (prefix.hasRemaining()) {
                    channel.write(prefix);
                }
                for (Piece piece : pieces) {
                    writeNumbers(channel, piece.array());
                }
            }
        });
    }

    private static List<Piece> pieces(Map<String, INDArray> tensors) {
        List<Map.Entry<String, INDArray>> ordered = new ArrayList<>(tensors.entrySet());
        ordered.sort(Comparator.comparingInt(
                        (Map.Entry<String, INDArray> tensor) -> -type(tensor).width())
                .thenComparing(tensor -> tensor.getKey().getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned));
        List<Piece> pieces = new ArrayList<>();
        long at = 0;
        for (Map.Entry<String, INDArray> tensor : ordered) {
            INDArray array = tensor.getValue();
            TensorType type = type(tensor);
            long end = at + array.length() * type.width();
            List<Long> shape = Arrays.stream(array.shape()).boxed().toList();
            pieces.add(new Piece(new TensorEntry(tensor.getKey(), type, shape, at, end), array));
            at = end;
        }
        return pieces;
    }

    private static TensorType type(Map.Entry<String, INDArray> tensor) {
        String name = tensor.getKey();
        if (name.equals(SafetensorsHeader.METADATA)) {
            throw new IllegalArgumentException("a tensor must not have the name " + name + ": it is that of the texts");
        }
        DataType type = Checks.realType("tensor " + name, tensor.getValue().dataType());
        return type == DataType.FLOAT ? TensorType.F32 : TensorType.F64;
    }

    private static byte[] header(List<Piece> pieces, Map<String, String> metadata) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
            json.writeStartObject();
            if (!metadata.isEmpty()) {
                json.writeObjectFieldStart(SafetensorsHeader.METADATA);
                for (Map.Entry<String, String> text : metadata.entrySet()) {
                    json.writeStringField(text.getKey(), text.getValue());
                }
                json.writeEndObject();
            }
            for (Piece piece : pieces) {
                TensorEntry entry = piece.entry();
                json.writeObjectFieldStart(entry.name());
                json.writeStringField("dtype", entry.type().name());
                json.writeFieldName("shape");
                json.writeArray(entry.shapeArray(), 0, entry.shape().size());
                json.writeFieldName("data_offsets");
                json.writeArray(new long[] {entry.start(), entry.end()}, 0, 2);
                json.writeEndObject();
            }
            json.writeEndObject();
        }
        while (bytes.size() % Long.BYTES != 0) {
            bytes.write(' ');
        }
        return bytes.toByteArray();
    }

    private static void writeNumbers(FileChannel channel, INDArray array) throws IOException {
        if (array.length() == 0) {
            return;
        }
        // Ranks above 2 are always copied: whether their numbers lie without gaps is told for matrices only.
        boolean ready =
                array.rank() <= 2 && Elements.isContiguous(array) && (array.rank() < 2 || array.ordering() == 'c');
        INDArray ordered = ready ? array : array.dup('c');
        if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
            throw new IOException("safetensors files are little endian, which this machine is not");
        }
        Elements.of(ordered).writeTo(channel);
        if (ordered != array) {
            ordered.close();
        }
    }
}
