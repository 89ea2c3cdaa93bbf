package org.autoencoder4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.autoencoder4j.examples.command.Closing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What ends the output of an example. */
class ClosingTest {
    private static final String NEXT = "more --samples.";

    /** Each example's own tests run it and look at its sentence: Execution requires one of whatever is run. */
    @Test
    void meaningIsOneSentence() {
        String sentence = Closing.sentence("With %.2f of 4 atoms, e.g. those in W.npy, all is well.", 1.5);
        assertEquals("With 1.50 of 4 atoms, e.g. those in W.npy, all is well.", new Closing(sentence, NEXT).meaning());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "all is well.", "All is well", "All is well. It is.", "All\nis well.", "All is well.."})
    void whatIsNoSentenceIsRefused(String text) {
        String message = String.valueOf(assertThrows(IllegalArgumentException.class, () -> new Closing(text, NEXT))
                .getMessage());
        assertTrue(message.contains("'" + text + "' must be one sentence"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "more --samples", "more\n--samples."})
    void whatToTryIsASentence(String next) {
        assertThrows(IllegalArgumentException.class, () -> new Closing("All is well.", next));
    }
}
