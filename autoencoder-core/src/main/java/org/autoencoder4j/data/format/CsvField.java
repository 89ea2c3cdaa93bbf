package org.autoencoder4j.data.format;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A field of a CSV file: a number, a name, or neither.
 *
 * @param text its text, without the blanks and quotes around it
 * @param decimal what stands before the decimals of a number
 */
record CsvField(String text, DecimalMark decimal) {
    private static final String NUMERALS = "+-.eE0123456789";
    private static final Pattern NAME = Pattern.compile("#?\\s*[\\p{L}_].*", Pattern.DOTALL);
    private static final Set<String> NO_VALUE =
            Set.of("nan", "na", "n/a", "nil", "none", "null", "missing", "inf", "infinity", "true", "false");

    static CsvField of(String raw, DecimalMark decimal) {
        return new CsvField(raw.strip(), decimal);
    }

    /** The number, infinite if it is too large; empty if it is none. */
    OptionalDouble number() {
        if (decimal == DecimalMark.POINT) {
            return number(text);
        }
        // A point would separate thousands, or be a decimal point after all.
        return text.indexOf('.') >= 0 ? OptionalDouble.empty() : number(text.replace(',', '.'));
    }

    private static OptionalDouble number(String text) {
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

    /** What to do if it is a number of another convention, as the end of a sentence; else nothing. */
    String advice() {
        boolean numeral = text.chars().allMatch(c -> c == ',' || NUMERALS.indexOf(c) >= 0);
        if (decimal == DecimalMark.POINT && numeral && text.indexOf(',') >= 0) {
            return "; write it with a decimal point, and without commas between thousands, or read the file with the"
                    + " decimal mark comma";
        }
        return decimal == DecimalMark.COMMA && numeral && text.indexOf('.') >= 0
                ? "; with the decimal mark comma a number has no point"
                : "";
    }
}
