package org.autoencoder4j.report;

import java.math.BigDecimal;
import java.math.MathContext;

/** How numbers look in a text. */
final class Numbers {
    private static final MathContext DIGITS = new MathContext(6);

    private Numbers() {}

    /** Six significant digits without trailing zeros; JSON has all digits. */
    static String brief(double value) {
        return Double.isFinite(value)
                ? Double.toString(new BigDecimal(value).round(DIGITS).doubleValue())
                        .replaceFirst("\\.0$", "")
                : Double.toString(value);
    }
}
