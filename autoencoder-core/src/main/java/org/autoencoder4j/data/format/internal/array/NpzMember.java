package org.autoencoder4j.data.format.internal.array;

import java.util.Optional;
import java.util.zip.ZipEntry;

/**
 * An array of an {@code .npz} file.
 *
 * @param entry where it is
 * @param layout how its numbers lie, if it is an array of real numbers
 * @param problem why it is none, else empty
 */
public record NpzMember(ZipEntry entry, Optional<ArrayLayout> layout, String problem) {
    /** What follows its name in the file. */
    public static final String ENDING = ".npy";

    /** Its name, without {@link #ENDING}. */
    public String name() {
        String name = entry.getName();
        return name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
    }

    /** How its numbers lie; an error says why it is no array of real numbers. */
    public ArrayLayout requireLayout() {
        return layout.orElseThrow(() -> new IllegalArgumentException(problem));
    }

    boolean hasRank(int least, int most) {
        return layout.filter(array -> array.length() > 0
                        && array.shape().size() >= least
                        && array.shape().size() <= most)
                .isPresent();
    }

    /** Name, type and shape, and how it is read if that is not as it stands. */
    public String description() {
        return name() + " " + layout.map(ArrayLayout::description).orElse("(cannot be read)");
    }

    /** Name, type and shape. */
    String listing() {
        return name() + " "
                + layout.map(array -> array.type().label() + " " + array.shapeText())
                        .orElse("(cannot be read)");
    }
}
