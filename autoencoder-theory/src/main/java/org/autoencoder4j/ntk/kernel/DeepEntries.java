package org.autoencoder4j.ntk.kernel;

import java.util.List;
import org.autoencoder4j.linalg.PairwiseMatrices;
import org.autoencoder4j.ntk.kernel.Directions.Chords;
import org.autoencoder4j.ntk.kernel.internal.ArcCosine;

/**
 * The entries of the limit kernel of a deep network and of its outputs' covariance, layer by layer. A pair of samples is
 * carried along as the angle between their hidden outputs and the lengths of these, so that nothing is lost where samples
 * are nearly parallel or opposite.
 */
final class DeepEntries implements PairwiseMatrices.Entries {
    private static final double TWO_PI = 2 * Math.PI;

    private final Directions directions;
    private final List<LimitLayer> layers;

    DeepEntries(Directions directions, List<LimitLayer> layers) {
        this.directions = directions;
        this.layers = layers;
    }

    @Override
    public void compute(int row, int column, double[] cosines, double[][] entries) {
        for (int i = 0; i < cosines.length; i++) {
            double angle;
            double supplement;
            if (Math.abs(cosines[i]) > ArcCosine.LARGEST_COSINE) {
                Chords chords = directions.chords(row + i, directions, column);
                angle = chords.angle();
                supplement = chords.supplement();
            } else {
                angle = Math.acos(cosines[i]);
                supplement = Math.PI - angle;
            }
            double lengths = directions.length(row + i) * directions.length(column);
            Pair pair = new Pair(lengths, angle, supplement);
            pair.pass(layers);
            entries[0][i] = directions.features() * pair.tangent;
            entries[1][i] = pair.covariance;
        }
    }

    /** Two samples on their way through the layers. */
    private static final class Pair {
        /** The product of the lengths of the two hidden outputs. */
        private double lengths;

        private double angle;
        /** pi minus the angle. */
        private double supplement;

        /** T of the layers so far. */
        private double tangent;
        /** S of the layers so far. */
        private double covariance;

        Pair(double lengths, double angle, double supplement) {
            this.lengths = lengths;
            this.angle = angle;
            this.supplement = supplement;
        }

        void pass(List<LimitLayer> layers) {
            LimitLayer first = layers.get(0);
            lengths *= first.gain();
            covariance = lengths * cosine();
            tangent = first.trained() ? covariance / first.variance() : 0;
            layers.subList(1, layers.size()).forEach(this::pass);
        }

        private void pass(LimitLayer layer) {
            double features = lengths * ArcCosine.orderOne(angle, supplement);
            double slopes = supplement / TWO_PI;
            tangent = layer.gain() * (slopes * tangent + (layer.trained() ? features / layer.variance() : 0));
            covariance = layer.gain() * features;
            lengths *= layer.gain() / 2;
            turn();
        }

        /**
         * The angle of the features: {@code 1 - cos angle' = 2 sin^2(angle/2) - (sin angle - angle cos angle)/pi}, of which the
         * bracket is that of the supplement's angle.
         */
        private void turn() {
            double half = Math.sin(angle / 2);
            double chord = 2 * half * half - 2 * ArcCosine.orderOne(/* angle= */ supplement, /* supplement= */ angle);
            angle = 2 * Math.asin(Math.sqrt(chord / 2));
            supplement = Math.PI - angle;
        }

        /** From whichever of both angles is small and so has its digits. */
        private double cosine() {
            return angle <= supplement ? Math.cos(angle) : -Math.cos(supplement);
        }
    }
}
