package org.autoencoder4j.examples.command;

import java.io.PrintWriter;
import java.util.Locale;
import org.autoencoder4j.train.Progress;
import org.autoencoder4j.train.Step;
import org.autoencoder4j.train.TrainingListener;

/** One line on the terminal that is written over at each step; silent where there is no terminal. */
public final class ProgressLine<P> implements TrainingListener<P> {
    private static final String ERASE = "\r\033[K";

    private final boolean terminal = Boolean.getBoolean("autoencoder4j.examples.terminal");
    private final PrintWriter err;
    private final String what;
    private final long steps;

    public ProgressLine(PrintWriter err, String what, long steps) {
        this.err = err;
        this.what = what;
        this.steps = steps;
    }

    @Override
    public void onStep(Step<P> step, Progress progress) {
        if (terminal) {
            boolean last = step.index() >= steps;
            err.print(ERASE + (last ? "" : line(step, progress)));
            err.flush();
        }
    }

    /** Takes the line away, for a run that may end before its last step. */
    public void erase() {
        if (terminal) {
            err.print(ERASE);
            err.flush();
        }
    }

    private String line(Step<P> step, Progress progress) {
        return String.format(
                Locale.ROOT,
                "%s: step %d of %d, loss %.4g, %.2f active units per sample, %d dead, %.1f s",
                what,
                step.index(),
                steps,
                step.gradient().loss(),
                step.gradient().meanL0(),
                step.gradient().deadUnits(),
                progress.elapsed().toMillis() / 1000.0);
    }
}
