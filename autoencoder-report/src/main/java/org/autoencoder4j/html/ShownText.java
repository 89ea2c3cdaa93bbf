package org.autoencoder4j.html;

import static java.util.stream.Collectors.joining;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** Values as the text that a reader sees, the same in every locale. */
final class ShownText {
    /** As many as the text of a check has. */
    static final int DIGITS = 6;

    private static final double PLAIN_WHOLE = 1e9;
    private static final double PLAIN_LEAST = 1e-4;
    private static final double PLAIN_MOST = 1e7;
    private static final char REPLACEMENT = '\uFFFD';

    private ShownText() {}

    /** Text with line feeds, of characters that a page may hold. */
    static String of(String text) {
        String lines = text.replace("\r\n", "\n").replace('\r', '\n');
        StringBuilder shown = new StringBuilder(lines.length());
        lines.codePoints().forEach(each -> shown.appendCodePoint(mayStand(each) ? each : REPLACEMENT));
        return shown.toString();
    }

    /** HTML has no control characters but tabulators and line feeds; UTF-8 has no halves of characters. */
    private static boolean mayStand(int c) {
        boolean control = Character.isISOControl(c) && c != '\t' && c != '\n';
        boolean half = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
        boolean none = (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF);
        return !control && !half && !none;
    }

    /** Text that must say something. */
    static String required(String name, String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("the " + name + " is blank; it must be a few words");
        }
        return of(text);
    }

    /** Each value as text, in the order of the map. */
    static Map<String, String> of(String name, Map<String, ?> values) {
        Map<String, String> shown = new LinkedHashMap<>();
        values.forEach((key, value) -> {
            if (key == null || value == null) {
                throw new IllegalArgumentException("the " + name + " have the entry " + key + " = " + value
                        + "; neither may be null: leave out what is not known");
            }
            shown.put(of(key), of(value, DIGITS));
        });
        return Collections.unmodifiableMap(shown);
    }

    /** A value in words or with at most so many significant digits. */
    static String of(Object value, int digits) {
        if (value instanceof Double || value instanceof Float) {
            return number(((Number) value).doubleValue(), digits);
        } else if (value instanceof Boolean truth) {
            return truth ? "yes" : "no";
        } else if (value instanceof Collection<?> list) {
            return list.stream().map(each -> of(each, digits)).collect(joining(", "));
        } else if (value.getClass().isArray()) {
            return IntStream.range(0, Array.getLength(value))
                    .mapToObj(i -> of(Array.get(value, i), digits))
                    .collect(joining(", "));
        }
        return of(value.toString());
    }

    /** Whole numbers keep their digits; what is neither very small nor very large has no exponent. */
    static String number(double value, int digits) {
        if (Double.isNaN(value)) {
            return "not a number";
        } else if (Double.isInfinite(value)) {
            return value > 0 ? "infinite" : "minus infinite";
        }
        double size = Math.abs(value);
        if (size < PLAIN_WHOLE && value == Math.rint(value)) {
            return Long.toString((long) value);
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN));
        if (size >= PLAIN_LEAST && size < PLAIN_MOST) {
            int before = rounded.precision() - rounded.scale();
            BigDecimal shown = before > digits ? new BigDecimal(Math.rint(value)) : rounded;
            return shown.stripTrailingZeros().toPlainString();
        }
        BigDecimal plain = rounded.stripTrailingZeros();
        int exponent = plain.precision() - plain.scale() - 1;
        return plain.movePointLeft(exponent).stripTrailingZeros().toPlainString() + "e" + exponent;
    }
}
