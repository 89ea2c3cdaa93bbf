package org.autoencoder4j.examples.command;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.autoencoder4j.progress.ProgressListener;

/**
 * How far an example is. On a terminal one line, with a bar and the time that is left, which is written over and taken away when
 * its phase has ended; where there is none, a plain line each minute or so.
 */
public final class ProgressBar implements ProgressListener {
    /** What it is shown as. */
    public enum Form {
        /** One line that is written over. */
        BAR,
        /** Plain lines, one a minute. */
        LINES,
        /** Nothing. */
        NONE
    }

    private static final String PROPERTY = "autoencoder4j.examples.progress";
    private static final String ERASE = "\r\033[K";
    private static final int WIDTH = 20;
    private static final double SECOND = 1e9;
    private static final double BETWEEN_BARS = 0.1 * SECOND;
    private static final double BETWEEN_LINES = 60 * SECOND;

    private final PrintWriter err;
    private final Form form;
    private final LongSupplier nanoTime;
    private long began;
    private long printed;
    private boolean visible;
    private boolean told;

    ProgressBar(PrintWriter err, Form form, LongSupplier nanoTime) {
        this.err = err;
        this.form = form;
        this.nanoTime = nanoTime;
        this.printed = nanoTime.getAsLong() - (long) (form == Form.BAR ? BETWEEN_BARS : 0);
    }

    /** In the form that {@code examples/run} has chosen: without a choice, as in a test, none. */
    static ProgressBar onStandardError(PrintWriter err) {
        Form form = Form.valueOf(System.getProperty(PROPERTY, "none").toUpperCase(Locale.ROOT));
        return new ProgressBar(err, form, System::nanoTime);
    }

    @Override
    public void onProgress(String what, long done, long total) {
        if (done == 0) {
            began = nanoTime.getAsLong();
            told = false;
        }
        if (done == total) {
            erase();
        } else if (!told) {
            print(() -> what + line(done, total));
        }
    }

    /** Shows what somebody knows better of the present phase, until it ends. The text is made only if it is shown. */
    void tell(Supplier<String> text) {
        told = true;
        print(text);
    }

    private void print(Supplier<String> text) {
        long now = nanoTime.getAsLong();
        if (form == Form.BAR && now - printed >= BETWEEN_BARS) {
            err.print(ERASE + text.get());
            err.flush();
            visible = true;
            printed = now;
        } else if (form == Form.LINES && now - printed >= BETWEEN_LINES) {
            err.println(text.get());
            printed = now;
        }
    }

    /** Takes the line away. */
    void erase() {
        if (visible) {
            err.print(ERASE);
            err.flush();
            visible = false;
        }
    }

    private String line(long done, long total) {
        double seconds = (nanoTime.getAsLong() - began) / SECOND;
        if (total < 0) {
            return ", " + done + " so far, " + time(seconds);
        }
        String percent = 100 * done / total + " %" + left(done, total, seconds);
        int part = (int) (WIDTH * done / total);
        return form == Form.BAR ? " [" + "#".repeat(part) + " ".repeat(WIDTH - part) + "] " + percent : ", " + percent;
    }

    /** How long what is left takes if it goes on like this; nothing of what has not begun. */
    static String left(long done, long total, double seconds) {
        return done == 0 ? "" : ", " + time(seconds * (total - done) / done) + " left";
    }

    private static String time(double seconds) {
        long rounded = Math.round(seconds);
        return rounded < 120
                ? rounded + " s"
                : rounded < 7200 ? Math.round(seconds / 60) + " min" : Math.round(seconds / 3600) + " h";
    }
}
