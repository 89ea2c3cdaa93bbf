package org.autoencoder4j.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Times of contestants who take turns, round by round, so that what slows the machine slows all of them. */
record Contest(String title, Map<String, double[]> secondsByName) {
    /** Threads of a BLAS wait for more work for 0.1 s after a turn, and the next one would have to share its cores. */
    private static final int PAUSE_MILLIS = 300;

    /** How often each has a turn, the steps in one, of which the median counts, and how long each works before all that. */
    record Turns(int rounds, int steps, double warmUpSeconds) {}

    /** What became of one contestant: medians over the rounds, and of how many times slower it was than the first. */
    record Row(String contest, String name, double seconds, double least, double median, double most) {}

    static Contest hold(String title, List<Contestant> contestants, Turns turns, Path log, String... arguments)
            throws IOException, InterruptedException {
        Map<String, double[]> seconds = new LinkedHashMap<>();
        List<StepServer> servers = new ArrayList<>();
        try {
            for (Contestant contestant : contestants) {
                servers.add(StepServer.start(contestant, log, arguments));
                seconds.put(contestant.name(), new double[turns.rounds()]);
            }
            for (StepServer server : servers) {
                server.warmUp(turns.warmUpSeconds(), turns.steps());
            }
            for (int round = 0; round < turns.rounds(); round++) {
                for (StepServer server : servers) {
                    double[] own = Objects.requireNonNull(
                            seconds.get(server.contestant().name()));
                    own[round] = server.seconds(turns.steps());
                    Thread.sleep(PAUSE_MILLIS);
                }
            }
        } finally {
            for (StepServer server : servers) {
                server.close();
            }
        }
        return new Contest(title, seconds);
    }

    /** One row for each contestant; the first is the one to whom the others are compared. */
    List<Row> rows() {
        double[] first = secondsByName.values().iterator().next();
        List<Row> rows = new ArrayList<>();
        secondsByName.forEach((name, seconds) -> {
            double[] ratios = new double[seconds.length];
            Arrays.setAll(ratios, round -> seconds[round] / first[round]);
            Arrays.sort(ratios);
            rows.add(new Row(title, name, median(seconds), ratios[0], median(ratios), ratios[ratios.length - 1]));
        });
        return rows;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
