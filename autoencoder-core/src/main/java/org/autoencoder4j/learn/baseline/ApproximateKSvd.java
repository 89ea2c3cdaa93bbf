package org.autoencoder4j.learn.baseline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.autoencoder4j.backend.internal.Vectors;
import org.autoencoder4j.learn.sweep.DictionaryUpdate;
import org.autoencoder4j.learn.sweep.Sweep;

/**
 * Approximate K-SVD: one atom after the other, each with the values of its codes, which the next atoms then see. With E the
 * residuals of the samples that use unit i but for what the unit itself explains of them, and x its values,
 *
 * <pre>
 *   w_i = E x / |E x|,   x = E^T w_i:
 * </pre>
 *
 * <p>one step of the power iteration towards the first singular vectors of E, which K-SVD takes. A unit that no sample uses
 * keeps its atom. Values may become negative, though those of the sweep are not: the next sweep codes anew.
 *
 * <p>Each sweep keeps the residuals of its samples, {@code N n} numbers, and reads the samples a second time. Cost:
 * {@code 6 n} operations for each entry of a code, on one thread.
 *
 * <p>Source: R. Rubinstein, M. Zibulevsky, M. Elad, "Efficient implementation of the K-SVD algorithm using batch orthogonal
 * matching pursuit" (Technion, 2008); K-SVD: M. Aharon, M. Elad, A. Bruckstein (IEEE Transactions on Signal Processing, 2006).
 */
public record ApproximateKSvd() implements DictionaryUpdate {
    @Override
    public String name() {
        return "approximateKSvd";
    }

    @Override
    public boolean needsMoment() {
        return false;
    }

    @Override
    public boolean readsSamples() {
        return true;
    }

    @Override
    public double[][] atoms(Sweep sweep) {
        double[][] atoms = sweep.copyOfAtoms();
        List<double[]> residuals = new ArrayList<>();
        Uses[] uses = Uses.ofUnits(
                Arrays.stream(sweep.sums().uses()).mapToInt(Math::toIntExact).toArray());
        sweep.forEach((sample, code) -> {
            for (int e = 0; e < code.size(); e++) {
                uses[code.unit(e)].add(residuals.size(), code.value(e));
            }
            double[] residual = new double[sample.length];
            code.residual(sample, sweep.atoms(), residual);
            residuals.add(residual);
        });
        for (int i = 0; i < atoms.length; i++) {
            uses[i].improve(atoms[i], residuals);
        }
        return atoms;
    }

    /** The samples that use a unit, with its values. */
    private static final class Uses {
        private final int[] samples;
        private final double[] values;
        private int size;

        private Uses(int count) {
            this.samples = new int[count];
            this.values = new double[count];
        }

        static Uses[] ofUnits(int[] counts) {
            return Arrays.stream(counts).mapToObj(Uses::new).toArray(Uses[]::new);
        }

        void add(int sample, double value) {
            samples[size] = sample;
            values[size] = value;
            size++;
        }

        /** Moves an atom; what it explains then is no longer in the residuals. */
        void improve(double[] atom, List<double[]> residuals) {
            double[] direction = new double[atom.length];
            for (int s = 0; s < size; s++) {
                double[] residual = residuals.get(samples[s]);
                Vectors.add(residual, values[s], atom);
                Vectors.add(direction, values[s], residual);
            }
            double length = Vectors.scaledNorm(direction);
            if (length > 0 && length < Double.POSITIVE_INFINITY) {
                for (int j = 0; j < atom.length; j++) {
                    atom[j] = direction[j] / length;
                }
            }
            for (int s = 0; s < size; s++) {
                double[] residual = residuals.get(samples[s]);
                Vectors.add(residual, -Vectors.interleavedDot(residual, atom), atom);
            }
        }
    }
}
