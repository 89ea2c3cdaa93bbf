package org.autoencoder4j.model.law;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** What contracts of laws share: a constant is stated, or the exception names it, the law and what to do. */
final class LawContract {
    static final int DRAWS = 40_000;
    private static final double MAX_Z = 5;

    private final Object law;
    private final Set<String> unstated;

    LawContract(Object law, Set<String> unstated) {
        this.law = law;
        this.unstated = unstated;
    }

    /** The constant, or nothing if the law says as expected that it has none. */
    <T> Optional<T> constant(String name, Supplier<T> constant) {
        if (!unstated.contains(name)) {
            return Optional.of(constant.get());
        }
        UnstatedConstantException refusal = assertThrows(UnstatedConstantException.class, constant::get);
        String message = String.valueOf(refusal.getMessage());
        assertTrue(message.startsWith("the law "), message);
        assertTrue(message.contains(law.toString()) || message.contains("law " + valuesOf(law)), message);
        assertEquals(0, refusal.constant().indexOf(name), refusal.constant());
        assertTrue(message.contains("does not state " + refusal.constant() + ": "), message);
        assertTrue(message.matches(".*(\\buse\\b|override).*"), message);
        return Optional.empty();
    }

    /** A constant of values may be missed by the law of codes or by that of its values. */
    private static String valuesOf(Object law) {
        try {
            return law instanceof CodeLaw codes ? codes.values().toString() : "";
        } catch (UnstatedConstantException e) {
            return law.toString();
        }
    }

    static void assertMean(String name, double expected, double mean, double variance, long draws) {
        double allowed = MAX_Z * Math.sqrt(variance / draws) + 1e-9;
        assertTrue(
                Math.abs(mean - expected) <= allowed,
                () -> name + " should be " + expected + " but the mean of " + draws + " draws is " + mean
                        + ", more than " + allowed + " away (false-alarm rate 6e-7)");
    }
}
