package org.autoencoder4j.examples.reproduce;

/**
 * Something that came out otherwise.
 *
 * @param file the file
 * @param place where in it, for example {@code "row 3, column loss"}
 * @param before what was there
 * @param now what came out now
 */
public record Difference(String file, String place, String before, String now) {
    @Override
    public String toString() {
        return file + ", " + place + ": " + before + " before, " + now + " now";
    }
}
