package org.autoencoder4j.backend.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.function.IntConsumer;
import org.bytedeco.openblas.presets.openblas_nolapack;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class OpenBlasThreadsTest {
    @Test
    void openBlasItselfTellsTheNumberThatWasSet() {
        IntConsumer setter = OpenBlasThreads.setter();
        OpenBlasCount count = new OpenBlasCount();
        int found = count.threads();
        try {
            for (int threads : new int[] {1, 2, 1}) {
                setter.accept(threads);
                assertEquals(threads, count.threads());
            }
        } finally {
            setter.accept(found);
        }
        assertEquals(found, count.threads());
    }

    @Test
    void theGuardSetsOneThreadInOpenBlasAndRestoresWhatJavaCppWasTold() {
        Nd4j.factory().blas(); // sets the number when it is made
        OpenBlasCount count = new OpenBlasCount();
        int found = openblas_nolapack.blas_get_num_threads();
        openblas_nolapack.blas_set_num_threads(2);
        try (BlasThreads.Use use = BlasThreads.ofOpenBlas().single()) {
            assertEquals(2, use.threads());
            assertEquals(1, count.threads());
        } finally {
            int after = count.threads();
            openblas_nolapack.blas_set_num_threads(found);
            assertEquals(2, after);
        }
    }
}
