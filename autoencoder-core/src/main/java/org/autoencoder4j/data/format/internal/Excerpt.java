package org.autoencoder4j.data.format.internal;

/** A piece of a file's text in a message: between quotes, cut if it is long, control characters as their codes. */
public final class Excerpt {
    private static final int LONGEST = 40;

    private Excerpt() {}

    public static String of(String text) {
        StringBuilder excerpt = new StringBuilder("\"");
        text.chars().limit(LONGEST).forEach(c -> {
            if (Character.isISOControl(c)) {
                excerpt.append("\\u").append(Integer.toHexString(0x10000 + c), 1, 5);
            } else {
                excerpt.append((char) c);
            }
        });
        return excerpt.append(text.length() > LONGEST ? "...\"" : "\"").toString();
    }
}
