package org.autoencoder4j.backend.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ExecutionerType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The one place that lends the memory of an array, to this package alone. ND4J frees it as soon as the array is
 * unreachable, which compiled code makes it at its last use in Java, even while a native routine still works on the memory.
 * So each pointer that is lent here holds its array. A pointer that is given to a native method is reachable until that
 * method returns, and with it the array: no caller can forget anything.
 *
 * <p>Where numbers are read and written through a buffer rather than by a native method, what owns the buffer must be
 * fenced after each use.
 */
final class ArrayMemory {
    private ArrayMemory() {}

    /**
     * Tells whether arrays are in the memory of the processor, so that its BLAS may work on them.
     *
     * @return whether ND4J computes on the CPU
     */
    static boolean isOnHost() {
        return Nd4j.getExecutioner().type() == ExecutionerType.NATIVE_CPU;
    }

    /** Lends an array of type FLOAT. */
    static Floats floats(INDArray array) {
        return new Floats(array, address(array).address(), 0, array.length());
    }

    /** Lends an array of type DOUBLE. */
    static Doubles doubles(INDArray array) {
        return new Doubles(array, address(array).address(), 0, array.length());
    }

    /**
     * Lends a part of an array as bytes in the order of this machine. They do not hold the array.
     *
     * @param array the array
     * @param start the first byte
     * @param count how many
     * @return the bytes, to be used while the array is reachable: fence it after each use
     */
    static ByteBuffer bytes(INDArray array, long start, int count) {
        // A pointer of its own: the buffer of one with a position ends at 2^31 bytes, counted from where the memory
        // begins.
        BytePointer first = new BytePointer(address(array)).getPointer(start);
        return first.capacity(count).asByteBuffer().order(ByteOrder.nativeOrder());
    }

    /**
     * Announces that numbers were written into what was lent, so that a backend whose arrays are elsewhere fetches them.
     *
     * @param array the array
     */
    static void written(INDArray array) {
        Nd4j.getAffinityManager().tagLocation(array, Location.HOST);
    }

    private static Pointer address(INDArray array) {
        Nd4j.getAffinityManager().ensureLocation(array, Location.HOST);
        return array.data().addressPointer();
    }

    /** A place among numbers of type FLOAT, which keeps what owns them reachable. */
    static final class Floats extends FloatPointer {
        private final Object owner;

        private Floats(Object owner, long address, long position, long limit) {
            this.owner = owner;
            this.address = address;
            this.position = position;
            this.limit = limit;
        }

        /** Allocates numbers, which are freed when no place among them is reachable. */
        static Floats allocate(int length) {
            FloatPointer memory = new FloatPointer((long) length);
            return new Floats(memory, memory.address(), 0, length);
        }

        /** Another pointer, to a place further on. */
        Floats from(int start) {
            return new Floats(owner, address, position + start, limit);
        }
    }

    /** A place among numbers of type DOUBLE, which keeps what owns them reachable. */
    static final class Doubles extends DoublePointer {
        private final Object owner;

        private Doubles(Object owner, long address, long position, long limit) {
            this.owner = owner;
            this.address = address;
            this.position = position;
            this.limit = limit;
        }

        /** Allocates numbers, which are freed when no place among them is reachable. */
        static Doubles allocate(int length) {
            DoublePointer memory = new DoublePointer((long) length);
            return new Doubles(memory, memory.address(), 0, length);
        }

        /** Another pointer, to a place further on. */
        Doubles from(int start) {
            return new Doubles(owner, address, position + start, limit);
        }
    }
}
