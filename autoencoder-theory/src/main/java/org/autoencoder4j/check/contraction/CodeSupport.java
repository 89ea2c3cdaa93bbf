package org.autoencoder4j.check.contraction;

/** Whose support the codes of a certified step have: a part of what is certified. */
public enum CodeSupport {
    /** That of the drawn codes, which an encoder must find for the statement to be one about it. */
    TRUE("on the true support"),
    /** That which the encoder finds itself, misfires included. */
    OWN("on the encoder's own support");

    private final String words;

    CodeSupport(String words) {
        this.words = words;
    }

    /** A statement about codes on this support. */
    String statement(String claim) {
        return words + " " + claim;
    }
}
