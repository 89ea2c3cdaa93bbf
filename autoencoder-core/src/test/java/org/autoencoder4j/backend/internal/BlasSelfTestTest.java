package org.autoencoder4j.backend.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class BlasSelfTestTest {
    private final OpenBlas good = OpenBlas.ifPresent().orElseThrow();

    @Test
    void passesTheOpenBlasOfTheBuild() {
        assertEquals(Optional.empty(), BlasSelfTest.failure(good));
        assertEquals(Optional.empty(), good.failure());
    }

    @Test
    void findsAFactorisationThatReportsFailure() {
        assertFailure("dpotrf fails at row 59", new Faulty() {
            @Override
            public int potrf(double[] matrix, int n) {
                return 59;
            }
        });
    }

    @Test
    void findsAFactorisationThatReportsSuccessAndIsWrong() {
        assertFailure("dpotrf is off by 1.0e-03", new Faulty() {
            @Override
            public int potrf(double[] matrix, int n) {
                int info = good.potrf(matrix, n);
                matrix[n * n - 1] += 1e-3;
                return info;
            }
        });
    }

    @Test
    void findsAFactorisationOfNaN() {
        assertFailure("dpotrf is off by NaN", new Faulty() {
            @Override
            public int potrf(double[] matrix, int n) {
                matrix[(n - 1) * n] = Double.NaN;
                return 0;
            }
        });
    }

    @Test
    void findsAWrongProduct() {
        assertFailure("dsymm is off by ", new Faulty() {
            @Override
            public void symm(double[] symmetric, double[] other, double[] result, int n, int m) {
                good.symm(symmetric, other, result, n, m);
                result[n + 1] = 0;
            }
        });
    }

    private static void assertFailure(String beginning, DoubleBlas blas) {
        String failure = BlasSelfTest.failure(blas).orElseThrow();
        assertTrue(failure.startsWith(beginning), failure);
    }

    /** A right BLAS, of which each test spoils one routine. */
    private class Faulty implements DoubleBlas {
        @Override
        public int potrf(double[] matrix, int n) {
            return good.potrf(matrix, n);
        }

        @Override
        public void symm(double[] symmetric, double[] other, double[] result, int n, int m) {
            good.symm(symmetric, other, result, n, m);
        }
    }
}
