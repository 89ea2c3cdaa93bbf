package org.autoencoder4j.examples.documentation;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.autoencoder4j.backend.Backend;
import org.autoencoder4j.check.consistency.CodeSet;
import org.autoencoder4j.check.consistency.ConsistencyCertificate;
import org.autoencoder4j.check.consistency.SupportSize;
import org.autoencoder4j.check.latents.EncodedDictionary;
import org.autoencoder4j.check.latents.LatentCodes;
import org.autoencoder4j.check.latents.LatentNoise;
import org.autoencoder4j.check.latents.ThresholdCertificate;
import org.autoencoder4j.descent.LearningRate;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.init.TwoLayerStart;
import org.autoencoder4j.linalg.ExtremeEigenpair;
import org.autoencoder4j.linalg.Spectrum;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.ntk.convergence.ConvergenceTheorem;
import org.autoencoder4j.ntk.convergence.KernelConstants;
import org.autoencoder4j.ntk.kernel.Assumptions;
import org.autoencoder4j.ntk.kernel.FiniteWidthKernel;
import org.autoencoder4j.progress.ProgressListener;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.report.Verdict;
import org.autoencoder4j.sae.SparseAutoencoder;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The code of docs/HOWTO.md on certificates, kernels and backends; DocumentationTest compares it, HowToCheckTest runs it. */
final class HowToCheck {
    private HowToCheck() {}

    static ConsistencyCertificate certificate(INDArray weights, INDArray bias, INDArray dictionary) {
        // begin of a certificate
        CodeSet codes = CodeSet.nonNegative(2, 0.8, 1.2); // all codes of 2 values in [0.8, 1.2]
        ConsistencyCertificate certificate = ConsistencyCertificate.of(
                new TiedAutoencoder(weights, bias, Activation.relu()), dictionary, codes, 0.05); // abs(<W_i, eta>)
        System.out.println(certificate.report().text());
        System.out.println("biases that suit all units: " + certificate.commonBiasWindow());
        // end of a certificate
        return certificate;
    }

    static ThresholdCertificate latents(SparseAutoencoder sae) {
        // begin of latents
        LatentCodes codes = LatentCodes.of(2, SupportSize.AT_MOST, sae.units(), 0.8, 1.2);
        ThresholdCertificate certificate =
                ThresholdCertificate.of(EncodedDictionary.of(sae), codes, new LatentNoise.Ball(0.05));
        System.out.println(certificate.count(Verdict.HOLDS) + " of " + certificate.units()
                + " latents find their atom in every code");
        System.out.println(certificate.worstOnSupport(certificate.bindingUnit()));
        // end of latents
        return certificate;
    }

    static Assumptions kernels(INDArray samples) {
        // begin of kernels
        INDArray unit = samples.divColumnVector(samples.norm2(1)); // N x d, rows of length 1
        Assumptions assumptions = Assumptions.of(unit);
        System.out.println(assumptions.first().text());
        System.out.println(assumptions.second().text());
        INDArray limit = assumptions.kernels().decoder(); // H_inf, N x N
        // end of kernels
        return limit.rows() == samples.rows() ? assumptions : null;
    }

    static LearningRate widthAndStep(INDArray unit) {
        // begin of a width
        KernelConstants constants = KernelConstants.of(unit);
        double width = ConvergenceTheorem.JOINT_DESCENT.width(constants, 0.01); // enough in 99 of 100 starts
        TwoLayerAutoencoder start =
                TwoLayerStart.standard(unit.columns(), unit.dataType()).autoencoder(1_000, RandomStreams.of(1));
        ExtremeEigenpair largest = FiniteWidthKernel.of(start, unit, Regime.JOINTLY_TRAINED)
                .solver()
                .largest(); // K(0) is never formed
        LearningRate rate = LearningRate.belowStability(largest.value(), unit.columns(), 0.5);
        System.out.printf("proved from %.0f units on; a step of %.3g is stable at 1000%n", width, rate.at(0));
        // end of a width
        return rate;
    }

    static Report progress(EncodedDictionary encoded, LatentCodes codes) {
        // begin of progress
        ProgressListener bar = (what, done, total) -> System.out.println(what + ": " + done + " of " + total);
        Report report = bar.during(() ->
                ThresholdCertificate.of(encoded, codes, LatentNoise.none()).report());
        System.out.println(report.text());
        // end of progress
        return report;
    }

    static Future<Spectrum> stopping(INDArray kernel, ExecutorService executor) {
        // begin of stopping
        Future<Spectrum> future = executor.submit(() -> Spectrum.iterated(kernel));
        future.cancel(true); // interrupts the thread that computes
        // end of stopping
        return future;
    }

    static Backend backend() {
        // begin of a backend
        Backend.verify(); // is there one, and are its factorisations right?
        System.out.println(Backend.describe());
        // end of a backend
        return Backend.describe();
    }
}
