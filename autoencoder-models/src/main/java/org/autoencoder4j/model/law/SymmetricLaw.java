package org.autoencoder4j.model.law;

/**
 * A law that gives x and -x the same chance, so that kappa1 = 0: the values of sparse coding. A law of your own that
 * promises this may implement it.
 */
public interface SymmetricLaw extends ValueLaw {
    /**
     * Returns the law of {@code x / sqrt(kappa2)}, for which kappa1 = 0 and kappa2 = 1 (to rounding), as the paper's
     * theorems on sparse coding assume; hence its a1, if it has one, is at most 1.
     *
     * @return the standardised law
     * @paper NWH19 section 2.2, sparse coding
     */
    SymmetricLaw standardised();

    @Override
    default double kappa1() {
        return 0;
    }

    @Override
    default boolean signed() {
        return true;
    }
}
