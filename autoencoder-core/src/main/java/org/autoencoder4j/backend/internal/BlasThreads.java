package org.autoencoder4j.backend.internal;

import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.function.IntSupplier;
import org.nd4j.linalg.api.blas.Blas;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Keeps each BLAS call on the thread that makes it. The number of BLAS threads belongs to the whole process, so uses are
 * counted: the first to come sets it to 1, and the last to leave restores what it found. Threads may share it.
 */
public final class BlasThreads {
    private final IntSupplier present;
    private final IntConsumer set;
    private int users;
    private int found;

    /** One use; closing it twice counts once. */
    public final class Use implements AutoCloseable {
        private final int threads;
        private boolean open = true;

        private Use(int threads) {
            this.threads = threads;
        }

        /**
         * Returns how many threads a BLAS call would have taken but for this.
         *
         * @return at least 1
         */
        public int threads() {
            return threads;
        }

        @Override
        public void close() {
            leave(this);
        }
    }

    BlasThreads(IntSupplier present, IntConsumer set) {
        this.present = present;
        this.set = set;
    }

    /**
     * Returns that of the OpenBLAS of this process.
     *
     * @return the one there is
     */
    public static BlasThreads ofOpenBlas() {
        return Holder.INSTANCE;
    }

    /**
     * Begins a use.
     *
     * @return the use, to be closed
     */
    public synchronized Use single() {
        if (users == 0) {
            found = present.getAsInt();
            set.accept(1);
        }
        users++;
        return new Use(found);
    }

    /**
     * Does a piece of work as a use of its own.
     *
     * @param work what is to run while each BLAS call keeps to its thread
     */
    public void single(Runnable work) {
        Use use = single();
        try {
            work.run();
        } finally {
            use.close();
        }
    }

    /**
     * Does a piece of work that threads may share, as a use of its own.
     *
     * @param work what is to run while each BLAS call keeps to its thread; it is told how many threads may share it, 1 where
     *     there is no OpenBLAS
     * @param <T> its result
     * @return what the work returns
     */
    public static <T> T share(IntFunction<T> work) {
        if (!NativeReals.isPossible()) {
            return work.apply(1);
        }
        try (Use use = ofOpenBlas().single()) {
            return work.apply(use.threads());
        }
    }

    private synchronized void leave(Use use) {
        if (use.open) {
            use.open = false;
            users--;
            if (users == 0) {
                set.accept(found);
            }
        }
    }

    private static final class Holder {
        // ND4J's own access to it: asking OpenBLAS itself gives -1 until somebody has set the number.
        static final Blas BLAS = Nd4j.factory().blas();
        static final BlasThreads INSTANCE = new BlasThreads(BLAS::getMaxThreads, OpenBlasThreads.setter());
    }
}
