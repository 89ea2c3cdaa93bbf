package org.autoencoder4j.gradient.internal.rows;

import org.autoencoder4j.backend.internal.Lanes;
import org.autoencoder4j.backend.internal.NativeReals;
import org.autoencoder4j.backend.internal.NativeReals.Factor;
import org.autoencoder4j.backend.internal.PartialProduct;

/**
 * Cuts work within a lane into parts that threads share, each for some of the units or of the samples. The
 * cut depends on the amount of work alone, and not on how many threads there are.
 *
 * <p>An amount is told in multiplications of a product of matrices.
 */
public final class Parts {
    private static final int MOST = 8;

    /** How long it takes to copy a number, in multiplications of a product. */
    static final int COPYING = 16;

    /**
     * The least work of a part. It takes some 45 us, as long as a thread that has to be woken takes to be of use: two such
     * parts are as fast on two threads as on one, and four are faster.
     */
    private static final long LEAST_WORK = 1 << 21;

    /** A part of a product has no fewer: the BLAS copies the first factor for each part, as long as it multiplies 30 columns. */
    private static final int LEAST_COLUMNS = 48;

    /** Parts begin at multiples of so many columns, which are whole tiles of the BLAS: so the bits are those of the whole. */
    private static final int TILE = 24;

    private final int workers;
    private final boolean cuts;

    /** What to do with the items {@code first .. first + count - 1}. */
    @FunctionalInterface
    public interface Part {
        void run(int first, int count);
    }

    private Parts(int workers, boolean cuts) {
        this.workers = workers;
        this.cuts = cuts;
    }

    /** Of the work of one of so many lanes. Several have one part each: they run beside each other as they are. */
    public static Parts of(int workers, int lanes) {
        return new Parts(workers, lanes == 1);
    }

    /** Returns how many of the workers have enough to do. */
    static int useful(int workers, long work) {
        return (int) Math.max(1, Math.min(workers, work / LEAST_WORK));
    }

    /** Into how many parts work is cut: 1, 2, 4 or 8. */
    static int count(int items, int leastItems, long work) {
        long most = Math.min(Math.min(MOST, items / leastItems), work / LEAST_WORK);
        return (int) Math.max(1, Long.highestOneBit(most));
    }

    /** The product {@code W^T Y} of samples Y that are columns here: m numbers for each. */
    public static PartialProduct product(EncoderParameters parameters, NativeReals observations, int samples) {
        Shape shape = parameters.shape();
        return new PartialProduct(
                parameters.weights(),
                Factor.TRANSPOSED,
                observations,
                Factor.PLAIN,
                shape.units(),
                samples,
                shape.features());
    }

    /** Computes a product, cut by its columns. */
    public void compute(PartialProduct product, NativeReals target) {
        columns(
                product.columns(),
                product.multiplications(),
                (first, count) -> product.addColumns(target, 0, first, count));
    }

    /** Runs what adds to columns by products. */
    public void columns(int columns, long work, Part part) {
        run(columns, LEAST_COLUMNS, work, part);
    }

    /** Runs loops over items that do not depend on each other. */
    public void loop(int items, long work, Part part) {
        run(items, 1, work, part);
    }

    private void run(int items, int leastItems, long work, Part part) {
        int parts = cuts ? count(items, leastItems, work) : 1;
        if (parts == 1) {
            part.run(0, items);
            return;
        }
        Lanes.run(workers, parts, (worker, number) -> {
            int first = first(items, parts, number);
            part.run(first, first(items, parts, number + 1) - first);
        });
    }

    /** The multiple of a tile that is the nearest to where a part would begin. */
    private static int first(int items, int parts, int number) {
        int middle = (int) ((long) items * number / parts) + TILE / 2;
        return number == parts ? items : Math.min(items, middle / TILE * TILE);
    }
}
