package org.autoencoder4j.parts.internal;

import static org.autoencoder4j.data.Messages.assertRejected;
import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.NotSerializableException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import org.autoencoder4j.gradient.Fixtures;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class BytesTest {
    /** A value of one's own. */
    private record Named(String name, int number) implements Serializable {}

    /** One that cannot be sent. */
    private record Holding(Object what) implements Serializable {
        @Override
        public String toString() {
            return "my value";
        }
    }

    @Test
    void areReadAsTheyWereWritten() {
        double[] reals = {0.1, -0.0, Double.NaN, Double.MIN_VALUE, Double.NEGATIVE_INFINITY};
        INDArray columns = Fixtures.normal(1, "array", 3, 2).dup('f');
        INDArray line = Fixtures.normal(1, "line", 1, 4).reshape(4);
        byte[] bytes = new ByteWriter()
                .add(Long.MIN_VALUE)
                .add(0.1)
                .add(true)
                .add("gr\u00f6\u00dfe")
                .add(new byte[] {1, -2})
                .add(reals)
                .add(new int[] {Integer.MIN_VALUE, 7})
                .add(columns)
                .add(line)
                .add(new Named("a", 3))
                .add(new double[0])
                .add(false)
                .toBytes();
        ByteReader from = new ByteReader(bytes);
        assertEquals(Long.MIN_VALUE, from.number());
        assertEquals(0.1, from.real());
        assertTrue(from.is());
        assertEquals("gr\u00f6\u00dfe", from.text());
        assertArrayEquals(new byte[] {1, -2}, from.block());
        double[] read = from.reals();
        for (int i = 0; i < reals.length; i++) {
            assertEquals(Double.doubleToRawLongBits(reals[i]), Double.doubleToRawLongBits(read[i]));
        }
        assertArrayEquals(new int[] {Integer.MIN_VALUE, 7}, from.integers());
        INDArray array = from.array();
        assertEquals('f', array.ordering());
        assertIdentical(columns, array);
        assertIdentical(line, from.array());
        assertEquals(new Named("a", 3), from.value(Named.class));
        assertEquals(0, from.reals().length);
        assertEquals(false, from.is());
        assertThrows(UncheckedIOException.class, from::number);
    }

    @Test
    void aClassIsSoughtWhereTheThreadFindsItsOwn() {
        byte[] bytes = new ByteWriter().add(new Named("b", 1)).toBytes();
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try {
            thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
            assertEquals(new Named("b", 1), new ByteReader(bytes).value(Named.class));
            thread.setContextClassLoader(null);
            assertEquals(new Named("b", 1), new ByteReader(bytes).value(Named.class));
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void whatCannotBeSentIsNamed() {
        Holding value = new Holding(new Object());
        assertRejected("my value of class " + Holding.class.getName(), () -> new ByteWriter().add(value));
        Throwable cause = assertThrows(IllegalArgumentException.class, () -> new ByteWriter().add(value))
                .getCause();
        assertEquals(
                "java.lang.Object",
                assertInstanceOf(NotSerializableException.class, cause).getMessage());
        INDArray cube = Fixtures.normal(1, "cube", 2, 4).reshape(2, 2, 2);
        assertRejected("[2, 2, 2]", () -> new ByteWriter().add(cube));
    }
}
