package org.autoencoder4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.autoencoder4j.backend.OtherJvm;
import org.autoencoder4j.descent.LearningRate;
import org.autoencoder4j.descent.Normalisation;
import org.autoencoder4j.descent.TiedDescent;
import org.autoencoder4j.gradient.GradientSource;
import org.autoencoder4j.gradient.TiedGradient;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A run of a million steps in a JVM of its own, with a heap of 64 MB. */
class LongRunTest {
    private static final int STEPS = 1_000_000;
    private static final int BLOCK = 10_000;

    /** The program: it prints how much longer a step takes at the end than at the start, by medians of blocks. */
    static final class Program {
        private static final long[] ENDS = new long[STEPS / BLOCK + 1];

        public static void main(String[] arguments) throws IOException {
            TiedAutoencoder start =
                    TiedAutoencoder.withoutBias(Nd4j.ones(DataType.DOUBLE, 2, 2), Activation.hardThreshold(0.1));
            Path folder = Path.of(arguments[0]);
            Trainer<TiedAutoencoder> trainer = Trainer.of(
                            rule(), StoppingRule.stalled(100, 1e-3).or(StoppingRule.steps(STEPS)))
                    .withCheckpoints(folder, STEPS / 10);
            TrainingResult<TiedAutoencoder> whole = trainer.withListener((step, progress) -> record(step.index()))
                    .train(start);
            System.out.println(median(ENDS.length - 11) / median(1));
            History resumed = trainer.resume(folder).history();
            System.out.println(whole.stopReason());
            System.out.println(resumed.rows().equals(whole.history().rows()) ? "the same" : "another run");
        }

        /** The loss falls by a fraction of 2e-3 in 100 steps, so the run does not stall. */
        private static TiedDescent rule() {
            TiedAutoencoder any =
                    TiedAutoencoder.withoutBias(Nd4j.zeros(DataType.DOUBLE, 2, 2), Activation.hardThreshold(0.1));
            INDArray activity = Nd4j.ones(2);
            GradientSource<TiedAutoencoder, TiedGradient> source =
                    (parameters, step) -> new TiedGradient(any.weights(), any.bias(), activity, Math.exp(-2e-5 * step));
            return TiedDescent.of(source, LearningRate.constant(0.1)).with(Normalisation.NONE);
        }

        private static void record(long step) {
            if (step % BLOCK == 0) {
                ENDS[(int) (step / BLOCK)] = System.nanoTime();
            }
        }

        /** The median time of ten blocks; the first block of all belongs to the compiler. */
        private static double median(int first) {
            double[] times = new double[10];
            Arrays.setAll(times, i -> ENDS[first + i + 1] - ENDS[first + i]);
            Arrays.sort(times);
            return (times[4] + times[5]) / 2;
        }
    }

    @Test
    @Tag("slow")
    void costsTheSameAtItsEndAsAtItsStart(@TempDir Path folder) throws Exception {
        OtherJvm.Outcome outcome = OtherJvm.run(
                Program.class,
                OtherJvm.classPath().toList(),
                List.of("-Xmx64m", "-Dorg.bytedeco.javacpp.maxphysicalbytes=0"),
                List.of(folder.resolve("run").toString()),
                Map.of());
        assertEquals(0, outcome.exitCode(), () -> String.join("\n", outcome.errors()));
        List<String> output =
                outcome.output().stream().filter(line -> !line.startsWith("[")).toList();
        assertEquals("BUDGET_SPENT: " + STEPS + " steps done", output.get(1));
        assertEquals("the same", output.get(2));
        assertTrue(Double.parseDouble(output.get(0)) <= 1.5, "a step at the end takes times " + output.get(0));
    }
}
