package org.autoencoder4j.testsupport;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;

/** Values as Java's serialisation writes them. */
public final class Serialised {
    private Serialised() {}

    /** Writes a value. */
    public static byte[] bytes(Object value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream objects = new ObjectOutputStream(bytes)) {
            objects.writeObject(value);
        }
        return bytes.toByteArray();
    }

    /** Writes a value and reads it again; no array of ND4J is among what is written. */
    public static <T> T copy(T value) throws IOException, ClassNotFoundException {
        byte[] bytes = bytes(value);
        String classes = new String(bytes, StandardCharsets.ISO_8859_1);
        assertFalse(classes.contains("org.nd4j") || classes.contains("org/nd4j"), "an array of ND4J is written");
        try (ObjectInputStream objects = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            @SuppressWarnings("unchecked")
            T read = (T) objects.readObject();
            return read;
        }
    }
}
