package org.autoencoder4j.data.format.internal.table;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.autoencoder4j.backend.internal.Elements;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** FLOAT or DOUBLE numbers whose count is not known before the last: kept in pieces, so that none is ever moved. */
public final class NumberPieces {
    /** Less than half of the smallest region of the G1 collector: it would round larger arrays up to whole regions. */
    private static final int PIECE_BYTES = 1 << 18;

    private final DataType type;
    private final List<ByteBuffer> pieces = new ArrayList<>();
    private ByteBuffer last = ByteBuffer.allocate(0);

    public NumberPieces(DataType type) {
        this.type = type;
    }

    public void add(double value) {
        if (!last.hasRemaining()) {
            last = ByteBuffer.allocate(PIECE_BYTES).order(ByteOrder.nativeOrder());
            pieces.add(last);
        }
        if (type == DataType.FLOAT) {
            last.putFloat((float) value);
        } else {
            last.putDouble(value);
        }
    }

    /** The memory of the pieces. */
    public long bytes() {
        return (long) PIECE_BYTES * pieces.size();
    }

    /** The numbers as a matrix in 'c' order. */
    public INDArray matrix(long rows, int columns) {
        INDArray matrix = Nd4j.createUninitialized(type, new long[] {rows, columns}, 'c');
        Elements numbers = Elements.of(matrix);
        long at = 0;
        for (ByteBuffer piece : pieces) {
            at += numbers.set(at, piece.duplicate().flip());
        }
        return matrix;
    }
}
