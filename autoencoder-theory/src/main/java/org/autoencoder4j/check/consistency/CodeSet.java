package org.autoencoder4j.check.consistency;

import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.model.law.CodeLaw;

/**
 * All codes with supports of a given size and values of given magnitudes: what a worst case is taken over.
 *
 * <p>Immutable; threads may share it.
 *
 * @param sparsity k, at least 1
 * @param size whether supports have exactly k units or at most k
 * @param a1 the least magnitude of a value on the support, above 0
 * @param a2 the greatest magnitude, at least a1
 * @param signs whether values take both signs
 * @paper NWH19 assumptions A1, A3
 */
public record CodeSet(int sparsity, SupportSize size, double a1, double a2, ValueSigns signs) {
    /**
     * Makes a set of codes.
     *
     * @param sparsity k
     * @param size the size of supports
     * @param a1 the least magnitude
     * @param a2 the greatest magnitude
     * @param signs the signs of values
     * @throws IllegalArgumentException if a number is outside its range
     */
    public CodeSet {
        Checks.atLeast("sparsity", sparsity, 1);
        Checks.positive("a1", a1);
        Checks.between("a2", a2, a1, Double.MAX_VALUE);
    }

    /**
     * Returns the codes with exactly k values in [a1, a2].
     *
     * @param sparsity k, at least 1
     * @param a1 the least value, above 0
     * @param a2 the greatest value, at least a1
     * @return the set
     * @throws IllegalArgumentException if a number is outside its range
     */
    public static CodeSet nonNegative(int sparsity, double a1, double a2) {
        return new CodeSet(sparsity, SupportSize.EXACTLY, a1, a2, ValueSigns.NON_NEGATIVE);
    }

    /**
     * Returns the codes with exactly k values of either sign and of magnitudes in [a1, a2].
     *
     * @param sparsity k, at least 1
     * @param a1 the least magnitude, above 0
     * @param a2 the greatest magnitude, at least a1
     * @return the set
     * @throws IllegalArgumentException if a number is outside its range
     */
    public static CodeSet signed(int sparsity, double a1, double a2) {
        return new CodeSet(sparsity, SupportSize.EXACTLY, a1, a2, ValueSigns.SIGNED);
    }

    /**
     * Returns the set that holds all codes of a law.
     *
     * @param law the law of the codes
     * @return the codes with exactly the law's k, its a1 and a2, and both signs if its entries take both
     * @throws org.autoencoder4j.model.law.UnstatedConstantException if the law does not state one of them: then no worst
     *     case is to be had of it
     */
    public static CodeSet of(CodeLaw law) {
        return law.signed()
                ? signed(law.sparsity(), law.a1(), law.a2())
                : nonNegative(law.sparsity(), law.a1(), law.a2());
    }

    /**
     * Returns this set together with the codes of smaller supports.
     *
     * @return the set with supports of at most k units
     */
    public CodeSet orSmaller() {
        return new CodeSet(sparsity, SupportSize.AT_MOST, a1, a2, signs);
    }

    boolean takesBothSigns() {
        return signs == ValueSigns.SIGNED;
    }

    /** The value x of a code that makes {@code product * x} greatest. */
    double valueFor(double product) {
        if (takesBothSigns()) {
            return product < 0 ? -a2 : a2;
        }
        return product < 0 ? a1 : a2;
    }

    @Override
    public String toString() {
        return (size == SupportSize.EXACTLY ? "exactly " : "at most ") + sparsity + " values "
                + (takesBothSigns() ? "of magnitude in [" : "in [") + a1 + ", " + a2 + "]";
    }
}
