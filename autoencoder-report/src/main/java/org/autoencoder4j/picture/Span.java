package org.autoencoder4j.picture;

/** The numbers from one end of an axis to the other. */
final class Span {
    /** A range narrower than this, of the numbers in it, would have labels that are all the same. */
    private static final double NARROWEST = 1e-9;

    private final boolean logarithmic;
    private final double low;
    private final double high;

    private Span(boolean logarithmic, double low, double high) {
        this.logarithmic = logarithmic;
        this.low = low;
        this.high = high;
    }

    /** All numbers between two, which have a place on the axis, and more if they are the same up to rounding. */
    static Span of(Axis axis, double least, double greatest) {
        double magnitude = Math.max(Math.abs(least), Math.abs(greatest));
        if (greatest - least >= NARROWEST * magnitude && greatest > least) {
            return new Span(axis.logarithmic(), least, greatest);
        }
        if (axis.logarithmic()) {
            return new Span(true, least / 2, greatest * 2);
        }
        double margin = magnitude < Double.MIN_NORMAL ? 1 : magnitude / 10;
        return new Span(false, least - margin, greatest + margin);
    }

    /** With some room beyond its ends, of their distance. */
    Span widened(double below, double above) {
        if (logarithmic) {
            double length = Math.log(high) - Math.log(low);
            return new Span(
                    true,
                    Math.max(Double.MIN_NORMAL, low * Math.exp(-below * length)),
                    Math.min(Double.MAX_VALUE, high * Math.exp(above * length)));
        }
        return new Span(false, low - below * (high - low), high + above * (high - low));
    }

    boolean logarithmic() {
        return logarithmic;
    }

    double low() {
        return low;
    }

    double high() {
        return high;
    }

    /** 0 at the low end, 1 at the high one. */
    double place(double number) {
        return logarithmic
                ? (Math.log(number) - Math.log(low)) / (Math.log(high) - Math.log(low))
                : (number - low) / (high - low);
    }
}
