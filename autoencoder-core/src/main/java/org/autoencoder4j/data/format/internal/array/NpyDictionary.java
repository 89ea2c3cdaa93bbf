package org.autoencoder4j.data.format.internal.array;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.autoencoder4j.data.format.internal.Excerpt;

/** The text of an {@code .npy} file's header. Only what NumPy writes for plain arrays is understood. */
final class NpyDictionary {
    private static final int DIGITS = 18;
    private static final Pattern DICTIONARY = Pattern.compile("\\s*\\{(.*)\\}\\s*", Pattern.DOTALL);
    private static final Pattern ENTRY =
            Pattern.compile("\\s*(['\"])(\\w+)\\1\\s*:\\s*('[^']*'|\"[^\"]*\"|\\([^()]*\\)|\\w+)\\s*(,|$)\\s*");
    /** Python 2 wrote an L after a long one. */
    private static final Pattern WHOLE = Pattern.compile("(-?\\d+)L?");

    private final Map<String, String> entries;

    NpyDictionary(String text) {
        this.entries = entries(text);
    }

    /** The layout of an array whose numbers begin at a byte. */
    ArrayLayout layout(int start) {
        NpyType type = NpyType.of(entries.getOrDefault("descr", "missing"));
        String fortran = entries.getOrDefault("fortran_order", "missing");
        if (!fortran.equals("True") && !fortran.equals("False")) {
            throw new IllegalArgumentException(
                    "its fortran_order is " + shown(fortran) + ", which must be True or False");
        }
        List<Long> shape = shape();
        char order = fortran.equals("True") && shape.size() > 1 ? 'f' : 'c';
        return new ArrayLayout(type.number(), type.byteOrder(), order, shape, start);
    }

    private static Map<String, String> entries(String text) {
        Matcher dictionary = DICTIONARY.matcher(text);
        if (!dictionary.matches()) {
            throw new IllegalArgumentException("its header is no dictionary in braces");
        }
        String content = dictionary.group(1).strip();
        Map<String, String> entries = new HashMap<>();
        Matcher entry = ENTRY.matcher(content);
        int at = 0;
        while (at < content.length()) {
            if (!entry.region(at, content.length()).lookingAt()
                    || entries.put(entry.group(2), entry.group(3)) != null) {
                throw new IllegalArgumentException("its header is not understood from "
                        + Excerpt.of(content.substring(at))
                        + " on; it must give descr (a plain type, no record or pickled object), fortran_order and shape,"
                        + " once each");
            }
            at = entry.end();
        }
        return entries;
    }

    private List<Long> shape() {
        String shape = entries.getOrDefault("shape", "missing");
        if (!shape.startsWith("(")) {
            throw noTuple(shape);
        }
        String[] parts = shape.substring(1, shape.length() - 1).split(",", -1);
        // A comma follows each size; only after the last of several it may be missing.
        int sizes = parts[parts.length - 1].isBlank() ? parts.length - 1 : parts.length;
        for (int i = 0; i < sizes; i++) {
            if (!WHOLE.matcher(parts[i].strip()).matches()) {
                throw noTuple(shape);
            }
        }
        if (parts.length == 1 && sizes == 1) {
            throw new IllegalArgumentException("its shape is " + shown(shape)
                    + ", a number in parentheses; a tuple of one size is written with a comma, as in (3,)");
        }
        if (sizes > ArrayLayout.MOST_RANK) {
            throw new IllegalArgumentException("its shape " + shown(shape) + " has rank " + sizes
                    + ", which must be at most " + ArrayLayout.MOST_RANK
                    + " (in NumPy: array.reshape(len(array), -1))");
        }
        return Arrays.stream(parts, 0, sizes)
                .map(size -> size(size.strip().replace("L", ""), shape))
                .toList();
    }

    private static long size(String text, String shape) {
        if (text.startsWith("-") || text.length() > DIGITS) {
            throw new IllegalArgumentException("its shape " + shown(shape) + " has sizes that are not from 0 to 10^18");
        }
        return Long.parseLong(text);
    }

    private static IllegalArgumentException noTuple(String shape) {
        return new IllegalArgumentException(
                "its shape is " + shown(shape) + ", which must be a tuple of whole numbers, as in (10, 3)");
    }

    /** A value without what {@link Excerpt} puts around it. */
    static String shown(String value) {
        String excerpt = Excerpt.of(value);
        return excerpt.substring(1, excerpt.length() - 1);
    }
}
