package org.autoencoder4j.check.latents;

import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.autoencoder4j.check.Samples;
import org.autoencoder4j.check.consistency.SupportSize;
import org.autoencoder4j.sae.LatentActivation;
import org.autoencoder4j.sae.SparseAutoencoder;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A small random autoencoder, and all its codes at the corners of their ranges, by literal loops. */
final class LatentCase {
    final double[][] encoder;
    final double[][] atoms;
    final double[] bias;
    final double[] decoderBias;
    final boolean centred;
    final double[] low;
    final double[] high;
    final int m;
    final int n;

    LatentCase(RandomGenerator random, int n, int m) {
        this.n = n;
        this.m = m;
        double spread = 0.3 * random.nextDouble();
        INDArray decoder = Samples.unitColumns(random, n, m);
        for (int j = 0; j < m; j++) {
            decoder.getColumn(j).muli(0.7 + 0.6 * random.nextDouble());
        }
        INDArray perturbed = decoder.add(Samples.gaussian(random, n, m).mul(spread / Math.sqrt(n)));
        this.atoms = decoder.transpose().dup().toDoubleMatrix();
        this.encoder = perturbed.transpose().dup().toDoubleMatrix();
        this.bias = random.doubles(m, -0.5, 0.2).toArray();
        this.decoderBias = random.doubles(n, -0.4, 0.4).toArray();
        this.centred = random.nextBoolean();
        this.low = random.doubles(m, 0.7, 0.9).toArray();
        this.high = random.doubles(m, 0.9, 1.2).toArray();
    }

    SparseAutoencoder autoencoder(LatentActivation activation) {
        return new SparseAutoencoder(
                Nd4j.createFromArray(encoder).transpose().dup('f'),
                Nd4j.createFromArray(bias),
                Nd4j.createFromArray(atoms).transpose().dup('f'),
                Nd4j.createFromArray(decoderBias),
                centred,
                activation);
    }

    LatentCodes codes(int k, SupportSize size) {
        return LatentCodes.of(k, size, low, high);
    }

    /** The sample of a code. */
    double[] sample(double[] code) {
        double[] y = decoderBias.clone();
        for (int j = 0; j < m; j++) {
            for (int row = 0; row < n; row++) {
                y[row] += atoms[j][row] * code[j];
            }
        }
        return y;
    }

    /** All pre-activations of a sample. */
    double[] preActivations(double[] y) {
        double[] z = bias.clone();
        for (int i = 0; i < m; i++) {
            for (int row = 0; row < n; row++) {
                z[i] += encoder[i][row] * (y[row] - (centred ? decoderBias[row] : 0));
            }
        }
        return z;
    }

    double norm(int unit) {
        return Math.sqrt(Arrays.stream(encoder[unit]).map(v -> v * v).sum());
    }

    double distance(int i, int j) {
        double sum = 0;
        for (int row = 0; row < n; row++) {
            sum += Math.pow(encoder[i][row] - encoder[j][row], 2);
        }
        return Math.sqrt(sum);
    }

    /** Tells all codes whose support has exactly this size, at all corners, with their pre-activations without noise. */
    void forEachCode(int size, BiConsumer<double[], double[]> consumer) {
        codes(new double[m], 0, size, consumer);
    }

    private void codes(double[] code, int from, int left, BiConsumer<double[], double[]> consumer) {
        if (left == 0) {
            consumer.accept(code, preActivations(sample(code)));
            return;
        }
        for (int j = from; j <= m - left; j++) {
            for (double value : new double[] {low[j], high[j]}) {
                code[j] = value;
                codes(code, j + 1, left - 1, consumer);
            }
            code[j] = 0;
        }
    }
}
