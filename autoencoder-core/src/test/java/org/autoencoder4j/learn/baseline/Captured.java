package org.autoencoder4j.learn.baseline;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import org.autoencoder4j.coding.SampleCode;
import org.autoencoder4j.coding.SparseCoder;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.learn.sweep.DictionarySweeps;
import org.autoencoder4j.learn.sweep.DictionaryUpdate;
import org.autoencoder4j.learn.sweep.Sweep;
import org.autoencoder4j.train.UpdateRule;

/** Keeps the sweep of a run's first step, for an update to be called with by a test. */
final class Captured implements DictionaryUpdate {
    private final int numbers;
    private Sweep sweep;

    private Captured(int numbers) {
        this.numbers = numbers;
    }

    /** One sweep over all samples, with a memory of so many numbers for each unit. */
    static Sweep sweep(Batches samples, SparseCoder coder, int remembered) {
        Captured captured = new Captured(remembered);
        UpdateRule.Session<SparseCoder> run =
                DictionarySweeps.of(samples).alternating().with(captured).start(coder);
        run.evaluate();
        run.advance();
        assertNotNull(captured.sweep);
        return captured.sweep;
    }

    /** The codes of a sweep as a matrix, a sample a row. */
    static double[][] codes(Sweep sweep) {
        double[][] codes = new double[(int) sweep.sums().samples()][sweep.sums().units()];
        int[] next = {0};
        sweep.forEach((sample, code) -> write(code, codes[next[0]++]));
        return codes;
    }

    private static void write(SampleCode code, double[] row) {
        for (int e = 0; e < code.size(); e++) {
            row[code.unit(e)] = code.value(e);
        }
    }

    @Override
    public String name() {
        return "captured";
    }

    @Override
    public int remembered(int features, int units) {
        return numbers;
    }

    @Override
    public double[][] atoms(Sweep given) {
        sweep = given;
        return given.copyOfAtoms();
    }
}
