package org.autoencoder4j.examples;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.autoencoder4j.ntk.convergence.ConvergenceTheorem;

/** Marks of every width over the sets of samples, a chart for each of the four theorems in print. */
record WidthPicture(List<FoundWidth> all) {
    BufferedImage picture() {
        return LineChart.grid(
                List.of(
                        chart("W learns, flow", ConvergenceTheorem.WEAK_FLOW),
                        chart("W learns, descent", ConvergenceTheorem.WEAK_DESCENT),
                        chart(
                                "W and A learn, flow",
                                ConvergenceTheorem.JOINT_FLOW,
                                ConvergenceTheorem.JOINT_FLOW_ZERO_DECODER),
                        chart(
                                "W and A learn, descent",
                                ConvergenceTheorem.JOINT_DESCENT,
                                ConvergenceTheorem.JOINT_DESCENT_ZERO_DECODER,
                                ConvergenceTheorem.JOINT_DESCENT_SLOW_ENCODER)),
                2);
    }

    /** Names and colours are the same in all charts; a theorem of another start or step has marks of its own. */
    private LineChart chart(String title, ConvergenceTheorem theorem, ConvergenceTheorem... others) {
        List<FoundWidth> found = of(theorem);
        LineChart chart =
                new LineChart(title, "set of samples, 0 is the table's first", "width m", LineChart.Scale.LOGARITHMIC);
        marks(chart, "printed, C known", found, FoundWidth::printedOrNaN);
        marks(chart, "corrected", found, FoundWidth::correctedOrNaN);
        marks(chart, "proved", found, FoundWidth::proved);
        marks(chart, "A = 0", others.length > 0 ? of(others[0]) : List.of(), FoundWidth::proved);
        marks(chart, "slower W", others.length > 1 ? of(others[1]) : List.of(), FoundWidth::proved);
        marks(chart, "certified", found, FoundWidth::certifiedOrNaN);
        marks(chart, "observed", found, FoundWidth::observedOrNaN);
        return chart;
    }

    private List<FoundWidth> of(ConvergenceTheorem theorem) {
        return all.stream().filter(found -> found.theorem() == theorem).toList();
    }

    private static void marks(
            LineChart chart, String name, List<FoundWidth> found, ToDoubleFunction<FoundWidth> width) {
        chart.marks(name, found.stream().mapToDouble(width).toArray());
    }
}
