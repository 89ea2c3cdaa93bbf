package org.autoencoder4j.examples.width;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.autoencoder4j.ntk.convergence.ConvergenceTheorem;
import org.autoencoder4j.picture.Axis;
import org.autoencoder4j.picture.LineChart;
import org.autoencoder4j.picture.Mark;
import org.autoencoder4j.picture.Picture;
import org.autoencoder4j.picture.Role;

/**
 * The widths that theorems and certificates ask for, over those that are needed: each set of samples is a place from left to
 * right, each way to train a mark, and each source a colour.
 */
record WidthPicture(List<FoundWidth> all) {
    Picture picture() {
        Map<ConvergenceTheorem, String> encoder = new LinkedHashMap<>();
        encoder.put(ConvergenceTheorem.WEAK_FLOW, "flow");
        encoder.put(ConvergenceTheorem.WEAK_DESCENT, "descent");
        Map<ConvergenceTheorem, String> both = new LinkedHashMap<>();
        both.put(ConvergenceTheorem.JOINT_FLOW, "flow");
        both.put(ConvergenceTheorem.JOINT_DESCENT, "descent");
        both.put(ConvergenceTheorem.JOINT_FLOW_ZERO_DECODER, "flow from A = 0");
        both.put(ConvergenceTheorem.JOINT_DESCENT_ZERO_DECODER, "descent from A = 0");
        both.put(ConvergenceTheorem.JOINT_DESCENT_SLOW_ENCODER, "descent, slower W");
        return Picture.beside(List.of(chart("W learns", encoder), chart("W and A learn", both)));
    }

    private LineChart chart(String what, Map<ConvergenceTheorem, String> theorems) {
        LineChart chart = new LineChart(
                "Widths that are asked for where " + what + ", over those that are needed",
                Axis.logarithmic("needed width m, at which 9 of 10 runs keep the rate"),
                Axis.logarithmic("width m asked for"));
        chart.note(all.stream().map(FoundWidth::set).distinct().count() + " sets of samples of length 1");
        int mark = 0;
        for (Map.Entry<ConvergenceTheorem, String> theorem : theorems.entrySet()) {
            Mark shape = Mark.values()[mark++];
            List<FoundWidth> found = of(theorem.getKey());
            marks(chart, Role.PRINTED, shape, found, FoundWidth::printedOrNaN);
            marks(chart, Role.CORRECTED, shape, found, FoundWidth::correctedOrNaN);
            marks(chart, Role.PROVED, shape, found, FoundWidth::proved);
            marks(chart, Role.CERTIFIED, shape, found, FoundWidth::certifiedOrNaN);
            chart.key(Role.FLOOR, shape, theorem.getValue());
        }
        double[] needed = all.stream()
                .filter(found -> theorems.containsKey(found.theorem()))
                .mapToDouble(FoundWidth::observedOrNaN)
                .filter(width -> width > 0)
                .sorted()
                .toArray();
        chart.theory(Role.MEASURED, "as wide as needed", needed, needed)
                .key(Role.PRINTED, Mark.DISC, "printed, C known")
                .key(Role.CORRECTED, Mark.DISC, "corrected")
                .key(Role.PROVED, Mark.DISC, "proved here");
        boolean certified = all.stream()
                .filter(found -> theorems.containsKey(found.theorem()))
                .anyMatch(found -> found.certified().isPresent());
        return certified ? chart.key(Role.CERTIFIED, Mark.DISC, "certified for 9 of 10 starts") : chart;
    }

    private List<FoundWidth> of(ConvergenceTheorem theorem) {
        return all.stream().filter(found -> found.theorem() == theorem).toList();
    }

    private static void marks(
            LineChart chart, Role role, Mark mark, List<FoundWidth> found, ToDoubleFunction<FoundWidth> width) {
        chart.marks(
                role,
                mark,
                "",
                found.stream().mapToDouble(FoundWidth::observedOrNaN).toArray(),
                found.stream().mapToDouble(width).toArray());
    }
}
