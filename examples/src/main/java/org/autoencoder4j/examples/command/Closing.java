package org.autoencoder4j.examples.command;

import java.util.Locale;

/**
 * How an example ends: what its numbers mean for whoever ran it, and what to try next.
 *
 * @param meaning one sentence, which depends on the numbers
 * @param next an option, another example or a document, as a sentence
 */
public record Closing(String meaning, String next) {
    private static final String SENTENCE = "[A-Z0-9][^\\n]*[^\\n.]\\.";
    private static final String TWO_SENTENCES = ".*[.!?] [A-Z].*";

    /**
     * Requires sentences.
     *
     * @throws IllegalArgumentException if the meaning is not one sentence, or next is none
     */
    public Closing {
        if (!meaning.matches(SENTENCE) || meaning.matches(TWO_SENTENCES)) {
            throw new IllegalArgumentException("meaning = '" + meaning + "' must be one sentence");
        }
        if (!next.matches("[^\\n]*[^\\n.]\\.")) {
            throw new IllegalArgumentException("next = '" + next + "' must be a sentence");
        }
    }

    /**
     * Makes the sentence of a closing from its numbers, the same in every locale.
     *
     * @param format as of {@link String#format}
     * @param numbers what goes into it
     * @return the sentence
     */
    public static String sentence(String format, Object... numbers) {
        return String.format(Locale.ROOT, format, numbers);
    }
}
