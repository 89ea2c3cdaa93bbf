package org.autoencoder4j.spark.internal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import org.autoencoder4j.spark.BatchesSource;

/** A source as bytes, which are sent once and read where samples are opened. */
public final class SourceBytes {
    private SourceBytes() {}

    /**
     * Writes a source.
     *
     * @throws IllegalArgumentException if something that it refers to cannot be sent
     */
    public static byte[] write(BatchesSource source) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream objects = new ObjectOutputStream(bytes)) {
            objects.writeObject(source);
        } catch (NotSerializableException e) {
            throw new IllegalArgumentException(
                    "the source refers to an object of " + e.getMessage()
                            + ", which cannot be sent to executors; it must"
                            + " refer to models, streams, numbers or names of files, and open the samples itself",
                    e);
        } catch (IOException e) {
            throw new IllegalArgumentException("the source cannot be sent to executors: " + e.getMessage(), e);
        }
        return bytes.toByteArray();
    }

    static BatchesSource read(byte[] bytes) throws IOException {
        try (ObjectInputStream objects = new Reader(bytes)) {
            return (BatchesSource) objects.readObject();
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException(
                    "the executors have no class " + e.getMessage() + "; give them the jars of the driver", e);
        }
    }

    /** Finds classes where a task does. */
    private static final class Reader extends ObjectInputStream {
        Reader(byte[] bytes) throws IOException {
            super(new ByteArrayInputStream(bytes));
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
            try {
                return Class.forName(
                        description.getName(), false, Thread.currentThread().getContextClassLoader());
            } catch (ClassNotFoundException e) {
                return super.resolveClass(description);
            }
        }
    }
}
