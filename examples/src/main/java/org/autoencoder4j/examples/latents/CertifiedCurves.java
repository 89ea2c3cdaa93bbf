package org.autoencoder4j.examples.latents;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.autoencoder4j.picture.Axis;
import org.autoencoder4j.picture.LineChart;
import org.autoencoder4j.picture.Role;

/** How many latents are certified for codes of so many atoms: any number of curves over k, each with a name. */
final class CertifiedCurves {
    private final List<Consumer<LineChart>> curves = new ArrayList<>();

    /** A curve over rising k. It ends where it reaches 0. */
    void add(Role role, String name, int[] ks, int[] latents) {
        int shown = Math.min(1, ks.length);
        while (shown < ks.length && latents[shown - 1] > 0) {
            shown++;
        }
        double[] over = Arrays.stream(ks, 0, shown).asDoubleStream().toArray();
        double[] heights = Arrays.stream(latents, 0, shown).asDoubleStream().toArray();
        curves.add(chart -> chart.curve(role, name, over, heights));
    }

    /** A curve over k = 1, 2, ... */
    void add(Role role, String name, int[] latents) {
        add(role, name, IntStream.rangeClosed(1, latents.length).toArray(), latents);
    }

    boolean isEmpty() {
        return curves.isEmpty();
    }

    /** All curves in one picture. */
    LineChart chart() {
        LineChart chart = new LineChart(
                        "How many latents are certain to find their atom",
                        Axis.linear("k, atoms of a code at most"),
                        Axis.linear("certified latents"))
                .include(0);
        curves.forEach(curve -> curve.accept(chart));
        return chart;
    }
}
