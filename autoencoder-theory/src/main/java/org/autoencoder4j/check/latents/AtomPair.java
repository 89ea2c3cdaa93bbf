package org.autoencoder4j.check.latents;

/**
 * Two atoms and how alike their directions are.
 *
 * @param first an atom
 * @param second a later one
 * @param cosine their product over their lengths
 */
public record AtomPair(int first, int second, double cosine) {}
