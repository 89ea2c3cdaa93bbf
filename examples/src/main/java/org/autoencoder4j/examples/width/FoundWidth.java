package org.autoencoder4j.examples.width;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.autoencoder4j.ntk.convergence.ConvergenceTheorem;
import org.autoencoder4j.ntk.convergence.KernelConstants;
import org.autoencoder4j.ntk.convergence.PaperTheorem;
import org.autoencoder4j.ntk.convergence.ProvedWidth;

/** All widths of one way to train one set of samples. */
record FoundWidth(
        SampleSet set,
        KernelConstants constants,
        ConvergenceTheorem theorem,
        double delta,
        OptionalInt certified,
        OptionalInt observed) {
    private static final String NONE = "-";

    static final String[] COLUMNS = {
        "samples", "training", "lambda", "printed", "corrected", "proved", "by", "certified", "observed"
    };

    double lambda() {
        return theorem.lambda(constants);
    }

    /** Of print with a C that is enough, where print is about this way to train. */
    OptionalDouble printed() {
        return Arrays.stream(PaperTheorem.values())
                .filter(paper -> paper.replacement() == theorem)
                .mapToDouble(paper -> paper.sufficient(constants, delta))
                .findFirst();
    }

    OptionalDouble corrected() {
        return Arrays.stream(PaperTheorem.values())
                .filter(paper -> paper.replacement() == theorem)
                .map(paper -> paper.corrected(constants, delta))
                .flatMapToDouble(OptionalDouble::stream)
                .findFirst();
    }

    double proved() {
        return proof().width(constants, delta);
    }

    /** The least width for the step that the starts' certificates are asked for: none whose step is the start's own. */
    private ProvedWidth proof() {
        return theorem.widths().stream()
                .filter(width -> width.step() != ProvedWidth.Step.OF_THE_START)
                .min(Comparator.comparingDouble(width -> width.width(constants, delta)))
                .orElseThrow();
    }

    private String by() {
        return proof().reference().item();
    }

    /** Each number, or NaN where there is none, in the order of the picture's marks. */
    double printedOrNaN() {
        return printed().orElse(Double.NaN);
    }

    double correctedOrNaN() {
        return corrected().orElse(Double.NaN);
    }

    double certifiedOrNaN() {
        return certified.isPresent() ? certified.getAsInt() : Double.NaN;
    }

    double observedOrNaN() {
        return observed.isPresent() ? observed.getAsInt() : Double.NaN;
    }

    String training() {
        return theorem.name().toLowerCase(Locale.ROOT);
    }

    Object[] row() {
        return new Object[] {
            set.toString(),
            training(),
            lambda(),
            cell(printed()),
            cell(corrected()),
            proved(),
            by(),
            cell(certified),
            cell(observed)
        };
    }

    private static Object cell(OptionalDouble value) {
        return value.isPresent() ? (Object) value.getAsDouble() : NONE;
    }

    private static Object cell(OptionalInt value) {
        return value.isPresent() ? (Object) value.getAsInt() : NONE;
    }

    void put(ObjectNode node) {
        node.put("samples", set.toString())
                .put("training", training())
                .put("n", set.count())
                .put("d", set.features())
                .put("lambda", lambda())
                .put("printed", printed().isPresent() ? (Double) printed().getAsDouble() : null)
                .put("corrected", corrected().isPresent() ? (Double) corrected().getAsDouble() : null)
                .put("proved", proved())
                .put("by", by())
                .put("certified", certified.isPresent() ? (Integer) certified.getAsInt() : null)
                .put("observed", observed.isPresent() ? (Integer) observed.getAsInt() : null);
    }
}
