package org.autoencoder4j.coding;

/**
 * The k greatest of the numbers of a row, found in one pass: in absolute value for codes of both signs, and only those
 * above 0 for others. Of equal numbers the one with the lowest place comes first. One thread uses it.
 */
final class Greatest {
    private final CodeSign sign;
    private final int[] places;
    private final double[] sizes;
    private int count;

    Greatest(int most, CodeSign sign) {
        this.sign = sign;
        this.places = new int[most];
        this.sizes = new double[most];
    }

    /** Finds the greatest, at most so many as it was made for. */
    void find(double[] numbers) {
        find(numbers, sizes.length);
    }

    /** Finds the greatest, at most so many. */
    void find(double[] numbers, int most) {
        count = 0;
        double least = 0;
        boolean signed = sign == CodeSign.SIGNED;
        for (int i = 0; i < numbers.length; i++) {
            double size = signed ? Math.abs(numbers[i]) : numbers[i];
            if (size > least) {
                insert(i, size, most);
                least = count == most ? sizes[most - 1] : 0;
            }
        }
    }

    private void insert(int place, double size, int most) {
        int at = count < most ? count++ : most - 1;
        for (; at > 0 && sizes[at - 1] < size; at--) {
            sizes[at] = sizes[at - 1];
            places[at] = places[at - 1];
        }
        sizes[at] = size;
        places[at] = place;
    }

    /** How many were found: fewer than asked for if others are 0, or have the wrong sign. */
    int count() {
        return count;
    }

    /** The place of the i-th greatest. */
    int place(int i) {
        return places[i];
    }

    /** Its size. */
    double size(int i) {
        return sizes[i];
    }

    /** The place of the greatest of all, or -1 if none is above 0 in size. */
    static int of(double[] numbers, CodeSign sign) {
        return sign == CodeSign.SIGNED ? ofAbsolute(numbers) : ofPlain(numbers);
    }

    private static int ofAbsolute(double[] numbers) {
        int place = -1;
        double greatest = 0;
        for (int i = 0; i < numbers.length; i++) {
            if (Math.abs(numbers[i]) > greatest) {
                greatest = Math.abs(numbers[i]);
                place = i;
            }
        }
        return place;
    }

    private static int ofPlain(double[] numbers) {
        int place = -1;
        double greatest = 0;
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] > greatest) {
                greatest = numbers[i];
                place = i;
            }
        }
        return place;
    }
}
