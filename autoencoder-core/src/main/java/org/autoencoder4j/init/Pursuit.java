package org.autoencoder4j.init;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.linear.DecompositionSolver;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * Orthogonal matching pursuit of k atoms, in its Gram form: the atom that the residual's product is greatest with, then
 * least squares on all atoms chosen so far, and so on.
 */
final class Pursuit {
    /** Of a sample's square: what is left then is rounding, and a further atom would fit nothing else. */
    private static final double NOTHING = 1e-10;

    private final double[][] gram;
    private final int sparsity;

    /**
     * How k atoms explain a sample.
     *
     * @param atoms which atoms they are
     * @param ratio by how much the residual's square would grow without the least useful of them, by the residual's square
     */
    record Explanation(List<Integer> atoms, double ratio) {}

    Pursuit(double[][] gram, int sparsity) {
        this.gram = gram;
        this.sparsity = Math.min(sparsity, gram.length);
    }

    /** Explains a sample by its products with all atoms and its square. */
    Explanation of(double[] products, double square) {
        List<Integer> chosen = new ArrayList<>();
        if (square == 0) {
            return new Explanation(chosen, 0);
        }
        double[] left = products;
        while (true) {
            chosen.add(greatest(left));
            DecompositionSolver solver = new LUDecomposition(gramOf(chosen)).getSolver();
            if (!solver.isNonSingular()) {
                return new Explanation(chosen, 0);
            }
            RealMatrix inverse = solver.getInverse();
            double[] own = chosen.stream().mapToDouble(atom -> products[atom]).toArray();
            double[] code = inverse.operate(own);
            double residual = square;
            double leastGain = Double.POSITIVE_INFINITY;
            for (int i = 0; i < code.length; i++) {
                residual -= code[i] * own[i];
                leastGain = Math.min(leastGain, code[i] * code[i] / inverse.getEntry(i, i));
            }
            if (chosen.size() == sparsity || residual <= NOTHING * square) {
                return new Explanation(chosen, leastGain / Math.max(residual, NOTHING * square));
            }
            left = left(products, chosen, code);
        }
    }

    private RealMatrix gramOf(List<Integer> chosen) {
        double[][] entries = new double[chosen.size()][chosen.size()];
        for (int i = 0; i < entries.length; i++) {
            for (int j = 0; j < entries.length; j++) {
                entries[i][j] = gram[chosen.get(i)][chosen.get(j)];
            }
        }
        return MatrixUtils.createRealMatrix(entries);
    }

    /** The products of all atoms with the residual. */
    private double[] left(double[] products, List<Integer> chosen, double[] code) {
        double[] left = products.clone();
        for (int i = 0; i < code.length; i++) {
            double[] row = gram[chosen.get(i)];
            for (int atom = 0; atom < left.length; atom++) {
                left[atom] -= code[i] * row[atom];
            }
        }
        return left;
    }

    private static int greatest(double[] products) {
        int greatest = 0;
        for (int atom = 1; atom < products.length; atom++) {
            greatest = Math.abs(products[atom]) > Math.abs(products[greatest]) ? atom : greatest;
        }
        return greatest;
    }
}
