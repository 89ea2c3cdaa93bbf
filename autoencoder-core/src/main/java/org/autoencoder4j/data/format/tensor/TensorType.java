package org.autoencoder4j.data.format.tensor;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The type of a tensor's numbers in a file, little endian. */
public enum TensorType {
    /** IEEE half precision: 1 bit of sign, 5 of exponent, 10 of fraction. */
    F16(2) {
        @Override
        double next(ByteBuffer bytes) {
            return half(bytes.getShort());
        }
    },
    /** The upper half of a single: 1 bit of sign, 8 of exponent, 7 of fraction. */
    BF16(2) {
        @Override
        double next(ByteBuffer bytes) {
            return Float.intBitsToFloat(bytes.getShort() << 16);
        }
    },
    /** IEEE single precision. */
    F32(4) {
        @Override
        double next(ByteBuffer bytes) {
            return bytes.getFloat();
        }
    },
    /** IEEE double precision. */
    F64(8) {
        @Override
        double next(ByteBuffer bytes) {
            return bytes.getDouble();
        }
    },
    /** One byte, 0 or 1. */
    BOOL(1) {
        @Override
        double next(ByteBuffer bytes) {
            return bytes.get() == 0 ? 0 : 1;
        }
    },
    /** From -128 to 127. */
    I8(1) {
        @Override
        double next(ByteBuffer bytes) {
            return bytes.get();
        }
    },
    /** From 0 to 255. */
    U8(1) {
        @Override
        double next(ByteBuffer bytes) {
            return bytes.get() & 0xFF;
        }
    },
    /** From -2^15 to 2^15 - 1. */
    I16(2) {
        @Override
        double next(ByteBuffer bytes) {
            return bytes.getShort();
        }
    },
    /** From 0 to 2^16 - 1. */
    U16(2) {
        @Override
        double next(ByteBuffer bytes) {
            return bytes.getShort() & 0xFFFF;
        }
    },
    /** From -2^31 to 2^31 - 1. */
    I32(4) {
        @Override
        double next(ByteBuffer bytes) {
            return bytes.getInt();
        }
    },
    /** From 0 to 2^32 - 1. */
    U32(4) {
        @Override
        double next(ByteBuffer bytes) {
            return bytes.getInt() & 0xFFFFFFFFL;
        }
    },
    /** From -2^63 to 2^63 - 1; beyond 2^53 rounded to the nearest double. */
    I64(8) {
        @Override
        double next(ByteBuffer bytes) {
            return bytes.getLong();
        }
    },
    /** From 0 to 2^64 - 1; beyond 2^53 rounded to the nearest double. */
    U64(8) {
        @Override
        double next(ByteBuffer bytes) {
            long number = bytes.getLong();
            // Halved with the lost bit kept, so that it is rounded once.
            return number >= 0 ? number : 2.0 * ((number >>> 1) | (number & 1));
        }
    };

    private static final int HALF_FRACTION = 10;
    private static final int HALF_BIAS = 15;

    private final int width;

    TensorType(int width) {
        this.width = width;
    }

    /**
     * Returns the bytes of a number, which is also its alignment in a file.
     *
     * @return 1, 2, 4 or 8
     */
    public int width() {
        return width;
    }

    /** Takes the next number of a little-endian buffer. */
    abstract double next(ByteBuffer bytes);

    /** The type of a name, or an error that says which there are. */
    static TensorType of(String name, String shown) {
        return Arrays.stream(values())
                .filter(type -> type.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "tensor " + shown + " has a dtype that cannot be read; it" + " must be one of "
                                + Arrays.toString(values()) + ": convert it where the file was made"));
    }

    private static double half(short bits) {
        int exponent = (bits >> HALF_FRACTION) & 0x1F;
        int fraction = bits & 0x3FF;
        double size;
        if (exponent == 0x1F) {
            size = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
        } else if (exponent == 0) {
            size = Math.scalb((double) fraction, 1 - HALF_BIAS - HALF_FRACTION);
        } else {
            size = Math.scalb((double) (fraction + 0x400), exponent - HALF_BIAS - HALF_FRACTION);
        }
        return bits < 0 ? -size : size;
    }
}
