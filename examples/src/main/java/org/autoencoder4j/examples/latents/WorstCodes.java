package org.autoencoder4j.examples.latents;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.autoencoder4j.backend.internal.Vectors;
import org.autoencoder4j.check.latents.CodeWitness;
import org.autoencoder4j.check.latents.LatentUnit;
import org.autoencoder4j.check.latents.LatentWitness;
import org.autoencoder4j.check.latents.PairWitness;
import org.autoencoder4j.check.latents.ThresholdCertificate;
import org.autoencoder4j.check.latents.TopKCertificate;
import org.autoencoder4j.examples.command.Table;

/**
 * The code of each latent at which its margin is attained, as a table. Where there are many latents, those of the least margins
 * have one: each costs products with all atoms.
 */
final class WorstCodes {
    /** At 768 features and 16384 latents these take some seconds. */
    static final int MOST = 256;

    private final Table table =
            new Table("unit", "atom", "rival", "margin", "preActivation", "noise", "support", "values");

    private WorstCodes() {}

    static Table of(ThresholdCertificate certificate, int[] units) {
        WorstCodes codes = new WorstCodes();
        for (int i : units) {
            LatentUnit unit = certificate.unit(i);
            boolean on = unit.leastOn() - unit.level() <= unit.margin();
            codes.add(i, unit.margin(), on ? certificate.worstOnSupport(i) : certificate.worstOffSupport(i));
        }
        return codes.table;
    }

    /** Of TopK; a latent of which the bounds found no code has none. */
    static Table of(TopKCertificate certificate, int[] units) {
        WorstCodes codes = new WorstCodes();
        for (int i : units) {
            double margin = certificate.unit(i).margin().high();
            certificate.witness(i).ifPresent(worst -> codes.add(i, margin, worst));
        }
        return codes.table;
    }

    private void add(int unit, double margin, CodeWitness worst) {
        boolean on = IntStream.of(worst.support()).anyMatch(atom -> atom == unit);
        table.row(
                unit,
                on ? "on" : "off",
                worst instanceof PairWitness of ? of.outsider() : "",
                worst instanceof PairWitness of ? of.margin() : margin,
                worst instanceof LatentWitness of ? of.preActivation() : "",
                Vectors.scaledNorm(worst.noise()),
                IntStream.of(worst.support()).mapToObj(Integer::toString).collect(joining(" ")),
                Arrays.stream(worst.values()).mapToObj(Double::toString).collect(joining(" ")));
    }
}
