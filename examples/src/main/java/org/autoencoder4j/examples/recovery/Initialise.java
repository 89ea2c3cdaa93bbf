package org.autoencoder4j.examples.recovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.autoencoder4j.check.closeness.DeltaCloseness;
import org.autoencoder4j.check.closeness.SignFlips;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.descent.LearningRate;
import org.autoencoder4j.descent.TiedDescent;
import org.autoencoder4j.examples.command.Closing;
import org.autoencoder4j.examples.command.Example;
import org.autoencoder4j.examples.command.Table;
import org.autoencoder4j.gradient.SampleGradient;
import org.autoencoder4j.init.Initialiser;
import org.autoencoder4j.init.PairwiseReweighting;
import org.autoencoder4j.init.SpectralAtoms;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.train.StoppingRule;
import org.autoencoder4j.train.Trainer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Where a run should start: pairwise reweighting against starts that know less. */
@Command(
        name = "initialise",
        sortOptions = false,
        description = "Looks for the atoms from samples alone by pairwise reweighting, and compares it with principal"
                + " components, random columns and samples as columns, before and after training; a list that is"
                + " incomplete or that held-out samples do not support is not trained from. An atom counts as"
                + " recovered if a column is within 0.5 of it, up to sign. Fails if reweighting recovers fewer than 10 of"
                + " 10 centres of the mixture, or fewer than 60 of 64 atoms of the sparse model. With its defaults it takes half a"
                + " minute of processor time or so.")
public final class Initialise extends Example {
    private static final double NEAR = 0.5;
    private static final String NONE = "";
    private static final String REWEIGHTING = "pairwise reweighting";

    @Option(
            names = "--model",
            split = ",",
            paramLabel = "NAME",
            description = "mixture, sparse or nonnegative (default: all three).")
    private List<TheoryModel> models = List.of(TheoryModel.values());

    @Option(
            names = "--sigma",
            paramLabel = "sigma",
            description = "Standard deviation of the noise (default: ${DEFAULT-VALUE}).")
    private double sigma = 0.02;

    @Option(
            names = "--steps",
            paramLabel = "T",
            description = "Steps of training from each start (default: ${DEFAULT-VALUE}).")
    private int steps = 20;

    private final Table table =
            new Table("model", "start", "columns", "recovered", "delta", "recoveredAfter", "deltaAfter");
    private boolean untrained;
    private final StringBuilder shortfall = new StringBuilder();

    @Override
    public Optional<String> run() throws IOException {
        ArrayNode starts = results().putArray("starts");
        for (TheoryModel each : models) {
            compare(each, starts);
        }
        output().csv("initialise.csv", table);
        table.print(console());
        if (untrained) {
            console()
                    .println("-: a list of atoms that is incomplete, or that held-out samples do not support, is not"
                            + " trained from.");
        }
        return shortfall.isEmpty() ? Optional.empty() : Optional.of(shortfall.toString());
    }

    private void compare(TheoryModel choice, ArrayNode starts) {
        GenerativeModel model = choice.model(sigma, dtype(), streams());
        int samples = choice == TheoryModel.MIXTURE ? 500 : 4_000;
        INDArray observations = model.draw(streams(), 0, samples).observations();
        Batches data = Batches.of(observations);
        PairwiseReweighting finder = PairwiseReweighting.of(model.units(), choice.sparsity());
        console()
                .printf(
                        Locale.ROOT,
                        "%s: %d pairs of samples cover %.1f of %d atoms on average%n",
                        choice.lowerCase(),
                        finder.pairs(),
                        finder.expectedCovered(),
                        model.units());
        SpectralAtoms found = finder.find(observations, streams());
        int recovered = found.atoms().isEmpty() ? 0 : recovered(model, found.found());
        ObjectNode spectral = found.complete()
                ? start(REWEIGHTING, choice, model, data, found, starts)
                : row(starts, choice, REWEIGHTING, found.atoms().size(), recovered);
        spectral.put("atoms", model.units())
                .put("pairs", finder.pairs())
                .put("expectedCovered", finder.expectedCovered());
        start("principal components", choice, model, data, Initialiser.principalComponents(data), starts);
        start("random", choice, model, data, Initialiser.random(model.features(), dtype()), starts);
        start("sample columns", choice, model, data, Initialiser.sampleColumns(data), starts);
        int wanted = switch (choice) {
            case MIXTURE -> 10;
            case SPARSE -> 60;
            case NONNEGATIVE -> 0;
        };
        if (recovered < wanted) {
            shortfall.append(choice.lowerCase() + ": " + recovered + " atoms recovered, not " + wanted + ". ");
        }
    }

