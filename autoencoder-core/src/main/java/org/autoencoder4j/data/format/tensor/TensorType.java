package org.autoencoder4j.data.format.tensor;

import java.util.Arrays;
import java.util.Optional;
import org.autoencoder4j.data.format.tensor.internal.NumberType;

/** The type of a tensor's numbers in a file, little endian. */
public enum TensorType {
    /** IEEE half precision: 1 bit of sign, 5 of exponent, 10 of fraction. */
    F16(NumberType.FLOAT16),
    /** The upper half of a single: 1 bit of sign, 8 of exponent, 7 of fraction. */
    BF16(NumberType.BFLOAT16),
    /** IEEE single precision. */
    F32(NumberType.FLOAT32),
    /** IEEE double precision. */
    F64(NumberType.FLOAT64),
    /** One byte, 0 or 1. */
    BOOL(NumberType.BOOLEAN),
    /** From -128 to 127. */
    I8(NumberType.INT8),
    /** From 0 to 255. */
    U8(NumberType.UINT8),
    /** From -2^15 to 2^15 - 1. */
    I16(NumberType.INT16),
    /** From 0 to 2^16 - 1. */
    U16(NumberType.UINT16),
    /** From -2^31 to 2^31 - 1. */
    I32(NumberType.INT32),
    /** From 0 to 2^32 - 1. */
    U32(NumberType.UINT32),
    /** From -2^63 to 2^63 - 1; rounded to the nearest number where a type has not enough digits. */
    I64(NumberType.INT64),
    /** From 0 to 2^64 - 1; rounded to the nearest number where a type has not enough digits. */
    U64(NumberType.UINT64);

    private final NumberType numbers;

    TensorType(NumberType numbers) {
        this.numbers = numbers;
    }

    /**
     * Returns the bytes of a number, which is also its alignment in a file.
     *
     * @return 1, 2, 4 or 8
     */
    public int width() {
        return numbers.width();
    }

    /** How its numbers are read. */
    NumberType numbers() {
        return numbers;
    }

    /** The type of a name. */
    static Optional<TensorType> of(String name) {
        return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
    }
}
