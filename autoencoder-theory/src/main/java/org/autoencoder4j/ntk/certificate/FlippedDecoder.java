package org.autoencoder4j.ntk.certificate;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoublePredicate;
import java.util.stream.IntStream;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.linalg.SpectralNorm;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The decoder's columns of units that a sample can flip: for reaches R, all but those with {@code |w_r . x_i| > ||x_i|| R_r},
 * up to the rounding of the product. Each number is the greatest over the samples.
 */
final class FlippedDecoder {
    /** So that a norm is no smaller in spite of rounding. */
    private static final double WELL_ABOVE = 1 + 1e-6;

    private final StartState state;

    FlippedDecoder(StartState state) {
        this.state = state;
    }

    /** {@code max_i ||A_{F_i}||_F} for each of several reaches of all units, in one pass. */
    double[] counted(List<double[]> reaches) {
        double[] most = new double[reaches.size()];
        double[][] sums = new double[reaches.size()][state.count()];
        double[] decoder = state.decoderLengths();
        pass(reaches, (which, sample, unit) -> sums[which][sample] += decoder[unit] * decoder[unit]);
        for (int k = 0; k < most.length; k++) {
            most[k] = state.more(Math.sqrt(Arrays.stream(sums[k]).max().orElse(0)));
        }
        return most;
    }

    /** What {@code max_i ||A_{F_i}||} is at least, since {@code ||A_F||_F <= sqrt(min(d, m)) ||A_F||}. */
    double least(double counted) {
        return counted / (WELL_ABOVE * Math.sqrt(Math.min(state.features(), state.width())));
    }

    /** {@code ||A_F||} for the union F of all F_i, which is at least each {@code ||A_{F_i}||}. Cost: a {@link SpectralNorm}. */
    double united(double[] reach) {
        BitSet union = new BitSet();
        for (BitSet set : sets(reach)) {
            union.or(set);
        }
        return Math.min(
                state.normA(),
                norm(union, HeapMatrix.columns(state.autoencoder().decoder())));
    }

    /**
     * {@code min(max_i ||A_{F_i}||, ||A||)}, or a smaller number for which there is no hope. Samples whose sum of squares is
     * too small to matter are left out. Cost: up to n times a {@link SpectralNorm} of {@code d x |F_i|}.
     */
    double spectral(double[] reach, DoublePredicate hope) {
        BitSet[] sets = sets(reach);
        double[] decoder = state.decoderLengths();
        double[] counted = Arrays.stream(sets)
                .mapToDouble(set -> state.more(Math.sqrt(
                        set.stream().mapToDouble(r -> decoder[r] * decoder[r]).sum())))
                .toArray();
        int[] order = IntStream.range(0, sets.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -counted[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[][] columns = HeapMatrix.columns(state.autoencoder().decoder());
        double most = 0;
        for (int i : order) {
            if (counted[i] <= most || !hope.test(most) || most >= state.normA()) {
                break;
            }
            most = Math.max(most, norm(sets[i], columns));
        }
        return Math.min(most, state.normA());
    }

    private double norm(BitSet set, double[][] columns) {
        if (set.cardinality() == columns.length) {
            return state.normA();
        }
        double[][] flipped = set.stream().mapToObj(r -> columns[r]).toArray(double[][]::new);
        return flipped.length == 0 ? 0 : state.more(SpectralNorm.of(HeapMatrix.ofColumns(flipped, DataType.DOUBLE)));
    }

    /** F_i of each sample. */
    BitSet[] sets(double[] reach) {
        BitSet[] sets = new BitSet[state.count()];
        Arrays.setAll(sets, i -> new BitSet());
        pass(List.of(reach), (which, sample, unit) -> sets[sample].set(unit));
        return sets;
    }

    @FunctionalInterface
    private interface Pair {
        void flips(int which, int sample, int unit);
    }

    private void pass(List<double[]> reaches, Pair user) {
        double[] lengths = state.lengths();
        double rounding = 2 * (state.features() + 8) * Math.ulp(1.0);
        state.forEachBlock((block, from) -> {
            double[][] units = HeapMatrix.columns(block);
            for (int r = 0; r < units.length; r++) {
                int unit = from + r;
                for (int k = 0; k < reaches.size(); k++) {
                    double reach = reaches.get(k)[unit] + rounding * state.encoderLengths()[unit];
                    for (int i = 0; i < lengths.length; i++) {
                        if (!(Math.abs(units[r][i]) > lengths[i] * reach)) {
                            user.flips(k, i, unit);
                        }
                    }
                }
            }
        });
    }
}
