package org.autoencoder4j.init;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.apache.commons.numbers.gamma.RegularizedBeta;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.progress.Work;
import org.autoencoder4j.random.RandomStreams;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Samples of which no atom was made, and the test of atoms by them: does a list explain them as sums of k of its atoms?
 *
 * <p>A sample that uses an atom is explained if {@link Pursuit} leaves of it no more than the least of its k atoms takes away,
 * and if its ratio of these two is above that of three quarters of the normal vectors with the samples' second moments that
 * use the atom too, which have no atoms. An atom is supported if more than a quarter of the samples that use it are explained:
 * if {@code P(Bin(uses, 1/4) >= explained) <= 0.005 / m}, where the quarter holds with probability {@code 1 - 0.005 / m}.
 */
final class HeldOutSamples {
    private static final int EVERY = 3;
    private static final int LEAST_NORMALS = 2000;
    private static final double NORMALS_OF_AN_ATOM = 64;
    private static final double CHANCE = 0.25;
    private static final double FALSE_ALARMS = 0.005;
    private static final int BLOCK = 256;

    private final INDArray samples;
    private final int sparsity;

    /** Holds out every third sample, {@code N x n} with N of 3 or more, DOUBLE. */
    HeldOutSamples(INDArray observations, int sparsity) {
        int[] rows = new int[observations.rows() / EVERY];
        Arrays.setAll(rows, row -> EVERY * row + EVERY - 1);
        this.samples = observations.getRows(rows).dup('c');
        this.sparsity = sparsity;
    }

    /** The rows that are not held out. */
    static INDArray others(INDArray observations) {
        int[] rows = new int[observations.rows() - observations.rows() / EVERY];
        Arrays.setAll(rows, row -> row + row / (EVERY - 1));
        return observations.getRows(rows).dup('c');
    }

    /** Judges a list of which m atoms are wanted. */
    List<SpectralAtoms.Atom> judge(List<ReweightedMoment.Candidate> list, int wanted, RandomStreams streams) {
        if (list.isEmpty()) {
            return List.of();
        }
        double level = FALSE_ALARMS / wanted;
        INDArray atoms = Nd4j.createFromArray(
                list.stream().map(ReweightedMoment.Candidate::values).toArray(double[][]::new));
        Pursuit pursuit = new Pursuit(HeapMatrix.rows(Nd4j.gemm(atoms, atoms, false, true)), sparsity);
        int normals = (int) Math.max(LEAST_NORMALS, Math.ceil(NORMALS_OF_AN_ATOM * list.size() / sparsity));
        double[][] chance = ratios(pursuit, atoms, normals(normals, streams));
        double[][] own = ratios(pursuit, atoms, samples);
        List<SpectralAtoms.Atom> judged = new ArrayList<>();
        for (int atom = 0; atom < own.length; atom++) {
            double threshold = Math.max(1, upperQuartile(chance[atom], level));
            int uses = own[atom].length;
            int explained = (int)
                    Arrays.stream(own[atom]).filter(ratio -> ratio > threshold).count();
            judged.add(list.get(atom).judged(uses, explained, atLeast(explained, uses) <= level));
        }
        return judged;
    }

    /** Of each atom the ratios of the rows that use it. */
    private static double[][] ratios(Pursuit pursuit, INDArray atoms, INDArray rows) {
        List<List<Double>> ratios = new ArrayList<>();
        for (int atom = 0; atom < atoms.rows(); atom++) {
            ratios.add(new ArrayList<>());
        }
        try (Work work = Work.begin("test of atoms: samples", rows.rows())) {
            for (int from = 0; from < rows.rows(); from += BLOCK) {
                INDArray block = block(rows, from);
                double[][] products = HeapMatrix.rows(Nd4j.gemm(block, atoms, false, true));
                double[] squares = block.mul(block).sum(1).toDoubleVector();
                for (int row = 0; row < squares.length; row++) {
                    Pursuit.Explanation explanation = pursuit.of(products[row], squares[row]);
                    explanation.atoms().forEach(atom -> ratios.get(atom).add(explanation.ratio()));
                    work.advance(1);
                }
            }
        }
        return ratios.stream()
                .map(each -> each.stream().mapToDouble(Double::doubleValue).toArray())
                .toArray(double[][]::new);
    }

    /** The least of the ratios that a quarter or less of all is above, but for the probability; infinite if too few are known. */
    private static double upperQuartile(double[] ratios, double probability) {
        double[] ascending = ratios.clone();
        Arrays.sort(ascending);
        int above = (int) (CHANCE * ascending.length);
        while (above > 0 && atLeast(above, ascending.length) < 1 - probability) {
            above--;
        }
        return above == 0 ? Double.POSITIVE_INFINITY : ascending[ascending.length - above];
    }

    /** {@code P(Bin(trials, 1/4) >= successes)}. */
    private static double atLeast(int successes, int trials) {
        return successes == 0 ? 1 : RegularizedBeta.value(CHANCE, successes, trials - successes + 1.0);
    }

    private static INDArray block(INDArray rows, int from) {
        return rows.get(NDArrayIndex.interval(from, Math.min(rows.rows(), from + BLOCK)), NDArrayIndex.all());
    }

    /** Sums of all samples with weights N(0, 1): normal vectors whose second moments are the samples'. */
    private INDArray normals(int number, RandomStreams streams) {
        INDArray sums = Nd4j.zeros(DataType.DOUBLE, number, samples.columns());
        try (Work work = Work.begin("normal vectors to compare with: samples", samples.rows())) {
            for (int from = 0; from < samples.rows(); from += BLOCK) {
                INDArray block = block(samples, from);
                RandomGenerator random = streams.at("normals", 0, from / BLOCK);
                double[][] weights = new double[number][block.rows()];
                for (double[] row : weights) {
                    Arrays.setAll(row, i -> random.nextGaussian());
                }
                sums.addi(Nd4j.createFromArray(weights).mmul(block));
                work.advance(block.rows());
            }
        }
        return sums;
    }
}
