package org.autoencoder4j.examples.command;

import java.util.Locale;
import org.autoencoder4j.train.Progress;
import org.autoencoder4j.train.Step;
import org.autoencoder4j.train.TrainingListener;

/** Tells a bar what it does not know of a training run: how many steps it has, and how it fares. */
public final class ProgressLine<P> implements TrainingListener<P> {
    private final ProgressBar bar;
    private final String what;
    private final long steps;

    ProgressLine(ProgressBar bar, String what, long steps) {
        this.bar = bar;
        this.what = what;
        this.steps = steps;
    }

    @Override
    public void onStep(Step<P> step, Progress progress) {
        if (step.index() < steps) {
            bar.tell(() -> line(step, progress));
        }
    }

    private String line(Step<P> step, Progress progress) {
        return String.format(
                Locale.ROOT,
                "%s: step %d of %d, loss %.4g, %.2f active units per sample, %d dead%s",
                what,
                step.index(),
                steps,
                step.gradient().loss(),
                step.gradient().meanL0(),
                step.gradient().deadUnits(),
                ProgressBar.left(step.index(), steps, progress.elapsed().toMillis() / 1000.0));
    }
}
