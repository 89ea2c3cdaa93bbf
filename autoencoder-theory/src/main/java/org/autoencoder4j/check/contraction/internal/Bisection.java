package org.autoencoder4j.check.contraction.internal;

import java.util.function.DoublePredicate;
import org.autoencoder4j.progress.Work;

/** Searches for where a condition ends. */
public final class Bisection {
    private static final int HALVINGS = 200;

    private Bisection() {}

    /** The number nearest to the end at which a condition is known as true that is true at the start and false later on. */
    public static double last(DoublePredicate condition, double start, double end) {
        double kept = start;
        double beyond = end;
        try (Work work = Work.begin("end of a condition: halvings")) {
            for (int t = 0; t < HALVINGS; t++) {
                double middle = (kept + beyond) / 2;
                if (middle == kept || middle == beyond) {
                    break;
                }
                if (condition.test(middle)) {
                    kept = middle;
                } else {
                    beyond = middle;
                }
                work.advance(1);
            }
            work.complete();
        }
        return kept;
    }
}
