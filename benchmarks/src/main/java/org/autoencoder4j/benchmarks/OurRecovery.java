package org.autoencoder4j.benchmarks;

import org.autoencoder4j.coding.SparseCoder;
import org.autoencoder4j.coding.SparseEncoder;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.learn.sweep.DictionarySweeps;
import org.autoencoder4j.learn.sweep.Phase;
import org.autoencoder4j.learn.sweep.SweepGradient;
import org.autoencoder4j.train.UpdateRule;

/** Our sweeps until they settle, with a clock that stands still while delta is measured. */
final class OurRecovery {
    private static final int MOST_SWEEPS = 100;

    private OurRecovery() {}

    static Recovery run(RecoveryTask task, double limit) {
        long begin = System.nanoTime();
        long measuring = 0;
        double reached = Double.NaN;
        DictionarySweeps anywhere = DictionarySweeps.of(Batches.of(task.observations()));
        DictionarySweeps rule = task.start() == RecoveryTask.Start.NEAR ? anywhere.fromNear() : anywhere;
        UpdateRule.Session<SparseCoder> session = rule.start(new SparseCoder(
                task.weights().dup('f'), SparseEncoder.pursuit(task.sizes().sparsity(), task.sign())));
        long sweeps = 0;
        long updated = begin;
        while (!isSettled(session) && sweeps < MOST_SWEEPS) {
            if (Double.isNaN(reached)) {
                long now = System.nanoTime();
                if (task.delta(session.result().weights()) <= limit) {
                    reached = (updated - begin - measuring) * 1e-9;
                }
                measuring += System.nanoTime() - now;
            }
            session.advance();
            updated = System.nanoTime();
            sweeps++;
        }
        double seconds = (System.nanoTime() - begin - measuring) * 1e-9;
        return Recovery.of(
                "autoencoder4j",
                reached,
                seconds,
                sweeps,
                isSettled(session),
                task,
                session.result().weights(),
                limit);
    }

    private static boolean isSettled(UpdateRule.Session<SparseCoder> session) {
        return ((SweepGradient) session.evaluate().gradient()).phase() == Phase.SETTLED;
    }
}
