package org.autoencoder4j.learn.sweep;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.autoencoder4j.backend.internal.Vectors;
import org.autoencoder4j.coding.SampleCode;
import org.autoencoder4j.coding.internal.CodedChunk;
import org.autoencoder4j.learn.sweep.internal.SampleStream.Part;

/**
 * Some consecutive samples of a sweep, with their codes and residuals. Threads fill it part by part; then threads add it to
 * the sums unit by unit, each unit in the order of the samples, so that there is but one copy of the sums and its bits do
 * not depend on who does what.
 */
final class SamplePiece {
    private final double[][] rows;
    private final boolean[] explained;
    private final List<CodedChunk> chunks = new ArrayList<>();
    private int[] offsets = {0};
    private int parts;

    /** All codes, sample by sample. */
    private final int[] starts;

    private int[] active = {};
    private double[] values = {};

    /** The entries of samples that count, unit by unit. */
    private final int[] unitStarts;

    private int[] unitSamples = {};
    private double[] unitValues = {};

    SamplePiece(int features, int units, int samples) {
        this.rows = new double[samples][features];
        this.explained = new boolean[samples];
        this.starts = new int[samples + 1];
        this.unitStarts = new int[units + 1];
    }

    /** Begins anew, with samples in the given parts. */
    void begin(List<Part> next, int mostOfPart) {
        parts = next.size();
        offsets = Arrays.copyOf(offsets, Math.max(offsets.length, parts + 1));
        for (int i = 0; i < parts; i++) {
            if (chunks.size() <= i) {
                chunks.add(new CodedChunk(mostOfPart));
            }
            chunks.get(i).clear();
            offsets[i + 1] = offsets[i] + next.get(i).count();
        }
    }

    /** Sets the next sample of a part: its code, and what its code leaves. */
    void set(int part, int number, double[] sample, double energy, SampleCode code, double[][] atoms) {
        CodedChunk chunk = chunks.get(part);
        chunk.add(energy, code);
        int place = offsets[part] + number;
        double[] residual = rows[place];
        int from = chunk.starts[number];
        Vectors.combine(sample, -1, chunk.values, chunk.units, from, chunk.starts[number + 1], atoms, residual);
        // The encoder's own number is a difference of large ones.
        double left = Vectors.interleavedDot(residual, residual);
        chunk.residualEnergies[number] = left;
        explained[place] = left <= code.leastGain();
    }

    /** Adds what needs no products, and puts the entries of samples that count in the order of the units. */
    void addSamples(SweepSums sums, boolean onlyExplained) {
        Arrays.fill(unitStarts, 0);
        int at = 0;
        for (int part = 0; part < parts; part++) {
            CodedChunk chunk = chunks.get(part);
            grow(at + chunk.entries());
            System.arraycopy(chunk.units, 0, active, at, chunk.entries());
            System.arraycopy(chunk.values, 0, values, at, chunk.entries());
            for (int number = 0; number < chunk.samples(); number++) {
                int sample = offsets[part] + number;
                int from = chunk.starts[number];
                int to = chunk.starts[number + 1];
                sums.addSample(chunk.energies[number], chunk.residualEnergies[number], to - from, explained[sample]);
                for (int e = from; e < to; e++) {
                    sums.addUse(chunk.units[e], chunk.gains[e]);
                }
                starts[sample] = at + from;
                starts[sample + 1] = at + to;
                if (explained[sample] || !onlyExplained) {
                    sums.addCounted(active, values, at + from, at + to);
                    count(at + from, at + to);
                }
            }
            at += chunk.entries();
        }
        order(onlyExplained);
    }

    private void count(int from, int to) {
        for (int e = from; e < to; e++) {
            unitStarts[active[e]]++;
        }
    }

    private void order(boolean onlyExplained) {
        int sum = 0;
        for (int unit = 0; unit < unitStarts.length; unit++) {
            sum += unitStarts[unit];
            unitStarts[unit] = sum;
        }
        for (int sample = offsets[parts] - 1; sample >= 0; sample--) {
            if (explained[sample] || !onlyExplained) {
                for (int e = starts[sample + 1] - 1; e >= starts[sample]; e--) {
                    int at = --unitStarts[active[e]];
                    unitSamples[at] = sample;
                    unitValues[at] = values[e];
                }
            }
        }
    }

    private void grow(int entries) {
        if (entries > active.length) {
            int capacity = Math.max(entries, 2 * active.length);
            active = Arrays.copyOf(active, capacity);
            values = Arrays.copyOf(values, capacity);
            unitSamples = new int[capacity];
            unitValues = new double[capacity];
        }
    }

    /** Adds the products of some units. */
    void addProducts(SweepSums sums, int first, int end) {
        for (int unit = first; unit < end; unit++) {
            double[] products = sums.residualProducts(unit);
            int from = unitStarts[unit];
            int to = unitStarts[unit + 1];
            Vectors.combine(products, 1, unitValues, unitSamples, from, to, rows, products);
            if (sums.hasMoment()) {
                addMoment(sums.moment(unit), from, to);
            }
        }
    }

    private void addMoment(double[] row, int from, int to) {
        for (int entry = from; entry < to; entry++) {
            int sample = unitSamples[entry];
            for (int e = starts[sample]; e < starts[sample + 1]; e++) {
                row[active[e]] += unitValues[entry] * values[e];
            }
        }
    }

    /** Offers all samples to those that are kept. */
    void offer(WorstSamples worst, long firstNumber) {
        for (int part = 0; part < parts; part++) {
            CodedChunk chunk = chunks.get(part);
            for (int number = 0; number < chunk.samples(); number++) {
                int sample = offsets[part] + number;
                worst.offer(
                        chunk.residualEnergies[number],
                        firstNumber + sample,
                        rows[sample],
                        active,
                        values,
                        starts[sample],
                        starts[sample + 1]);
            }
        }
    }
}
