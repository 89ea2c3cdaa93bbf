package org.autoencoder4j.learn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.autoencoder4j.coding.CodeSign;
import org.autoencoder4j.coding.Gram;
import org.autoencoder4j.coding.SparseCoder;
import org.autoencoder4j.learn.sweep.SweepSums;

/**
 * What the last sweep says of single units.
 *
 * <p>A unit is surplus if it is worth no more than it costs to tell of it. It is worth what the residual energy of the
 * samples would grow by without it, but at most what it adds to any unit that gains more, {@code (1 - G_ij^2) C_ii}. With noise sigma, N samples and u uses it costs
 *
 * <pre>
 *   sigma^2 ((n - 1) ln N + 2 u ln m),
 * </pre>
 *
 * <p>the length of its atom and of its name in each sample that uses it. So units that are dead, that double others or that
 * only follow noise are surplus.
 *
 * @param replaced how many times a unit was replaced by what the worst samples had in common, in all sweeps of the run
 * @param surplus the surplus units, in ascending order
 * @param errors the estimated error of each atom, {@code sigma sqrt((n - 1) / C_ii)}: the distance that the noise of the
 *     samples leaves between it and the true one, if samples are sparse combinations of atoms; infinite for a unit that no
 *     sample uses. Of preprocessed samples
 */
public record UnitReport(long replaced, List<Integer> surplus, List<Double> errors) {
    /**
     * Puts a report together; the lists are copied.
     *
     * @param replaced how many times a unit was replaced
     * @param surplus the surplus units
     * @param errors the estimated errors
     */
    public UnitReport {
        surplus = List.copyOf(surplus);
        errors = List.copyOf(errors);
    }

    static UnitReport of(long replaced, SparseCoder coder, SweepSums sums) {
        double[] worth = worth(coder, sums);
        double variance = sums.noise() * sums.noise();
        double ofAtom = (sums.features() - 1) * Math.log((double) sums.samples());
        double ofUse = 2 * Math.log(sums.units());
        List<Integer> surplus = new ArrayList<>();
        for (int unit = 0; unit < worth.length; unit++) {
            if (!(worth[unit] > variance * (ofAtom + ofUse * sums.uses()[unit]))) {
                surplus.add(unit);
            }
        }
        return new UnitReport(
                replaced, surplus, Arrays.stream(sums.errors()).boxed().toList());
    }

    private static double[] worth(SparseCoder coder, SweepSums sums) {
        Gram gram = Gram.of(coder.weights());
        double[] gains = sums.gains();
        double[] worth = gains.clone();
        for (int i = 0; i < worth.length; i++) {
            double cosine = greatest(gram.row(i), gains, i, coder.encoder().sign());
            worth[i] = Math.min(worth[i], Math.max(0, 1 - cosine * cosine) * sums.squares()[i]);
        }
        return worth;
    }

    /** The greatest cosine with a unit that gains more, up to sign if codes have both; 0 if there is none. */
    private static double greatest(double[] cosines, double[] gains, int unit, CodeSign sign) {
        double greatest = 0;
        for (int j = 0; j < cosines.length; j++) {
            if (gains[j] > gains[unit]) {
                greatest = Math.max(greatest, sign == CodeSign.SIGNED ? Math.abs(cosines[j]) : cosines[j]);
            }
        }
        return greatest;
    }
}
