package org.autoencoder4j.examples.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.autoencoder4j.backend.Backend;
import org.autoencoder4j.check.consistency.SupportSize;
import org.autoencoder4j.check.latents.EncodedDictionary;
import org.autoencoder4j.check.latents.LatentCodes;
import org.autoencoder4j.linalg.Spectrum;
import org.autoencoder4j.report.Verdict;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Runs the code of docs/HOWTO.md that checks, where it has to come out right. */
class HowToCheckTest {
    @Test
    void certificates() throws IOException {
        INDArray atoms = HowToTest.known().encoder();
        DocumentationTest.printed(() -> {
            assertEquals(Verdict.HOLDS, verdict(atoms, -0.4));
            assertEquals(Verdict.FAILS, verdict(atoms, -0.8));
        });
        String printed = DocumentationTest.printed(
                () -> assertEquals(12, HowToCheck.latents(HowToTest.known()).count(Verdict.HOLDS)));
        assertTrue(printed.startsWith("12 of 12 latents"), printed);
    }

    private static Verdict verdict(INDArray atoms, double bias) {
        INDArray all = Nd4j.zeros(DataType.DOUBLE, atoms.columns()).addi(bias);
        return HowToCheck.certificate(atoms, all, atoms).report().verdict();
    }

    @Test
    void kernels() throws IOException {
        INDArray few = GuideTest.samples()
                .get(NDArrayIndex.interval(0, 20), NDArrayIndex.all())
                .dup();
        String printed = DocumentationTest.printed(
                () -> assertTrue(HowToCheck.kernels(few).isPositiveDefinite()));
        assertTrue(printed.startsWith("HOLDS"), printed);
        INDArray unit = few.divColumnVector(few.norm2(1));
        String widths = DocumentationTest.printed(
                () -> assertTrue(HowToCheck.widthAndStep(unit).at(0) > 0));
        assertTrue(widths.startsWith("proved from "), widths);
    }

    @Test
    void progress() throws IOException {
        LatentCodes codes = LatentCodes.of(2, SupportSize.AT_MOST, 12, 0.8, 1.2);
        String printed = DocumentationTest.printed(() -> assertEquals(
                Verdict.HOLDS,
                HowToCheck.progress(EncodedDictionary.of(HowToTest.known()), codes)
                        .verdict()));
        assertTrue(printed.startsWith("certificate: units: 0 of 12"), printed);
        assertTrue(printed.contains("certificate: units: 12 of 12"), printed);
    }

    /** The thread has something else to do first, so that the call is stopped before it begins. */
    @Test
    void stopping() throws InterruptedException {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        CountDownLatch first = new CountDownLatch(1);
        executor.execute(() -> {
            try {
                first.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Future<Spectrum> future = HowToCheck.stopping(Nd4j.eye(5).castTo(DataType.DOUBLE), executor);
        first.countDown();
        assertThrows(CancellationException.class, future::get);
        executor.shutdown();
        assertTrue(executor.awaitTermination(1, TimeUnit.MINUTES), "the thread ends");
    }

    @Test
    void backend() throws IOException {
        String printed = DocumentationTest.printed(() -> assertEquals(Backend.describe(), HowToCheck.backend()));
        assertTrue(printed.contains("CpuBackend"), printed);
    }
}
