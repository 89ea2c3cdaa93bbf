package org.autoencoder4j.examples.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.autoencoder4j.examples.command.ProgressBar.Form;
import org.junit.jupiter.api.Test;

/** With a clock of its own. */
class ProgressBarTest {
    private static final String ERASE = "\r\033[K";

    private final StringWriter err = new StringWriter();
    private double seconds = 1_000;

    private ProgressBar bar(Form form) {
        return new ProgressBar(new PrintWriter(err, true), form, () -> (long) (1e9 * seconds));
    }

    private String printed() {
        String text = err.toString();
        err.getBuffer().setLength(0);
        return text;
    }

    @Test
    void aBarTellsTheShareAndTheTimeThatIsLeft() {
        ProgressBar bar = bar(Form.BAR);
        bar.onProgress("certificate: units", 0, 200);
        assertEquals(ERASE + "certificate: units [" + " ".repeat(20) + "] 0 %", printed());
        seconds += 10;
        bar.onProgress("certificate: units", 50, 200);
        assertEquals(ERASE + "certificate: units [#####" + " ".repeat(15) + "] 25 %, 30 s left", printed());
        seconds += 0.05;
        bar.onProgress("certificate: units", 51, 200);
        assertEquals("", printed(), "it was written a moment ago");
        bar.onProgress("certificate: units", 200, 200);
        assertEquals(ERASE, printed());
        bar.erase();
        assertEquals("", printed(), "there is no line");
    }

    @Test
    void ofWhatNobodyKnowsItTellsWhatIsDone() {
        ProgressBar bar = bar(Form.BAR);
        bar.onProgress("training: steps", 0, -1);
        seconds += 130;
        bar.onProgress("training: steps", 7, -1);
        assertEquals(ERASE + "training: steps, 0 so far, 0 s" + ERASE + "training: steps, 7 so far, 2 min", printed());
        bar.onProgress("training: steps", 9, 9);
        assertEquals(ERASE, printed());
    }

    /** A training run tells more itself, until it ends. */
    @Test
    void whoKnowsBetterIsShown() {
        ProgressBar bar = bar(Form.BAR);
        bar.onProgress("training: steps", 0, -1);
        seconds++;
        bar.tell(() -> "step 1 of 3");
        seconds++;
        bar.onProgress("training: steps", 1, -1);
        assertEquals(ERASE + "training: steps, 0 so far, 0 s" + ERASE + "step 1 of 3", printed());
        bar.onProgress("training: steps", 3, 3);
        seconds++;
        bar.onProgress("fit: samples", 0, 4);
        assertEquals(ERASE + ERASE + "fit: samples [" + " ".repeat(20) + "] 0 %", printed());
    }

    @Test
    void elsewhereThereIsALineAMinute() {
        ProgressBar bar = bar(Form.LINES);
        bar.onProgress("a", 0, 4);
        seconds += 59;
        bar.onProgress("a", 1, 4);
        assertEquals("", printed());
        seconds += 1;
        bar.onProgress("a", 2, 4);
        assertEquals("a, 50 %, 60 s left" + System.lineSeparator(), printed());
        bar.onProgress("a", 4, 4);
        bar.onProgress("b", 0, -1);
        seconds += 7_200;
        bar.onProgress("b", 5, -1);
        assertEquals("b, 5 so far, 2 h" + System.lineSeparator(), printed());
    }

    @Test
    void orNothing() {
        ProgressBar bar = bar(Form.NONE);
        bar.onProgress("a", 0, 4);
        seconds += 1_000;
        bar.onProgress("a", 1, 4);
        bar.tell(() -> {
            throw new AssertionError("nobody sees it");
        });
        bar.erase();
        assertEquals("", printed());
    }
}
