package org.autoencoder4j.picture;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Round numbers along an axis and what is written at them. */
final class Ticks {
    private static final int MOST = 9;
    /** Of 1, 2 and 5 times powers of ten; where there are fewer, a decade is not seen, and equal steps tell more. */
    private static final int FEWEST = 4;

    private static final int[] ROUND = {1, 2, 5};
    /** Powers of ten from one tick to the next; the last is enough for all that has a place, and a single tick. */
    private static final int[] STRIDES = {1, 2, 3, 5, 10, 20, 30, 50, 100, 200, 300, 1000};

    private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    /** Exponents of numbers that are written in full. */
    private static final int LEAST_PLAIN = -3;

    private static final int GREATEST_PLAIN = 4;

    private Ticks() {}

    /** A place of an axis and what is written there. */
    record Tick(double number, String label) {}

    /**
     * As many as fit.
     *
     * @param whole whether only whole numbers are ever marked
     * @param fit whether labels stay apart
     */
    static List<Tick> of(Span span, boolean whole, Predicate<List<Tick>> fit) {
        List<Tick> ticks = List.of();
        for (int most = MOST; most >= 1; most--) {
            ticks = span.logarithmic() ? logarithmic(span, most, whole) : linear(span, most, whole);
            if (fit.test(ticks)) {
                return ticks;
            }
        }
        return ticks.subList(0, Math.min(1, ticks.size()));
    }

    /** Multiples of 1, 2 or 5 times a power of ten. */
    private static List<Tick> linear(Span span, int most, boolean whole) {
        double length = span.high() - span.low();
        int exponent = (int) Math.floor(Math.log10(length / most)) - 1;
        for (int i = 0; ; i++) {
            int power = exponent + i / ROUND.length;
            double step = ROUND[i % ROUND.length] * Math.pow(10, power);
            double first = Math.ceil(span.low() / step - 1e-9);
            double last = Math.floor(span.high() / step + 1e-9);
            if (last - first < most && !(whole && step < 1)) {
                return multiples(first, last, step, power);
            }
        }
    }

    private static List<Tick> multiples(double first, double last, double step, int power) {
        List<Tick> ticks = new ArrayList<>();
        double greatest = step * Math.max(Math.abs(first), Math.abs(last));
        int top = greatest == 0 ? power : (int) Math.floor(Math.log10(greatest) + 1e-9);
        boolean plain = top <= GREATEST_PLAIN + 1 && power >= LEAST_PLAIN - 1;
        for (double multiple = first; multiple <= last; multiple++) {
            double number = multiple == 0 ? 0 : multiple * step;
            String label = plain
                    ? String.format(Locale.ROOT, "%." + Math.max(0, -power) + "f", number)
                    : number == 0 ? "0" : scientific(number, top, Math.max(0, top - power));
            ticks.add(new Tick(number, label));
        }
        return ticks;
    }

    /** Powers of ten, or numbers between them where there is one power at most. */
    private static List<Tick> logarithmic(Span span, int most, boolean whole) {
        int first = (int) Math.ceil(Math.log10(span.low()) - 1e-9);
        int last = (int) Math.floor(Math.log10(span.high()) + 1e-9);
        if (last - first < 2) {
            return within(span, most, first, last, whole);
        }
        int step = IntStream.of(STRIDES)
                .filter(stride -> (last - first) / stride < most)
                .findFirst()
                .orElseThrow();
        boolean plain = first >= LEAST_PLAIN && last <= GREATEST_PLAIN;
        return IntStream.rangeClosed(first, last)
                .filter(exponent -> Math.floorMod(exponent, step) == 0)
                .mapToObj(exponent -> new Tick(Math.pow(10, exponent), power(exponent, plain)))
                .toList();
    }

    private static List<Tick> within(Span span, int most, int first, int last, boolean whole) {
        List<Tick> ticks = new ArrayList<>();
        boolean plain = first - 1 >= LEAST_PLAIN && last + 1 <= GREATEST_PLAIN + 1;
        for (int exponent = first - 1; exponent <= last; exponent++) {
            for (int round : ROUND) {
                double number = round * Math.pow(10, exponent);
                if (span.place(number) >= -1e-9 && span.place(number) <= 1 + 1e-9 && !(whole && number < 1)) {
                    ticks.add(new Tick(number, round == 1 ? power(exponent, plain) : times(round, exponent, plain)));
                }
            }
        }
        if (ticks.size() < FEWEST) {
            return linear(span, most, whole);
        }
        return ticks.size() <= most
                ? ticks
                : IntStream.range(0, ticks.size())
                        .filter(i -> i % ((ticks.size() + most - 1) / most) == 0)
                        .mapToObj(ticks::get)
                        .toList();
    }

    private static String power(int exponent, boolean plain) {
        return plain ? plain(1, exponent) : "10" + superscript(exponent);
    }

    private static String times(int round, int exponent, boolean plain) {
        return plain ? plain(round, exponent) : round + "·10" + superscript(exponent);
    }

    private static String plain(int round, int exponent) {
        return String.format(Locale.ROOT, "%." + Math.max(0, -exponent) + "f", round * Math.pow(10, exponent));
    }

    private static String scientific(double number, int exponent, int digits) {
        return String.format(Locale.ROOT, "%." + Math.min(digits, 10) + "f", number / Math.pow(10, exponent)) + "·10"
                + superscript(exponent);
    }

    static String superscript(int number) {
        StringBuilder text = new StringBuilder(number < 0 ? "⁻" : "");
        Integer.toString(Math.abs(number)).chars().forEach(digit -> text.append(SUPERSCRIPTS.charAt(digit - '0')));
        return text.toString();
    }
}
