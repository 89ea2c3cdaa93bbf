package org.autoencoder4j.html;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShownTextTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, 0",
        "1, 1",
        "-3, -3",
        "123456789, 123456789",
        "1e9, 1e9",
        "1.5e300, 1.5e300",
        "0.02066124, 0.02066",
        "-0.5, -0.5",
        "123456.7, 123457",
        "9999.96, 10000",
        "0.99999, 1",
        "1234567.8, 1234568",
        "12345678.9, 1.235e7",
        "0.0001, 0.0001",
        "0.00001234567, 1.235e-5",
        "-1e-6, -1e-6",
        "9.99996e-7, 1e-6",
        "4.9e-324, 4.941e-324",
        "NaN, not a number",
        "Infinity, infinite",
        "-Infinity, minus infinite"
    })
    void numbersHaveFourDigitsInATable(double value, String shown) {
        assertEquals(shown, ShownText.of(value, 4));
    }

    @Test
    void theLocaleDoesNotMatter() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertEquals("1234.5", ShownText.of(1234.5, 6));
            assertEquals("7, 0.5", ShownText.of(List.of(7, 0.5f), 6));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void valuesOfOtherKinds() {
        assertEquals("yes", ShownText.of(true, 6));
        assertEquals("0.8, 1.2", ShownText.of(new double[] {0.8, 1.2}, 6));
        assertEquals("12345678901", ShownText.of(12345678901L, 6));
        assertEquals("a\nb\uFFFDc\td\uFFFD", ShownText.of("a\r\nb\u0000c\td\uD800", 6));
    }
}
