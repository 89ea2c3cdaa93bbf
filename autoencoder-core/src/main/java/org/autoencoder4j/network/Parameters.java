package org.autoencoder4j.network;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What training changes: named arrays. A network says which it has, how to copy itself and how to save itself; a gradient
 * speaks of the same names. So one kind of descent serves all networks, also a user's own.
 *
 * @param <P> the network itself
 */
public interface Parameters<P extends Parameters<P>> {
    /**
     * Returns the arrays by name, in an order that is always the same.
     *
     * @return the arrays themselves, not copies; a rule that trains writes into those of a {@link #copy} that it owns, and
     *     nobody else may change them
     */
    Map<String, INDArray> arrays();

    /**
     * Returns a copy with arrays of its own.
     *
     * @return the copy
     */
    P copy();

    /**
     * Writes all that a {@link Reader} needs into a new folder.
     *
     * @param folder the folder, which must not exist yet
     * @throws IOException if it exists or cannot be written
     */
    void save(Path folder) throws IOException;

    /**
     * Returns the array whose columns are a dictionary, if there is one: training then watches for columns that collapse.
     *
     * @return one of the {@link #arrays}; by default empty
     */
    default Optional<INDArray> dictionary() {
        return Optional.empty();
    }

    /**
     * Says what it is besides its arrays, for the record of how it was trained.
     *
     * @return values by name; by default none
     */
    default Map<String, String> settings() {
        return Map.of();
    }

    /**
     * Reads what {@link #save} wrote, for example {@code TiedAutoencoder::load}.
     *
     * @param <P> the network
     */
    @FunctionalInterface
    interface Reader<P> {
        /**
         * Reads a network.
         *
         * @param folder the folder
         * @return the network, bit for bit what was saved
         * @throws IOException if it cannot be read
         * @throws IllegalArgumentException if the folder is damaged, was changed or is of another format
         */
        P read(Path folder) throws IOException;
    }
}
