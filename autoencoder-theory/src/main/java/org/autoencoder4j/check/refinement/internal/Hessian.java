package org.autoencoder4j.check.refinement.internal;

import java.util.List;
import java.util.stream.IntStream;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.check.expectation.internal.Supports;
import org.autoencoder4j.model.GenerativeModel;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The Hessian of the least-squares objective at the dictionary, as an operator on directions D ({@code n x m}): with
 * P_S the projection on the span of A_S, {@code G_S = A_S^T A_S} and M the second moments of the values,
 *
 * <p>{@code H(D) = E[(I - P_S) D_S M] = D E[M] - A E[G_S^-1 (A^T D)_SS M]}, each in the columns of S.
 *
 * <p>Supports with dependent columns are left out. Threads may share it.
 */
public final class Hessian {
    private final Supports supports;
    private final Moments moments;
    private final double[][] atomGram;
    /** A, DOUBLE. */
    private final INDArray atoms;
    /** {@code E[M]}. */
    private final INDArray valueMoment;
    /** {@code C = E[M] + sigma^2 E[G_S^-1]}: the second moment of the codes. */
    private final INDArray secondMoment;

    private final double independence;

    /** What is done with a support, its weight and the inverse of its Gram matrix. */
    @FunctionalInterface
    private interface Visitor {
        void visit(int[] support, double weight, double[][] inverse);
    }

    public Hessian(GenerativeModel model, Supports supports) {
        this.supports = supports;
        this.moments = Moments.of(model);
        this.atoms = model.dictionary().castTo(DataType.DOUBLE);
        this.atomGram = HeapMatrix.rows(Nd4j.gemm(atoms, atoms, true, false));
        int units = model.units();
        double[][] values = new double[units][units];
        double[][] codes = new double[units][units];
        this.independence = forEach((support, weight, inverse) -> {
            for (int a = 0; a < support.length; a++) {
                for (int b = 0; b < support.length; b++) {
                    double value = (a == b ? moments.variance() : 0) + moments.squaredMean();
                    values[support[a]][support[b]] += weight * value;
                    codes[support[a]][support[b]] += weight * (value + moments.noiseVariance() * inverse[a][b]);
                }
            }
        });
        this.valueMoment = HeapMatrix.ofRows(values, DataType.DOUBLE);
        this.secondMoment = HeapMatrix.ofRows(codes, DataType.DOUBLE);
    }

    /**
     * Goes through the supports of independent columns and returns the least independence of any, 0 if there are
     * others.
     */
    private double forEach(Visitor visitor) {
        SupportGram gram = new SupportGram(atomGram);
        double[] least = {1};
        supports.forEach((support, weight) -> {
            if (weight > 0 && gram.invert(support)) {
                least[0] = Math.min(least[0], gram.independence(support));
                visitor.visit(support, weight, gram.inverse());
            } else if (weight > 0) {
                least[0] = 0;
            }
        });
        return least[0];
    }

    /** A, DOUBLE, not to be changed. */
    public INDArray atoms() {
        return atoms;
    }

    /** C, not to be changed. */
    public INDArray secondMoment() {
        return secondMoment;
    }

    /** The least independence of a support's columns. */
    public double independence() {
        return independence;
    }

    /** Applies it to several directions: {@code k^3} steps for each support and each direction, and matrix products. */
    List<INDArray> times(List<INDArray> directions) {
        List<double[][]> crosses = directions.stream()
                .map(direction -> HeapMatrix.rows(Nd4j.gemm(atoms, direction, true, false)))
                .toList();
        int units = atomGram.length;
        List<double[][]> through =
                crosses.stream().map(cross -> new double[units][units]).toList();
        Workspace room = new Workspace();
        forEach((support, weight, inverse) -> {
            room.reserve(support.length);
            for (int d = 0; d < crosses.size(); d++) {
                room.project(crosses.get(d), support, inverse);
                moments.times(room.fit, support.length, room.weighted);
                room.addTo(through.get(d), support, weight);
            }
        });
        return IntStream.range(0, crosses.size())
                .mapToObj(d -> combined(directions.get(d), through.get(d)))
                .toList();
    }

    public INDArray times(INDArray direction) {
        return times(List.of(direction)).get(0);
    }

    private INDArray combined(INDArray direction, double[][] through) {
        try (INDArray matrix = HeapMatrix.ofRows(through, DataType.DOUBLE);
                INDArray spanned = Nd4j.gemm(atoms, matrix, false, false)) {
            return Nd4j.gemm(direction, valueMoment, false, false).subi(spanned);
        }
    }

    /**
     * Gathers, for a direction, what the Rayleigh quotient consists of: support by support
     * {@code E|D_S x_S|^2} over values and noise, and of it what is orthogonal to the span of A_S.
     */
    public RayleighSums rayleigh(INDArray direction) {
        double[][] cross = HeapMatrix.rows(Nd4j.gemm(atoms, direction, true, false));
        double[][] own = HeapMatrix.rows(Nd4j.gemm(direction, direction, true, false));
        RayleighSums sums = new RayleighSums();
        Workspace room = new Workspace();
        forEach((support, weight, inverse) -> {
            int k = support.length;
            room.reserve(k);
            room.project(cross, support, inverse);
            double whole = 0;
            double left = 0;
            for (int a = 0; a < k; a++) {
                for (int b = 0; b < k; b++) {
                    double value = (a == b ? moments.variance() : 0) + moments.squaredMean();
                    double product = own[support[a]][support[b]];
                    double inside = 0;
                    for (int t = 0; t < k; t++) {
                        inside += cross[support[t]][support[a]] * room.fit[t][b];
                    }
                    whole += product * (value + moments.noiseVariance() * inverse[a][b]);
                    left += (product - inside) * value;
                }
            }
            sums.add(whole, left);
        });
        return sums;
    }

    /** Small matrices, used again for one support after the other. */
    private static final class Workspace {
        double[][] fit = {};
        double[][] weighted = {};

        void reserve(int k) {
            if (k > fit.length) {
                fit = new double[k][k];
                weighted = new double[k][k];
            }
        }

        /** {@code G_S^-1 (A^T D)_SS}. */
        void project(double[][] cross, int[] support, double[][] inverse) {
            for (int a = 0; a < support.length; a++) {
                for (int b = 0; b < support.length; b++) {
                    double sum = 0;
                    for (int t = 0; t < support.length; t++) {
                        sum += inverse[a][t] * cross[support[t]][support[b]];
                    }
                    fit[a][b] = sum;
                }
            }
        }

        void addTo(double[][] target, int[] support, double weight) {
            for (int a = 0; a < support.length; a++) {
                for (int b = 0; b < support.length; b++) {
                    target[support[a]][support[b]] += weight * weighted[a][b];
                }
            }
        }
    }
}
