package org.autoencoder4j.data.format.tensor.internal;

import java.nio.ByteBuffer;
import org.nd4j.linalg.api.buffer.DataType;

/** How a number lies in a file. Each is read as FLOAT or DOUBLE, rounded to nearest where that type does not hold it. */
public enum NumberType {
    /** Truth: 0, or anything else for 1. */
    BOOLEAN("bool", 1, DataType.FLOAT) {
        @Override
        public void decode(ByteBuffer from, double[] to, int count) {
            for (int i = 0; i < count; i++) {
                to[i] = from.get(i) == 0 ? 0 : 1;
            }
        }
    },
    /** Unsigned bytes. */
    UINT8("uint8", 1, DataType.FLOAT) {
        @Override
        public void decode(ByteBuffer from, double[] to, int count) {
            for (int i = 0; i < count; i++) {
                to[i] = from.get(i) & 0xFF;
            }
        }
    },
    /** Signed bytes. */
    INT8("int8", 1, DataType.FLOAT) {
        @Override
        public void decode(ByteBuffer from, double[] to, int count) {
            for (int i = 0; i < count; i++) {
                to[i] = from.get(i);
            }
        }
    },
    /** Unsigned, 16 bits. */
    UINT16("uint16", 2, DataType.FLOAT) {
        @Override
        public void decode(ByteBuffer from, double[] to, int count) {
            for (int i = 0; i < count; i++) {
                to[i] = from.getShort(2 * i) & 0xFFFF;
            }
        }
    },
    /** Signed, 16 bits. */
    INT16("int16", 2, DataType.FLOAT) {
        @Override
        public void decode(ByteBuffer from, double[] to, int count) {
            for (int i = 0; i < count; i++) {
                to[i] = from.getShort(2 * i);
            }
        }
    },
    /** Unsigned, 32 bits. */
    UINT32("uint32", 4, DataType.DOUBLE) {
        @Override
        public void decode(ByteBuffer from, double[] to, int count) {
            for (int i = 0; i < count; i++) {
                to[i] = from.getInt(4 * i) & 0xFFFFFFFFL;
            }
        }
    },
    /** Signed, 32 bits. */
    INT32("int32", 4, DataType.DOUBLE) {
        @Override
        public void decode(ByteBuffer from, double[] to, int count) {
            for (int i = 0; i < count; i++) {
                to[i] = from.getInt(4 * i);
            }
        }
    },
    /** Unsigned, 64 bits. */
    UINT64("uint64", 8, DataType.DOUBLE) {
        @Override
        public void decode(ByteBuffer from, double[] to, int count) {
            for (int i = 0; i < count; i++) {
                long bits = from.getLong(8 * i);
                to[i] = bits >= 0 ? bits : 2.0 * halved(bits);
            }
        }

        @Override
        public void decode(ByteBuffer from, float[] to, double[] buffer, int count) {
            for (int i = 0; i < count; i++) {
                long bits = from.getLong(8 * i);
                to[i] = bits >= 0 ? bits : 2f * halved(bits);
            }
        }

        /** Half of it; the last bit stays set if one was lost, so that the rounding of the half is that of the whole. */
        private long halved(long bits) {
            return (bits >>> 1) | (bits & 1);
        }
    },
    /** Signed, 64 bits. */
    INT64("int64", 8, DataType.DOUBLE) {
        @Override
        public void decode(ByteBuffer from, double[] to, int count) {
            for (int i = 0; i < count; i++) {
                to[i] = from.getLong(8 * i);
            }
        }

        /** Not by way of DOUBLE, which would round twice. */
        @Override
        public void decode(ByteBuffer from, float[] to, double[] buffer, int count) {
            for (int i = 0; i < count; i++) {
                to[i] = from.getLong(8 * i);
            }
        }
    },
    /** IEEE 754, 16 bits. */
    FLOAT16("float16", 2, DataType.FLOAT) {
        private static final float TWO_TO_112 = 0x1p112f;
        private static final int MAGNITUDE = 0x7FFF;
        private static final int INFINITE = 0x7C00;

        @Override
        public void decode(ByteBuffer from, double[] to, int count) {
            for (int i = 0; i < count; i++) {
                to[i] = value(from.getShort(2 * i));
            }
        }

        private float value(short bits) {
            int magnitude = bits & MAGNITUDE;
            // The exponent's bias is 15 instead of 127; the product is exact, of subnormal numbers too.
            float value = Float.intBitsToFloat(magnitude << 13) * TWO_TO_112;
            if (magnitude >= INFINITE) {
                value = magnitude == INFINITE ? Float.POSITIVE_INFINITY : Float.NaN;
            }
            return bits < 0 ? -value : value;
        }
    },
    /** The upper half of 32 bits of IEEE 754, which NumPy does not have. */
    BFLOAT16("bfloat16", 2, DataType.FLOAT) {
        @Override
        public void decode(ByteBuffer from, double[] to, int count) {
            for (int i = 0; i < count; i++) {
                to[i] = Float.intBitsToFloat(from.getShort(2 * i) << 16);
            }
        }
    },
    /** IEEE 754, 32 bits. */
    FLOAT32("float32", 4, DataType.FLOAT) {
        @Override
        public void decode(ByteBuffer from, double[] to, int count) {
            for (int i = 0; i < count; i++) {
                to[i] = from.getFloat(4 * i);
            }
        }
    },
    /** IEEE 754, 64 bits. */
    FLOAT64("float64", 8, DataType.DOUBLE) {
        @Override
        public void decode(ByteBuffer from, double[] to, int count) {
            for (int i = 0; i < count; i++) {
                to[i] = from.getDouble(8 * i);
            }
        }
    };

    private final String label;
    private final int width;
    private final DataType usual;

    NumberType(String label, int width, DataType usual) {
        this.label = label;
        this.width = width;
        this.usual = usual;
    }

    /** The name that NumPy has for it. */
    public String label() {
        return label;
    }

    /** Its bytes: 1, 2, 4 or 8. */
    public int width() {
        return width;
    }

    /** FLOAT if that holds all of its numbers, else DOUBLE. */
    public DataType usual() {
        return usual;
    }

    /** Whether a number is stored as one of this type of arrays is. */
    public boolean is(DataType type) {
        return this == (type == DataType.FLOAT ? FLOAT32 : FLOAT64);
    }

    /** The first numbers of a buffer, in its byte order. */
    public abstract void decode(ByteBuffer from, double[] to, int count);

    /** The first numbers of a buffer, in its byte order; the other array may be used on the way. */
    public void decode(ByteBuffer from, float[] to, double[] buffer, int count) {
        decode(from, buffer, count);
        for (int i = 0; i < count; i++) {
            to[i] = (float) buffer[i];
        }
    }
}
