package org.autoencoder4j.examples;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.autoencoder4j.examples.LineChart.Scale;

/** How many latents are certified for codes of so many atoms: any number of curves over k, each with a name. */
final class CertifiedCurves {
    private final Map<String, Curve> curves = new LinkedHashMap<>();

    /** Numbers of latents over rising k. */
    private record Curve(double[] ks, double[] latents) {}

    /** A curve over rising k. It ends where it reaches 0. */
    void add(String name, int[] ks, int[] latents) {
        int shown = Math.min(1, ks.length);
        while (shown < ks.length && latents[shown - 1] > 0) {
            shown++;
        }
        curves.put(
                name,
                new Curve(
                        Arrays.stream(ks, 0, shown).asDoubleStream().toArray(),
                        Arrays.stream(latents, 0, shown).asDoubleStream().toArray()));
    }

    /** A curve over k = 1, 2, ... */
    void add(String name, int[] latents) {
        add(name, IntStream.rangeClosed(1, latents.length).toArray(), latents);
    }

    boolean isEmpty() {
        return curves.isEmpty();
    }

    /** All curves in one picture. */
    LineChart chart() {
        LineChart chart = new LineChart("certified latents", "k, for codes of at most k atoms", "latents", Scale.LINEAR)
                .include(0);
        curves.forEach((name, curve) -> chart.curve(name, curve.ks(), curve.latents()));
        return chart;
    }
}
