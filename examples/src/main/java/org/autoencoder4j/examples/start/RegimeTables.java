package org.autoencoder4j.examples.start;

import java.util.List;
import org.autoencoder4j.examples.command.Table;
import org.autoencoder4j.ntk.training.RecordedStep;

/** What the regimes write: a line for each run, and one for each step of each. */
final class RegimeTables {
    private RegimeTables() {}

    static Table ofRuns(List<RegimeRun> all) {
        Table table = new Table(
                "regime",
                "run",
                "m",
                "finalError",
                "rate",
                "theoremFactor",
                "lambdaMin/lambda",
                "drift",
                "hold",
                "firstFailure");
        for (RegimeRun run : all) {
            table.row(
                    run.label(),
                    run.run(),
                    run.width(),
                    run.finalError(),
                    run.recorded().rate().rate(),
                    run.factor(),
                    run.smallestEigenvalue() / run.recorded().lambda(),
                    run.largestDrift(),
                    run.recorded().fractionHolding(),
                    run.firstFailure());
        }
        return table;
    }

    static Table ofSteps(List<RegimeRun> all) {
        Table table = new Table(
                "regime",
                "run",
                "step",
                "squaredError",
                "ratio",
                "lambdaMin",
                "kernelChange",
                "longestMove",
                "encoderDrift",
                "decoderDrift",
                "flips",
                "kPerp",
                "c",
                "imbalance",
                "hypothesesHold");
        for (RegimeRun run : all) {
            run.recorded().steps().forEach(step -> add(table, run, step));
        }
        return table;
    }

    private static void add(Table table, RegimeRun run, RecordedStep step) {
        table.row(
                run.label(),
                run.run(),
                step.step(),
                step.account().squaredBefore(),
                step.account().ratio(),
                step.smallest(),
                step.kernelChange(),
                step.longestMove(),
                step.encoderDrift(),
                step.decoderDrift(),
                step.account().mostFlips(),
                step.account().flippedKernelNorm(),
                step.inequality().c(),
                step.account().imbalance(),
                step.hypotheses().hold());
    }
}
