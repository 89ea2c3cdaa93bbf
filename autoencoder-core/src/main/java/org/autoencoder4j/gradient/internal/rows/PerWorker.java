package org.autoencoder4j.gradient.internal.rows;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Buffers of which each worker has its own, made when it first asks. */
public final class PerWorker<T> {
    private final Supplier<T> maker;
    private final List<T> made = new ArrayList<>();

    public PerWorker(Supplier<T> maker) {
        this.maker = maker;
    }

    public synchronized T of(int worker) {
        while (made.size() <= worker) {
            made.add(maker.get());
        }
        return made.get(worker);
    }
}
