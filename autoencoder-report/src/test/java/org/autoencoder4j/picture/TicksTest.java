package org.autoencoder4j.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.autoencoder4j.picture.Ticks.Tick;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TicksTest {
    private static List<String> labels(Axis axis, double low, double high, boolean whole) {
        return Ticks.of(Span.of(axis, low, high), whole, ticks -> true).stream()
                .map(Tick::label)
                .toList();
    }

    @Test
    void roundNumbersAreMarked() {
        Axis axis = Axis.linear("");
        assertEquals(List.of("0", "10", "20", "30", "40", "50"), labels(axis, 0, 50, false));
        assertEquals(List.of("0.0", "0.2", "0.4", "0.6", "0.8", "1.0"), labels(axis, 0, 1, false));
        assertEquals(
                List.of("-0.010", "-0.005", "0.000", "0.005", "0.010", "0.015", "0.020"),
                labels(axis, -0.014, 0.0249, false));
        assertEquals(List.of("0", "1", "2"), labels(axis, 0, 2, true));
        assertEquals(
                List.of("0", "0.5·10⁻⁷", "1.0·10⁻⁷", "1.5·10⁻⁷", "2.0·10⁻⁷"), labels(axis, 0, 2.1e-7, false));
    }

    @Test
    void aDecadeIsSeenOnALogarithmicScale() {
        Axis axis = Axis.logarithmic("");
        assertEquals(List.of("0.01", "0.1", "1", "10"), labels(axis, 0.004, 30, false));
        assertEquals(List.of("10⁻⁴", "10⁻³", "10⁻²", "10⁻¹", "10⁰"), labels(axis, 5e-5, 2, false));
        assertEquals(List.of("10", "20", "50", "100"), labels(axis, 8, 120, false));
        assertEquals(List.of("0.4", "0.5", "0.6", "0.7", "0.8", "0.9", "1.0"), labels(axis, 0.33, 1, false));
        assertEquals(
                List.of("2", "4", "6", "8"),
                labels(axis, 2, 8, true).stream()
                        .filter(label -> Integer.parseInt(label) % 2 == 0)
                        .toList());
        assertEquals(
                List.of("10⁻³⁰⁰", "10⁰", "10³⁰⁰"),
                labels(axis, 1e-300, 1e300, false).stream()
                        .filter(label -> label.matches("10⁰|10⁻?³⁰⁰"))
                        .toList());
    }

    /** Whatever the ends are, there are some and not many, they ascend, and all lie within. */
    @ParameterizedTest
    @CsvSource({
        "false, 0, 1e-290", "false, -1e300, 1e300", "false, 1, 1.0000001", "false, 999, 1001", "false, -3, -2.9999",
        "true, 1e-300, 1e300", "true, 1, 1.01", "true, 9.9, 10.1", "true, 3, 3e4", "true, 1e-7, 2e-7"
    })
    void someAndNotManyLieWithin(boolean logarithmic, double low, double high) {
        Span span = Span.of(new Axis("", logarithmic), low, high);
        List<Tick> ticks = Ticks.of(span, false, all -> true);
        assertTrue(ticks.size() >= 2 && ticks.size() <= 9, ticks.toString());
        for (int i = 0; i < ticks.size(); i++) {
            double place = span.place(ticks.get(i).number());
            assertTrue(place >= -1e-6 && place <= 1 + 1e-6, ticks.toString());
            assertTrue(i == 0 || place > span.place(ticks.get(i - 1).number()), ticks.toString());
        }
        assertEquals(ticks.size(), ticks.stream().map(Tick::label).distinct().count(), ticks.toString());
    }
}
