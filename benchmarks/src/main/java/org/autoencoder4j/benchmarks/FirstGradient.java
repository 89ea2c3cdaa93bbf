package org.autoencoder4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Makes sure that all contestants compute the same: their first gradients agree. */
final class FirstGradient {
    private static final double TOLERANCE = 1e-6;

    private FirstGradient() {}

    /** Returns the largest difference from the first of two contestants, relative to the largest entry. */
    static double difference(Case workload, Contestant first, Contestant second, Path log, String dtype)
            throws IOException, InterruptedException {
        INDArray expected = dump(workload, first, log, "float64");
        INDArray actual = dump(workload, second, log, dtype);
        double difference = expected.sub(actual).amaxNumber().doubleValue()
                / expected.amaxNumber().doubleValue();
        if (!(difference <= TOLERANCE)) {
            throw new IOException("the first gradient of " + second.name() + " differs from that of " + first.name()
                    + " by " + difference + " relative, more than " + TOLERANCE);
        }
        return difference;
    }

    private static INDArray dump(Case workload, Contestant contestant, Path log, String dtype)
            throws IOException, InterruptedException {
        Path file = Files.createTempFile("gradient", ".raw");
        try {
            StepServer.run(contestant, log, workload.label(), "--dtype", dtype, "--dump", file.toString());
            return RawMatrix.read(file, workload.units, workload.features, DataType.DOUBLE);
        } finally {
            Files.delete(file);
        }
    }
}
