package org.autoencoder4j.model.law;

/**
 * Says that a law does not state a constant that somebody asked it for, and what to do. Constants are never guessed: a
 * statement that needs one cannot be made of a law without it.
 */
public final class UnstatedConstantException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    /** The name of the constant. */
    private final String constant;

    /**
     * Makes the exception.
     *
     * @param constant the constant's name, for example {@code a1}, perhaps with what it means
     * @param law the law that does not state it
     * @param remedy why not, and what to do
     */
    public UnstatedConstantException(String constant, Object law, String remedy) {
        super("the law " + law + " does not state " + constant + ": " + remedy);
        this.constant = constant;
    }

    /**
     * Returns the constant's name.
     *
     * @return the name as it was given
     */
    public String constant() {
        return constant;
    }
}
