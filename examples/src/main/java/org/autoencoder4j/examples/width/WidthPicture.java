package org.autoencoder4j.examples.width;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.autoencoder4j.ntk.convergence.ConvergenceTheorem;
import org.autoencoder4j.picture.Axis;
import org.autoencoder4j.picture.LineChart;
import org.autoencoder4j.picture.Mark;
import org.autoencoder4j.picture.Picture;
import org.autoencoder4j.picture.Role;

/** The widths of theorems and certificates over those that are needed: a mark for each theorem, a colour for each source. */
record WidthPicture(List<FoundWidth> all) {
    Picture picture() {
        return Picture.beside(List.of(
                chart("the encoder learns", ConvergenceTheorem.WEAK_FLOW, ConvergenceTheorem.WEAK_DESCENT),
                chart(
                        "both layers learn",
                        ConvergenceTheorem.JOINT_FLOW,
                        ConvergenceTheorem.JOINT_DESCENT,
                        ConvergenceTheorem.JOINT_FLOW_ZERO_DECODER,
                        ConvergenceTheorem.JOINT_DESCENT_ZERO_DECODER,
                        ConvergenceTheorem.JOINT_DESCENT_SLOW_ENCODER)));
    }

    private LineChart chart(String what, ConvergenceTheorem... theorems) {
        LineChart chart = new LineChart(
                "Width that theorems ask for, over the width that is needed: " + what,
                Axis.logarithmic("needed width m: 9 of 10 runs keep the rate"),
                Axis.logarithmic("width m asked for"));
        for (int i = 0; i < theorems.length; i++) {
            Mark mark = Mark.values()[i];
            List<FoundWidth> found = of(theorems[i]);
            marks(chart, Role.PRINTED, mark, found, FoundWidth::printedOrNaN);
            marks(chart, Role.CORRECTED, mark, found, FoundWidth::correctedOrNaN);
            marks(chart, Role.PROVED, mark, found, FoundWidth::proved);
            marks(chart, Role.CERTIFIED, mark, found, FoundWidth::certifiedOrNaN);
        }
        double[] ends = all.stream()
                .filter(found -> List.of(theorems).contains(found.theorem()))
                .mapToDouble(FoundWidth::observedOrNaN)
                .filter(width -> width > 0)
                .sorted()
                .toArray();
        return chart.theory(Role.MEASURED, "as much as is needed", ends, ends);
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
