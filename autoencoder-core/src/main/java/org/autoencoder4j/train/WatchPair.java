package org.autoencoder4j.train;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import org.autoencoder4j.train.StoppingRule.Watch;

/** Two watches of one run. Each sees every step, whatever the other says. */
record WatchPair<P>(Watch<? super P> first, Watch<? super P> second, BinaryOperator<Optional<StopReason>> verdict)
        implements Watch<P> {
    @Override
    public Optional<StopReason> check(Step<? extends P> step, Progress progress) {
        return verdict.apply(first.check(step, progress), second.check(step, progress));
    }

    @Override
    public boolean isBest() {
        return first.isBest() || second.isBest();
    }

    @Override
    public Map<String, double[]> memory() {
        Map<String, double[]> memory = new HashMap<>(first.memory());
        memory.putAll(second.memory());
        return memory;
    }

    @Override
    public void restore(Map<String, double[]> memory) {
        first.restore(memory);
        second.restore(memory);
    }
}
