package org.autoencoder4j.ntk.tied;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.autoencoder4j.ntk.Draws;
import org.junit.jupiter.api.Test;

/**
 * {@code E[h(w) w] = E[grad h(w)]} for normal w: Lemma A.1, for weakly differentiable h. Samples x = (1, 0) and y at 1 radian, 200000
 * draws, 4 standard errors (false alarm 1e-4 for each number).
 */
class SteinIdentityTest {
    private static final int DRAWS = 200_000;
    private static final double THETA = 1;
    private static final double C = Math.cos(THETA);
    private static final double S = Math.sin(THETA);

    /** Along x and along y: means of h(w) w, where h is a product of functions of the two pre-activations. */
    private static SummaryStatistics[] means(boolean withIndicator) {
        RandomGenerator random = Draws.random(40);
        SummaryStatistics[] along = {new SummaryStatistics(), new SummaryStatistics()};
        for (int t = 0; t < DRAWS; t++) {
            double x = random.nextGaussian();
            double y = C * x + S * random.nextGaussian();
            double h = withIndicator && x < 0 ? 0 : Math.max(0, y);
            along[0].addValue(h * x);
            along[1].addValue(h * y);
        }
        return along;
    }

    private static void assertMean(double expected, SummaryStatistics values) {
        assertEquals(expected, values.getMean(), 4 * values.getStandardDeviation() / Math.sqrt(DRAWS));
    }

    /** h = relu(w . y): E[h w] = y / 2. */
    @Test
    void holdsForRelu() {
        SummaryStatistics[] along = means(false);
        assertMean(C / 2, along[0]);
        assertMean(0.5, along[1]);
    }

    /**
     * h = 1{w . x >= 0} relu(w . y) jumps: its gradient almost everywhere gives y (pi - theta) / (2 pi), and the jump adds x
     * sin(theta) / (2 pi). Dropping the jump is what makes print's H_inf equal to G_inf.
     */
    @Test
    void anIndicatorAddsItsJump() {
        SummaryStatistics[] along = means(true);
        double smooth = (Math.PI - THETA) / (2 * Math.PI);
        double jump = S / (2 * Math.PI);
        assertMean(C * smooth + jump, along[0]);
        assertMean(smooth + C * jump, along[1]);
        double error = along[0].getStandardDeviation() / Math.sqrt(DRAWS);
        assertTrue(Math.abs(along[0].getMean() - C * smooth) > 20 * error, "without the jump it is wrong");
    }
}
