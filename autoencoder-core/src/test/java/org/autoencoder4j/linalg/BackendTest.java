package org.autoencoder4j.linalg;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BackendTest {
    @Test
    void isThereAndRight() {
        assertDoesNotThrow(() -> Backend.require());
        assertDoesNotThrow(() -> Backend.verify());
    }

    @Test
    void describesItself() {
        Backend backend = Backend.describe();
        assertEquals("CpuBackend", backend.name());
        assertTrue(backend.blas().matches("OpenBLAS 0\\.3\\.\\d+-.+"), backend.blas());
        assertTrue(backend.threads() >= 1, "threads " + backend.threads());
    }

    @Test
    void saysInOneSentenceThatItIsMissing() {
        BackendException missing =
                assertThrows(BackendException.class, () -> Backend.require(ClassLoader.getPlatformClassLoader()));
        assertEquals(
                "No ND4J backend is on the class path: add the dependency org.autoencoder4j:autoencoder-backend-cpu"
                        + " (<type>pom</type>, the version of this library).",
                missing.getMessage());
        StringWriter uncaught = new StringWriter();
        missing.printStackTrace(new PrintWriter(uncaught, true));
        assertEquals(1, uncaught.toString().lines().count(), uncaught.toString());
    }

    @Test
    void saysInOneSentenceHowAWrongBlasIsCured() {
        assertDoesNotThrow(() -> Backend.verify("0.3.31", Optional.empty()));
        BackendException wrong = assertThrows(
                BackendException.class, () -> Backend.verify("0.3.19", Optional.of("dpotrf fails at row 59")));
        String message = String.valueOf(wrong.getMessage());
        assertTrue(
                message.startsWith("OpenBLAS 0.3.19 computes wrong results on this processor (dpotrf fails"), message);
        assertTrue(message.contains(">= 0.3.28"), message);
        assertTrue(message.contains("org.autoencoder4j:autoencoder-backend-cpu"), message);
        assertFalse(message.contains("\n"), message);
    }
}
