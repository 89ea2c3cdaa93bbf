package org.autoencoder4j.backend;

/**
 * The ND4J backend is missing or cannot be trusted. The message is one sentence that names the cure; there is no stack
 * trace, because nothing in the program's code is at fault.
 */
public final class BackendException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BackendException(String message) {
        super(message, null, false, false);
    }
}