    /** Training from an incomplete list, or from atoms without support, would make them worse. */
    private ObjectNode row(ArrayNode starts, TheoryModel choice, String name, int columns, int recovered) {
        untrained = true;
        table.row(choice.lowerCase(), name, columns, recovered, NONE, NONE, NONE);
        return put(starts, choice, name, columns, recovered);
    }

    private static ObjectNode put(ArrayNode starts, TheoryModel choice, String name, int columns, int recovered) {
        return starts.addObject()
                .put("model", choice.lowerCase())
                .put("start", name)
                .put("columns", columns)
                .put("recovered", recovered);
    }

    private ObjectNode start(
            String name,
            TheoryModel choice,
            GenerativeModel model,
            Batches data,
            Initialiser initialiser,
            ArrayNode starts) {
        INDArray before = initialiser.weights(model.units(), streams());
        TiedDescent rule = TiedDescent.of(
                SampleGradient.of(data),
                LearningRate.constant(choice.step(model)).backingOff());
        INDArray after = Trainer.of(rule, StoppingRule.steps(steps))
                .withListener(progressLine("initialise, " + choice.lowerCase() + ", " + name, steps))
                .train(choice.autoencoder(before.dup('f')))
                .parameters()
                .weights();
        int recovered = recovered(model, before);
        int recoveredAfter = recovered(model, after);
        double delta = delta(model, before);
        double deltaAfter = delta(model, after);
        table.row(choice.lowerCase(), name, before.columns(), recovered, delta, recoveredAfter, deltaAfter);
        return put(starts, choice, name, before.columns(), recovered)
                .put("delta", delta)
                .put("recoveredAfter", recoveredAfter)
                .put("deltaAfter", deltaAfter);
    }

    private static double delta(GenerativeModel model, INDArray weights) {
        return DeltaCloseness.of(weights, model.dictionary(), SignFlips.of(model.codeLaw()))
                .delta();
    }

    /** Atoms with a unit column within 0.5 up to sign: {@code ||w -+ a||^2 = 2 - 2 |<w, a>|}. */
    private static int recovered(GenerativeModel model, INDArray weights) {
        INDArray greatest = Transforms.abs(model.dictionary().transpose().mmul(weights), false)
                .max(1);
        int count = 0;
        for (double product : greatest.toDoubleVector()) {
            count += 2 - 2 * product <= NEAR * NEAR ? 1 : 0;
        }
        return count;
    }

    @Override
    protected Closing closing(boolean failed) {
        List<String> found = new ArrayList<>();
        for (JsonNode start : results().path("starts")) {
            if (start.path("start").asText().equals(REWEIGHTING)) {
                found.add(Closing.sentence(
                        "%d of %d (%s)",
                        start.path("recovered").asInt(),
                        start.path("atoms").asInt(),
                        start.path("model").asText()));
            }
        }
        return new Closing(
                "From samples alone pairwise reweighting found atoms: " + String.join(", ", found)
                        + (failed ? ", which is too few." : "."),
                failed
                        ? "less --sigma, or another --seed."
                        : "examples/run recover --data FILE needs no start at all; docs/GUIDE.md (Which settings?) tells"
                                + " when to take which.");
    }
}
