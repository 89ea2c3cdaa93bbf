package org.autoencoder4j.examples.width;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.autoencoder4j.examples.command.Closing;
import org.autoencoder4j.examples.command.Example;
import org.autoencoder4j.examples.command.Table;
import org.autoencoder4j.examples.samples.UnitSamples;
import org.autoencoder4j.ntk.convergence.ConvergenceTheorem;
import org.autoencoder4j.ntk.convergence.Dynamics;
import org.autoencoder4j.ntk.convergence.KernelConstants;
import org.autoencoder4j.ntk.convergence.WidthTable;
import org.autoencoder4j.ntk.convergence.WidthTable.Factor;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.report.Verdict;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Table 1 of paper 2 for one's own samples. */
@Command(
        name = "table1",
        sortOptions = false,
        description =
                "Measures the eigenvalues of the limit kernels of samples of length 1, evaluates every width that the"
                        + " theory asks for, and tells what is guaranteed at a given one.")
public final class WidthBounds extends Example {
    private static final double ACCURACY = 1e-6;
    private static final String STEP = "largestStep";
    private static final String OF_THE_START = "the start's";

    @Mixin
    private UnitSamples source = new UnitSamples();

    @Option(
            names = "--samples",
            paramLabel = "n",
            description = "Samples at most, the first ones (default: ${DEFAULT-VALUE}).")
    private int samples = 500;

    @Option(
            names = "--delta",
            paramLabel = "P",
            description = "The delta of the theorems, above 0 and at most 1 (default: ${DEFAULT-VALUE}).")
    private double delta = 0.1;

    @Option(
            names = "--units",
            split = ",",
            paramLabel = "m",
            description = "Widths about which to ask what is guaranteed (default: ${DEFAULT-VALUE}).")
    private List<Double> widths = List.of(1e3, 1e6, 1e30);

    @Override
    public Optional<String> run() throws IOException {
        INDArray x = source.read(samples, dtype(), streams());
        KernelConstants constants = KernelConstants.of(x);
        double separation = WidthTable.separation(x);
        tell(constants, separation);
        table(constants, separation);
        guarantees(constants);
        return Optional.empty();
    }

    private void tell(KernelConstants constants, double separation) {
        console().println(constants);
        console().println("least distance of two samples: " + separation);
        results()
                .putObject("constants")
                .put("samples", constants.samples())
                .put("features", constants.features())
                .put("lambda0", constants.lambda0())
                .put("lambdaH", constants.lambdaH())
                .put("lambdaN", constants.lambdaN())
                .put("normH", constants.normH())
                .put("fourthMoment", constants.fourthMoment())
                .put("varianceH", constants.varianceH())
                .put("separation", separation);
    }

    private void table(KernelConstants constants, double separation) throws IOException {
        Table table = new Table("kind", "analysis", "layers", "outputs", "m", "factor", "formula");
        ArrayNode rows = results().putArray("table");
        for (WidthTable.Row row : WidthTable.of(constants, separation, delta)) {
            String factor = row.factor() == Factor.EXPLICIT ? "known" : "m / C";
            String kind = row.kind().name().toLowerCase(Locale.ROOT);
            table.row(kind, row.source(), row.trained(), row.outputs(), row.width(), factor, row.formula());
            rows.addObject()
                    .put("kind", kind)
                    .put("source", row.source())
                    .put("trained", row.trained())
                    .put("outputs", row.outputs())
                    .put("formula", row.formula())
                    .put("width", row.width())
                    .put("factor", row.factor().name());
        }
        table.print(console());
    }

    private void guarantees(KernelConstants constants) throws IOException {
        Table table = new Table("training", "m", "verdict", "by", "least delta", "largest step", "gamma", "to 1e-6");
        ArrayNode reports = results().putArray("guarantees");
        for (ConvergenceTheorem theorem : ConvergenceTheorem.values()) {
            for (double units : widths) {
                Report report = theorem.report(constants, units, delta);
                Object step = step(theorem, report);
                boolean known = report.verdict() == Verdict.HOLDS && !step.equals(OF_THE_START);
                table.row(
                        theorem.training(),
                        units,
                        report.verdict(),
                        report.reference().item(),
                        theorem.failureProbability(constants, units),
                        step,
                        theorem.gamma(constants),
                        known ? theorem.duration(constants, ACCURACY) : "-");
                reports.add(new ObjectMapper().readTree(report.toJson()));
            }
        }
        console()
                .println(
                        "What is guaranteed at m units; delta = 1 says nothing, and a duration is that of a guarantee at its largest step:");
        table.print(console());
    }

    private static Object step(ConvergenceTheorem theorem, Report report) {
        if (theorem.dynamics() == Dynamics.FLOW) {
            return "flow";
        }
        return report.findings().containsKey(STEP) ? report.findings().get(STEP) : OF_THE_START;
    }

    @Override
    protected Closing closing(boolean failed) {
        int last = widths.size() - 1;
        JsonNode reports = results().path("guarantees");
        int count = ConvergenceTheorem.values().length;
        int guaranteed = 0;
        for (int i = 0; i < count; i++) {
            JsonNode report = reports.path(i * widths.size() + last);
            guaranteed += report.path("verdict").asText().equals(Verdict.HOLDS.name()) ? 1 : 0;
        }
        return new Closing(
                Closing.sentence(
                        "With %.3g units %d of %d ways to train are proved to converge from a random start on these samples.",
                        widths.get(last), guaranteed, count),
                guaranteed < count
                        ? "examples/run certain --data FILE, which certifies runs at widths far below these."
                        : "smaller --units, to see from where on.");
    }
}
