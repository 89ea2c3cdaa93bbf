package org.autoencoder4j.gradient;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * The calls of a gradient source that uses its buffers again. One thread after the other may call it, but a call within
 * another is refused; and a gradient can tell whether it is still that of the last call, or its arrays have been overwritten.
 */
public final class Turns {
    private static final String CURE =
            "; it has buffers of its own, so make a gradient source and a rule for each run, and for each thread";

    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile long calls;

    /**
     * Makes a call.
     *
     * @param call what to do; it is given the question whether its turn is the last
     * @throws IllegalStateException if another is being made
     */
    public <T> T take(Function<BooleanSupplier, T> call) {
        if (!busy.compareAndSet(false, true)) {
            throw new IllegalStateException("this gradient source is asked while it is computing a gradient" + CURE);
        }
        try {
            long mine = calls + 1;
            calls = mine;
            return call.apply(() -> calls == mine);
        } finally {
            busy.set(false);
        }
    }

    /**
     * Refuses a gradient whose arrays have been overwritten.
     *
     * @throws IllegalStateException if they have
     */
    public static void requireCurrent(Gradient gradient) {
        if (!gradient.isCurrent()) {
            throw new IllegalStateException(
                    "the gradient source of this run has been asked again before the update was done" + CURE);
        }
    }
}
