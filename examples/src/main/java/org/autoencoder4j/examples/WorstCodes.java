package org.autoencoder4j.examples;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import org.autoencoder4j.backend.internal.Vectors;
import org.autoencoder4j.check.latents.LatentUnit;
import org.autoencoder4j.check.latents.LatentWitness;
import org.autoencoder4j.check.latents.ThresholdCertificate;

/**
 * The code of each latent at which its margin is attained, as a table. Where there are many latents, those of the least margins
 * have one: each costs products with all atoms.
 */
final class WorstCodes {
    /** At 768 features and 16384 latents these take some seconds. */
    static final int MOST = 256;

    private WorstCodes() {}

    static Table of(ThresholdCertificate certificate, int[] units) {
        Table table = new Table("unit", "atom", "preActivation", "noise", "support", "values");
        for (int i : units) {
            LatentUnit unit = certificate.unit(i);
            boolean on = unit.leastOn() - unit.level() <= unit.margin();
            LatentWitness worst = on ? certificate.worstOnSupport(i) : certificate.worstOffSupport(i);
            table.row(
                    i,
                    on ? "on" : "off",
                    worst.preActivation(),
                    Vectors.scaledNorm(worst.noise()),
                    list(worst.support()),
                    list(worst.values()));
        }
        return table;
    }

    private static String list(int[] numbers) {
        return Arrays.stream(numbers).mapToObj(Integer::toString).collect(joining(" "));
    }

    private static String list(double[] numbers) {
        return Arrays.stream(numbers).mapToObj(Double::toString).collect(joining(" "));
    }
}
