package org.autoencoder4j.examples.reproduce;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgreementTest {
    @ParameterizedTest
    @CsvSource({
        // before, now, same bits, same to 1e-9
        "1,     1,                  true,  true",
        "1,     1.0000000000000002, false, true",
        "1,     1.0000000009,       false, true",
        "1,     1.0000000011,       false, false",
        "-1e9,  -1000000000.9,      false, true",
        "1e-30, 2e-30,              false, false",
        "0,     1e-300,             false, false",
        "0,     -0.0,               false, true",
        "NaN,   NaN,                true,  true",
        "NaN,   1,                  false, false",
        "Infinity, Infinity,        true,  true",
        "Infinity, 1,               false, false",
        "Infinity, -Infinity,       false, false",
    })
    void holds(double before, double now, boolean bits, boolean numbers) {
        assertEquals(bits, Agreement.BITS.holds(before, now));
        assertEquals(numbers, Agreement.NUMBERS.holds(before, now));
        assertEquals(numbers, Agreement.NUMBERS.holds(now, before));
    }
}
