package org.autoencoder4j.examples.kernel;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.autoencoder4j.examples.command.Example;
import org.autoencoder4j.examples.command.Table;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.linalg.ExtremeEigenpair;
import org.autoencoder4j.linalg.Spectrum;
import org.autoencoder4j.linalg.SymmetricEigen;
import org.autoencoder4j.ntk.kernel.Assumptions;
import org.autoencoder4j.picture.Axis;
import org.autoencoder4j.picture.LineChart;
import org.autoencoder4j.picture.Role;
import org.autoencoder4j.report.Report;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The spectra of the limit kernels of samples: by LAPACK and by iteration, and what makes the least eigenvalue small. */
final class LimitSpectra {
    private static final double AGREEMENT = 1e-8;
    private static final int LARGEST_DECOMPOSED = 6000;
    private static final int HEAVIEST = 4;

    private final Example example;
    private final INDArray samples;
    private final Table table =
            new Table("kernel", "smallest", "residual", "largest", "condition", "disagreement", "heaviest samples");
    private double disagreement;

    LimitSpectra(Example example, INDArray samples) {
        this.example = example;
        this.samples = samples;
    }

    Optional<String> run() throws IOException {
        Assumptions assumptions = Assumptions.of(samples);
        example.results()
                .put("samples", samples.rows())
                .put("features", samples.columns())
                .put("lambdaN", assumptions.lambdaN())
                .put("positiveDefinite", assumptions.isPositiveDefinite());
        ArrayNode reports = example.results().putArray("reports");
        for (Report report : List.of(assumptions.first(), assumptions.second())) {
            reports.add(Kernel.json(report));
            example.console().print(report.text());
        }
        ObjectNode node = example.results().putObject("limits");
        double[] encoder = add(node, "G_inf", assumptions.kernels().encoder());
        double[] decoder = add(node, "H_inf", assumptions.kernels().decoder());
        double[] joint = add(node, "K_inf", assumptions.kernels().kernel(Regime.JOINTLY_TRAINED));
        example.output().csv("limits.csv", table);
        table.print(example.console());
        if (encoder.length > 0) {
            example.output()
                    .picture(
                            "spectra",
                            () -> new LineChart(
                                            "Spectra of the limit kernels",
                                            Axis.linear("rank of the eigenvalue, 0 for the greatest"),
                                            Axis.logarithmic("eigenvalue"))
                                    .note(samples.rows() + " samples of d = " + samples.columns())
                                    .ground(Role.BOTH_LAYERS, "K_inf, both layers", joint)
                                    .curve(Role.ENCODER, "G_inf, encoder", encoder)
                                    .curve(Role.DECODER, "H_inf, decoder", decoder));
        }
        return disagreement <= AGREEMENT
                ? Optional.empty()
                : Optional.of("iteration and LAPACK differ by " + disagreement + " of the greatest eigenvalue; at most "
                        + AGREEMENT + " is allowed");
    }

    /** Returns all eigenvalues, falling, or none if there are too many. */
    private double[] add(ObjectNode parent, String name, INDArray kernel) {
        Spectrum iterated = Spectrum.iterated(kernel);
        double[] values = kernel.rows() <= LARGEST_DECOMPOSED
                ? falling(SymmetricEigen.eigenvalues(kernel).toDoubleVector())
                : new double[0];
        double difference = values.length == 0 ? 0 : difference(values, iterated);
        disagreement = Math.max(disagreement, difference);
        ExtremeEigenpair least = iterated.smallest();
        int[] heaviest = heaviest(least.vector());
        ObjectNode node = parent.putObject(name)
                .put("smallest", least.value())
                .put("smallestResidual", least.residual())
                .put("largest", iterated.largest().value())
                .put("largestResidual", iterated.largest().residual())
                .put("condition", iterated.condition())
                .put("converged", iterated.converged())
                .put("products", iterated.products())
                .put("disagreementWithLapack", difference);
        ArrayNode indices = node.putArray("heaviestSamplesOfTheBottomEigenvector");
        IntStream.of(heaviest).forEach(indices::add);
        table.row(
                name,
                least.value(),
                least.residual(),
                iterated.largest().value(),
                iterated.condition(),
                difference,
                indices.toString().replace(',', ' '));
        return values;
    }

    private static double difference(double[] falling, Spectrum iterated) {
        double least =
                Math.abs(falling[falling.length - 1] - iterated.smallest().value());
        double greatest = Math.abs(falling[0] - iterated.largest().value());
        return Math.max(least, greatest) / falling[0];
    }

    private static double[] falling(double[] ascending) {
        return IntStream.range(0, ascending.length)
                .mapToDouble(i -> ascending[ascending.length - 1 - i])
                .toArray();
    }

    private static int[] heaviest(INDArray vector) {
        double[] entries = vector.toDoubleVector();
        return IntStream.range(0, entries.length)
                .boxed()
                .sorted((i, j) -> Double.compare(Math.abs(entries[j]), Math.abs(entries[i])))
                .limit(HEAVIEST)
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
