package org.autoencoder4j.examples;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.autoencoder4j.examples.LineChart.Scale;

/** How many latents are certified for codes of so many atoms: any number of curves over k, each with a name. */
final class CertifiedCurves {
    private final Map<String, Curve> curves = new LinkedHashMap<>();

    private record Curve(int[] ks, int[] latents) {
        /** The greatest k of which anything is certified, or the one after it. */
        int end() {
            int last = ks.length - 1;
            while (last > 0 && latents[last - 1] == 0) {
                last--;
            }
            return ks[last];
        }
    }

    /** A curve over rising k. */
    void add(String name, int[] ks, int[] latents) {
        curves.put(name, new Curve(ks.clone(), latents.clone()));
    }

    /** A curve over k = 1, 2, ... */
    void add(String name, int[] latents) {
        add(name, IntStream.rangeClosed(1, latents.length).toArray(), latents);
    }

    boolean isEmpty() {
        return curves.isEmpty();
    }

    /** The picture ends where the last of the curves reaches 0. */
    LineChart chart() {
        int end = curves.values().stream().mapToInt(Curve::end).max().orElse(1);
        LineChart chart =
                new LineChart("certified latents", "k, for codes of at most k atoms", "latents", Scale.LINEAR).include(0);
        curves.forEach((name, curve) -> {
            int[] shown = IntStream.range(0, curve.ks().length)
                    .filter(i -> curve.ks()[i] <= end)
                    .toArray();
            double[] over = IntStream.of(shown).mapToDouble(i -> curve.ks()[i]).toArray();
            double[] heights =
                    IntStream.of(shown).mapToDouble(i -> curve.latents()[i]).toArray();
            chart.curve(name, over, heights);
        });
        return chart;
    }
}
