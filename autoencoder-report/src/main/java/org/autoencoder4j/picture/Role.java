package org.autoencoder4j.picture;

import java.awt.Color;
import java.util.List;

/**
 * What a curve or a mark stands for. The same thing has the same colour in all pictures; the colours are those of Okabe and
 * Ito, which colour-blind readers can tell apart.
 */
public enum Role {
    /** A loss, and whatever else a run was measured to do. */
    LOSS(Palette.BLUE),
    /** What was measured, beside what a theory says of it. */
    MEASURED(Palette.BLUE),
    /** The greatest distance of a column from its atom. */
    DELTA(Palette.VERMILION),
    /** Active units of a sample. */
    L0(Palette.GREEN),
    /** Units that no sample activates. */
    DEAD_UNITS(Palette.PURPLE),
    /** The share of the variance that is explained. */
    R2(Palette.ORANGE),
    /** What remains whatever is done, for example what noise leaves of a loss. */
    FLOOR(Palette.GREY),
    /** What a theory says that will be. */
    PREDICTED(Palette.BLACK),
    /** What a theorem guarantees. */
    BOUND(Palette.BLACK),
    /** What a paper prints. */
    PRINTED(Palette.PURPLE),
    /** What a paper's proof gives once it is corrected. */
    CORRECTED(Palette.ORANGE),
    /** What a theorem of this library gives. */
    PROVED(Palette.GREEN),
    /** What is certain of given numbers, by computation. */
    CERTIFIED(Palette.SKY),
    /** For every code that is possible. */
    EVERY_CODE(Palette.BLUE),
    /** For random codes, but for a small share. */
    RANDOM_CODES(Palette.ORANGE),
    /** Training of the encoder alone. */
    ENCODER(Palette.BLUE),
    /** Training of the decoder alone. */
    DECODER(Palette.ORANGE),
    /** Training of both layers. */
    BOTH_LAYERS(Palette.GREEN),
    /** Weights that both layers share. */
    TIED(Palette.PURPLE),
    /** The first of several things of one kind; {@link #nth} has the others. */
    FIRST(Palette.BLUE),
    /** The second of several things of one kind. */
    SECOND(Palette.VERMILION),
    /** The third of several things of one kind. */
    THIRD(Palette.GREEN),
    /** The fourth of several things of one kind. */
    FOURTH(Palette.PURPLE),
    /** The fifth of several things of one kind. */
    FIFTH(Palette.ORANGE),
    /** The sixth of several things of one kind. */
    SIXTH(Palette.SKY),
    /** The seventh of several things of one kind. */
    SEVENTH(Palette.BLACK),
    /** The eighth of several things of one kind. */
    EIGHTH(Palette.GREY);

    private static final List<Role> NUMBERED =
            List.of(FIRST, SECOND, THIRD, FOURTH, FIFTH, SIXTH, SEVENTH, EIGHTH);

    private final int colour;

    Role(int colour) {
        this.colour = colour;
    }

    /**
     * One of several things of one kind.
     *
     * @param index from 0; from 8 on colours repeat
     * @return {@link #FIRST} for 0, and so on
     * @throws IllegalArgumentException if the index is negative
     */
    public static Role nth(int index) {
        if (index < 0) {
            throw new IllegalArgumentException("index " + index + " of a role must be at least 0");
        }
        return NUMBERED.get(index % NUMBERED.size());
    }

    /**
     * The colour of the role.
     *
     * @return an opaque colour
     */
    public Color colour() {
        return new Color(colour);
    }

    /** Okabe and Ito without their yellow, which is too light for lines on white, and a grey. */
    private static final class Palette {
        static final int BLACK = 0x000000;
        static final int BLUE = 0x0072B2;
        static final int VERMILION = 0xD55E00;
        static final int GREEN = 0x009E73;
        static final int PURPLE = 0xCC79A7;
        static final int ORANGE = 0xE69F00;
        static final int SKY = 0x56B4E9;
        static final int GREY = 0x777777;
    }
}
