package org.autoencoder4j.examples;

import java.awt.image.BufferedImage;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.autoencoder4j.ntk.convergence.ConvergenceTheorem;

/** Marks of every width over the eigenvalue that sets the rate, a chart for each of the four theorems in print. */
record WidthPicture(List<FoundWidth> all) {
    BufferedImage picture() {
        return LineChart.grid(
                List.of(
                        chart("W learns, flow", "1 / lambda_0", ConvergenceTheorem.WEAK_FLOW),
                        chart("W learns, descent", "1 / lambda_0", ConvergenceTheorem.WEAK_DESCENT),
                        chart(
                                "W and A learn, flow",
                                "1 / lambda_H",
                                ConvergenceTheorem.JOINT_FLOW,
                                ConvergenceTheorem.JOINT_FLOW_ZERO_DECODER),
                        chart(
                                "W and A learn, descent",
                                "1 / lambda_H",
                                ConvergenceTheorem.JOINT_DESCENT,
                                ConvergenceTheorem.JOINT_DESCENT_ZERO_DECODER,
                                ConvergenceTheorem.JOINT_DESCENT_SLOW_ENCODER)),
                2);
    }

    /** Names and colours are the same in all charts; a theorem of another start or step has marks of its own. */
    private LineChart chart(String title, String over, ConvergenceTheorem theorem, ConvergenceTheorem... others) {
        List<FoundWidth> found = sorted(theorem);
        LineChart chart = new LineChart(title, over, "width m", LineChart.Scale.LOGARITHMIC).overDecades();
        marks(chart, "printed, C known", found, FoundWidth::printedOrNaN);
        marks(chart, "corrected", found, FoundWidth::correctedOrNaN);
        marks(chart, "proved", found, FoundWidth::proved);
        marks(chart, "A = 0", others.length > 0 ? sorted(others[0]) : List.of(), FoundWidth::proved);
        marks(chart, "slower W", others.length > 1 ? sorted(others[1]) : List.of(), FoundWidth::proved);
        marks(chart, "certified", found, FoundWidth::certifiedOrNaN);
        marks(chart, "observed", found, FoundWidth::observedOrNaN);
        return chart;
    }

    private List<FoundWidth> sorted(ConvergenceTheorem theorem) {
        return all.stream()
                .filter(found -> found.theorem() == theorem)
                .sorted(Comparator.comparingDouble(FoundWidth::lambda).reversed())
                .toList();
    }

    private static void marks(
            LineChart chart, String name, List<FoundWidth> found, ToDoubleFunction<FoundWidth> width) {
        chart.marks(
                name,
                found.stream().mapToDouble(each -> 1 / each.lambda()).toArray(),
                found.stream().mapToDouble(width).toArray());
    }
}
