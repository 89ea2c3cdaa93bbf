package org.autoencoder4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.autoencoder4j.gradient.TiedGradient;
import org.autoencoder4j.network.TiedAutoencoder;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

/** The rule that watches the loss, against its definition over the whole run, and what it remembers. */
class StallTest {
    private final TiedGradient gradient = new TiedGradient(Nd4j.zeros(1, 1), Nd4j.zeros(1), Nd4j.zeros(1), 1);

    private Optional<StopReason> check(StoppingRule.Watch<Object> watch, long step, double loss, double meanL0) {
        History history = new History();
        for (int i = 0; i <= step; i++) {
            history.add(new History.Row(i, i == step ? loss : 1, Double.NaN, 1, 1, meanL0, 0, 0, 0, Map.of()));
        }
        return watch.check(
                new Step<>(step, "", gradient, List.of(TiedAutoencoder.WEIGHTS), 1, 0),
                new Progress(history, Duration.ZERO));
    }

    /** Whether the rule stops after so many losses, straight from its definition. */
    private static boolean stops(double[] losses, int count, int window, double fraction) {
        double before =
                Arrays.stream(losses, 0, Math.max(0, count - window)).min().orElse(Double.POSITIVE_INFINITY);
        double recent =
                Arrays.stream(losses, Math.max(0, count - window), count).min().orElseThrow();
        return count > window && !(recent < before * (1 - fraction));
    }

    @Test
    void stopsWhereItsDefinitionSaysAlsoWhenResumed() {
        SplittableRandom random = new SplittableRandom(5);
        for (int run = 0; run < 50; run++) {
            double[] losses = random.doubles(60).map(x -> 1 + Math.floor(8 * x)).toArray();
            int window = 1 + random.nextInt(12);
            StoppingRule<Object> rule = StoppingRule.stalled(window, 0.2);
            StoppingRule.Watch<Object> watch = rule.begin();
            for (int i = 0; i < losses.length; i++) {
                if (random.nextInt(4) == 0) {
                    Map<String, double[]> memory = watch.memory();
                    watch = rule.or(StoppingRule.steps(10)).begin();
                    watch.restore(memory);
                    watch = rule.begin();
                    watch.restore(memory);
                }
                assertEquals(
                        stops(losses, i + 1, window, 0.2),
                        check(watch, i, losses[i], 1).isPresent(),
                        "step " + i);
            }
        }
    }

    @Test
    void twoRunsOfOneRuleDoNotDisturbEachOther() {
        StoppingRule<Object> rule = StoppingRule.stalled(2, 0.1);
        StoppingRule.Watch<Object> falling = rule.begin();
        StoppingRule.Watch<Object> steady = rule.begin();
        for (int i = 0; i < 10; i++) {
            assertEquals(Optional.empty(), check(falling, i, Math.pow(0.8, i), 1));
            assertEquals(i > 1, check(steady, i, 1, 1).isPresent());
        }
    }

    @Test
    void bothRulesOfAPairSeeEachStepAndRemember() {
        StoppingRule<Object> rule = StoppingRule.steps(20).and(StoppingRule.stalled(2, 0.1));
        StoppingRule.Watch<Object> watch = rule.begin();
        for (int i = 0; i < 10; i++) {
            assertEquals(Optional.empty(), check(watch, i, 1, 1));
        }
        StoppingRule.Watch<Object> resumed =
                StoppingRule.stalled(2, 0.1).or(rule).begin();
        resumed.restore(watch.memory());
        assertEquals(true, check(resumed, 10, 1, 1).isPresent());
        StoppingRule.Watch<Object> other = StoppingRule.stalled(3, 0.1).begin();
        other.restore(watch.memory());
        assertEquals(Optional.empty(), check(other, 10, 1, 1), "another rule begins anew");
    }

    @Test
    void aMemoryThatIsNoneIsRefused() {
        StoppingRule.Watch<Object> watch = StoppingRule.stalled(2, 0.1).begin();
        Map<String, double[]> wrong = Map.of("stalled(2, 0.1)", new double[4]);
        assertThrows(IllegalArgumentException.class, () -> watch.restore(wrong));
    }
}
