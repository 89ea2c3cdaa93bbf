package org.autoencoder4j.data.format;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A field of a CSV file: a number, a name, or neither.
 *
 * @param text its text, without the blanks and quotes around it
 */
record CsvField(String text) {
    private static final String NUMERALS = "+-.eE0123456789";
    private static final Pattern NAME = Pattern.compile("#?\\s*[\\p{L}_].*", Pattern.DOTALL);
    private static final Set<String> NO_VALUE =
            Set.of("nan", "na", "n/a", "nil", "none", "null", "missing", "inf", "infinity", "true", "false");

    static CsvField of(String raw) {
        String text = raw.strip();
        boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
        return new CsvField(
                quoted
                        ? text.substring(1, text.length() - 1)
                                .replace("\"\"", "\"")
                                .strip()
                        : text);
    }

    /** The number, infinite if it is too large; empty if it is none. */
    OptionalDouble number() {
        // Java's own parser would also take "NaN", "1f" and hexadecimal numbers.
        if (!text.chars().allMatch(c -> NUMERALS.indexOf(c) >= 0)) {
            return OptionalDouble.empty();
        }
        try {
            return OptionalDouble.of(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    boolean isNumber() {
        return number().isPresent();
    }

    /** Whether it begins with a letter or an underscore, perhaps after a #, and is no word for a missing value. */
    boolean isName() {
        return NAME.matcher(text).matches() && !NO_VALUE.contains(text.toLowerCase(Locale.ROOT));
    }

    /** Whether it is a number of another convention: with a decimal comma, or commas between thousands. */
    boolean hasCommas() {
        return text.indexOf(',') >= 0 && text.chars().allMatch(c -> c == ',' || NUMERALS.indexOf(c) >= 0);
    }
}
