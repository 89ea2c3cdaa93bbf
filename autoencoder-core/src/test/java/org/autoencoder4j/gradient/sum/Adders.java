package org.autoencoder4j.gradient.sum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.autoencoder4j.parts.SampleSum;

/** What all adders have in common. */
final class Adders {
    private Adders() {}

    static void assertBeginComesFirst(SampleSum.Adder<?, ?> adder) {
        assertEquals(
                "begin() comes first",
                assertThrows(IllegalStateException.class, () -> adder.sum(0, 1)).getMessage());
    }
}
