package org.autoencoder4j.check.refinement;

import java.util.Arrays;
import java.util.Optional;
import org.autoencoder4j.check.closeness.Matching;
import org.autoencoder4j.check.consistency.Proportion;
import org.autoencoder4j.coding.Codes;
import org.autoencoder4j.model.Draw;

/** How many samples were coded with the right support, and how many of those that are explained. */
final class SupportCount {
    private int right;
    private int explained;
    private int explainedRight;
    private final int samples;

    SupportCount(Draw draw, Codes codes, Matching matching) {
        this.samples = codes.samples();
        int[] atoms = atoms(matching);
        for (int sample = 0; sample < samples; sample++) {
            int from = codes.starts()[sample];
            int to = codes.starts()[sample + 1];
            int[] support = Arrays.stream(codes.active(), from, to)
                    .map(unit -> atoms[unit])
                    .sorted()
                    .toArray();
            boolean isRight = Arrays.equals(support, draw.support(sample));
            double leastGain = Arrays.stream(codes.gains(), from, to).min().orElse(0);
            boolean isExplained = codes.residualEnergies()[sample] <= leastGain;
            right += isRight ? 1 : 0;
            explained += isExplained ? 1 : 0;
            explainedRight += isRight && isExplained ? 1 : 0;
        }
    }

    /** The atom of each unit, -1 for units that stand for none. */
    private static int[] atoms(Matching matching) {
        int[] atoms = new int[matching.weightColumns()];
        Arrays.fill(atoms, -1);
        int[] columns = matching.columns();
        for (int atom = 0; atom < columns.length; atom++) {
            atoms[columns[atom]] = atom;
        }
        return atoms;
    }

    Proportion right() {
        return new Proportion(right, samples);
    }

    Optional<Proportion> explainedRight() {
        return explained == 0 ? Optional.empty() : Optional.of(new Proportion(explainedRight, explained));
    }
}
