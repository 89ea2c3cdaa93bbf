package org.autoencoder4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Makes sure that all contestants compute the same: their first results agree. */
final class FirstResult {
    private static final double TOLERANCE = 1e-6;

    private FirstResult() {}

    /** Returns the largest difference from the first of two contestants, relative to the largest entry. */
    static double difference(String workload, Contestant first, Contestant second, Path log, String dtype)
            throws IOException, InterruptedException {
        INDArray expected = dump(workload, first, log, "float64");
        INDArray actual = dump(workload, second, log, dtype);
        double difference = expected.sub(actual).amaxNumber().doubleValue()
                / expected.amaxNumber().doubleValue();
        if (!(difference <= TOLERANCE)) {
            throw new IOException("the first result of " + second.name() + " differs from that of " + first.name()
                    + " by " + difference + " relative, more than " + TOLERANCE);
        }
        return difference;
    }

    private static INDArray dump(String workload, Contestant contestant, Path log, String dtype)
            throws IOException, InterruptedException {
        Path file = Files.createTempFile("first", ".raw");
        try {
            StepServer.run(contestant, log, workload, "--dtype", dtype, "--dump", file.toString());
            int rows = Workload.rows(workload);
            return RawMatrix.read(file, rows, Math.toIntExact(Files.size(file) / 8 / rows), DataType.DOUBLE);
        } finally {
            Files.delete(file);
        }
    }
}
