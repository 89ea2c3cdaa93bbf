package org.autoencoder4j.check.latents;

import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.check.latents.internal.EncoderProducts;
import org.autoencoder4j.sae.SparseAutoencoder;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A sparse autoencoder's encoder against the atoms that it is to find: samples are {@code y = c + A x + eta}, and
 *
 * <pre>
 *   z_i = sum_j G_ij x_j + beta_i + &lt;E_i, eta&gt;,   G = E^T A,   beta_i = b_enc_i + &lt;E_i, c - s b_dec&gt;,
 * </pre>
 *
 * <p>with {@code s = 1} if the autoencoder takes b_dec off its input and 0 if not. Unit i stands for atom i. Of a TopK that
 * counts by the lengths of the decoder's columns, E_i and b_enc_i are those times the length of column i.
 *
 * <p>It keeps DOUBLE copies of both matrices outside the heap, where they are not DOUBLE already. Immutable; threads may
 * share it.
 *
 * @paper beyond NWH19 Theorem 3: docs/CERTIFICATES.md (C1.1)
 */
public final class EncodedDictionary {
    private final SparseAutoencoder autoencoder;
    private final EncoderProducts products;

    private EncodedDictionary(SparseAutoencoder autoencoder, INDArray dictionary, INDArray offset) {
        this.autoencoder = autoencoder;
        this.products = new EncoderProducts(autoencoder, dictionary, offset);
    }

    /**
     * Takes the autoencoder's own decoder as the dictionary, and samples {@code b_dec + W_dec x + eta}.
     *
     * @param autoencoder the autoencoder, with at least 2 latents
     * @return the encoder against the decoder
     * @throws IllegalArgumentException if it has fewer
     */
    public static EncodedDictionary of(SparseAutoencoder autoencoder) {
        return of(autoencoder, autoencoder.decoder(), autoencoder.decoderBias());
    }

    /**
     * Takes another dictionary.
     *
     * @param autoencoder the autoencoder, with at least 2 latents
     * @param dictionary A, {@code n x m} with finite entries and columns of any lengths, column i for latent i
     * @param offset c, of length n: what samples are without any atom
     * @return the encoder against the dictionary
     * @throws IllegalArgumentException if shapes do not fit or an entry is not finite
     */
    public static EncodedDictionary of(SparseAutoencoder autoencoder, INDArray dictionary, INDArray offset) {
        Checks.atLeast("the autoencoder's number of latents", autoencoder.units(), 2);
        Checks.matrix(
                "dictionary", dictionary, autoencoder.features(), autoencoder.units(), "the shape of the encoder");
        Checks.vector("offset", offset, autoencoder.features(), "one entry for each feature");
        Checks.finite("dictionary", dictionary);
        Checks.finite("offset", offset);
        return new EncodedDictionary(autoencoder, dictionary, offset);
    }

    /**
     * Returns the autoencoder.
     *
     * @return the autoencoder
     */
    public SparseAutoencoder autoencoder() {
        return autoencoder;
    }

    /**
     * Returns the number of latents and atoms.
     *
     * @return m
     */
    public int units() {
        return products.units();
    }

    /**
     * Returns the number of features of a sample.
     *
     * @return n
     */
    public int features() {
        return products.features();
    }

    /**
     * Returns the pre-activation of a unit where there is no atom and no noise.
     *
     * @param unit i, from 0 to m - 1
     * @return beta_i
     */
    public double bias(int unit) {
        return products.bias(unit);
    }

    /**
     * Returns the length of a unit's encoder column.
     *
     * @param unit i, from 0 to m - 1
     * @return {@code ||E_i||}
     */
    public double norm(int unit) {
        return products.norm(unit);
    }

    EncoderProducts products() {
        return products;
    }

    @Override
    public String toString() {
        return "EncodedDictionary[" + autoencoder + "]";
    }
}
