package org.autoencoder4j.backend;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import org.autoencoder4j.backend.internal.BlasSelfTest;
import org.autoencoder4j.backend.internal.DoubleBlas;
import org.autoencoder4j.backend.internal.OpenBlas;
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

    /** On any processor: errors like those of the broken kernels of OpenBLAS 0.3.19 are found, and end the trust in it. */
    @Test
    void aBlasThatErrsLikeBrokenKernelsIsCaught() {
        for (DoubleBlas blas : new DoubleBlas[] {new BrokenSolves(), new BrokenProducts()}) {
            Optional<String> failure = BlasSelfTest.failure(blas);
            BackendException caught =
                    assertThrows(BackendException.class, () -> Backend.verify("0.3.19-1.5.7", failure));
            assertTrue(String.valueOf(caught.getMessage()).contains("computes wrong results on this processor"));
        }
    }

    /**
     * Factorises in blocks, as LAPACK does; the triangular solves of full blocks leave out their last columns and say
     * nothing. Matrices that fit into one block come out right.
     */
    private static class BrokenSolves implements DoubleBlas {
        private static final int BLOCK = 64;
        private static final int LOST = 8;

        @Override
        public int potrf(double[] matrix, int n) {
            for (int j = 0; j < n; j++) {
                int blockEnd = Math.min(n, (j / BLOCK + 1) * BLOCK);
                for (int i = j; i < n; i++) {
                    double sum = matrix[i * n + j];
                    for (int k = 0; k < j; k++) {
                        sum -= matrix[i * n + k] * matrix[j * n + k];
                    }
                    boolean isSolved = i < blockEnd || j < blockEnd - LOST;
                    matrix[i * n + j] = i == j ? Math.sqrt(Math.max(sum, 1)) : isSolved ? sum / matrix[j * n + j] : sum;
                }
            }
            return 0;
        }

        @Override
        public void symm(double[] symmetric, double[] other, double[] result, int n, int m) {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < m; j++) {
                    for (int k = 0; k < n; k++) {
                        result[i * m + j] += symmetric[i * n + k] * other[k * m + j];
                    }
                }
            }
        }
    }

    /** Factorises right; its symmetric products lose a part of the last column. */
    private static final class BrokenProducts extends BrokenSolves {
        @Override
        public int potrf(double[] matrix, int n) {
            return OpenBlas.ifPresent().orElseThrow().potrf(matrix, n);
        }

        @Override
        public void symm(double[] symmetric, double[] other, double[] result, int n, int m) {
            super.symm(symmetric, other, result, n, m);
            for (int i = n - 8; i < n; i++) {
                result[i * m + m - 1] = 0;
            }
        }
    }
}
