package org.autoencoder4j.parts;

/**
 * What was added up over some samples. It travels as bytes, so that no framework has to know how it is made.
 *
 * @param <S> the sum itself
 */
public interface Sum<S extends Sum<S>> {
    /**
     * Adds what was added up over the samples that follow.
     *
     * @param next the other sum, which is not changed and is not used afterwards
     * @throws IllegalArgumentException if it is of other sizes
     */
    void add(S next);

    /**
     * Writes the sum down, to the last bit.
     *
     * @return bytes of which {@link SampleSum#sum} makes the same sum
     */
    byte[] toBytes();
}
