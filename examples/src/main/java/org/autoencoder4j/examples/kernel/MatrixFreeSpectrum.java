package org.autoencoder4j.examples.kernel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.examples.command.Example;
import org.autoencoder4j.examples.command.ResidentMemory;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.init.TwoLayerStart;
import org.autoencoder4j.linalg.BlockLobpcg;
import org.autoencoder4j.linalg.ExtremeEigenpair;
import org.autoencoder4j.linalg.Spectrum;
import org.autoencoder4j.ntk.kernel.FiniteWidthKernel;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Reference;
import org.autoencoder4j.report.Relation;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.report.Verdict;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Both ends of the spectrum of one K(0) that is never formed, in bounded memory. */
final class MatrixFreeSpectrum {
    private static final double LARGEST_TOLERANCE = 1e-3;
    private static final double MOST_MEGABYTES = 6 * 1073.741824;

    private final Example example;
    private final int width;
    private final double tolerance;
    private final int iterations;

    /**
     * Prepares it.
     *
     * @param tolerance the residual of the least eigenvalue, relative to it
     * @param iterations after which it is given up
     */
    MatrixFreeSpectrum(Example example, int width, double tolerance, int iterations) {
        this.example = example;
        this.width = width;
        this.tolerance = Checks.positive("--tolerance", tolerance);
        this.iterations = (int) Checks.atLeast("--iterations", iterations, 1);
    }

    Optional<String> run(INDArray samples) throws IOException {
        long start = System.nanoTime();
        FiniteWidthKernel kernel = FiniteWidthKernel.of(
                TwoLayerStart.standard(samples.columns(), samples.dataType()).autoencoder(width, example.streams()),
                samples,
                Regime.JOINTLY_TRAINED);
        Spectrum decoder = Spectrum.of(kernel.decoderKernel().orElseThrow().castTo(DataType.DOUBLE));
        BlockLobpcg solver = kernel.solver();
        double prepared = seconds(start);
        start = System.nanoTime();
        ExtremeEigenpair largest = solver.withTolerance(LARGEST_TOLERANCE).largest();
        put("largest", largest, seconds(start));
        start = System.nanoTime();
        ExtremeEigenpair smallest =
                solver.withTolerance(tolerance).withMostIterations(iterations).smallest();
        put("smallest", smallest, seconds(start));
        double below = decoder.smallest().value() - decoder.smallest().residual();
        Report report = report(samples, largest, smallest, below);
        example.results().put("secondsOfPreparation", prepared).set("report", Kernel.json(report));
        example.console().println(kernel);
        example.console()
                .println("lambda_min(K(0)) is between " + below + " = lambda_min(H(0)) and " + smallest.value());
        example.console().print(report.text());
        if (report.verdict() != Verdict.HOLDS) {
            return Optional.of(report.toString());
        }
        double megabytes = ResidentMemory.ofThisProcess().peakMegabytes();
        example.results().put("residentMegabytes", megabytes);
        return megabytes <= MOST_MEGABYTES
                ? Optional.empty()
                : Optional.of("the peak of resident memory is " + Math.round(megabytes) + " MB, and must be at most "
                        + Math.round(MOST_MEGABYTES) + " MB");
    }

    private Report report(INDArray samples, ExtremeEigenpair largest, ExtremeEigenpair smallest, double below) {
        return Report.on(
                        "both ends of the spectrum of K(0) are bounded without forming it",
                        Reference.corrected("NWH-NTK", "section 3.2"))
                .claiming(new Bound(
                        "residual of lambda_max",
                        largest.residual(),
                        Relation.AT_MOST,
                        LARGEST_TOLERANCE * largest.value()))
                .claiming(new Bound(
                        "residual of lambda_min", smallest.residual(), Relation.AT_MOST, tolerance * smallest.value()))
                .claiming(new Bound(
                        "Rayleigh quotient of lambda_min's vector", smallest.value(), Relation.AT_LEAST, below))
                .with("dimension", (double) samples.length())
                .with("lambdaMax", largest.value())
                .with("lambdaMinAbove", smallest.value())
                .with("lambdaMinBelow", below)
                .with("residualOfLambdaMin", smallest.residual())
                .with("productsForLambdaMin", (double) smallest.products())
                .witnessedBy(
                        smallest.converged()
                                ? "an eigenvalue lies within the residual of lambda_min, and the least between the bounds"
                                : "lambda_min DID NOT CONVERGE: only an eigenvalue within the residual, and the two"
                                        + " bounds, are certain");
    }

    private void put(String name, ExtremeEigenpair pair, double seconds) {
        ObjectNode node = example.results().putObject(name);
        node.put("value", pair.value())
                .put("residual", pair.residual())
                .put("converged", pair.converged())
                .put("products", pair.products())
                .put("seconds", seconds);
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
