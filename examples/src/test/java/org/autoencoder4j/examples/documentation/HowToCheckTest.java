package org.autoencoder4j.examples.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.autoencoder4j.backend.Backend;
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
    void backend() throws IOException {
        String printed = DocumentationTest.printed(() -> assertEquals(Backend.describe(), HowToCheck.backend()));
        assertTrue(printed.contains("CpuBackend"), printed);
    }
}
