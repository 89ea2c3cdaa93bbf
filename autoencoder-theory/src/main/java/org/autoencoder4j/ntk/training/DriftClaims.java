package org.autoencoder4j.ntk.training;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.ntk.convergence.Dynamics;
import org.autoencoder4j.ntk.convergence.JointRadii;
import org.autoencoder4j.ntk.convergence.KernelConstants;
import org.autoencoder4j.ntk.convergence.WeakRadii;
import org.autoencoder4j.ntk.training.internal.RunClaims;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Reference;
import org.autoencoder4j.report.Relation;
import org.autoencoder4j.report.Report;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** How far the weights of a run move, against what the proofs allow them and what they need. */
final class DriftClaims {
    private static final String PAPER = "NWH-NTK";

    private static final double SAME_LENGTH = 1e-5;

    private final List<RecordedStep> steps;
    private final List<Drift> drifts;
    private final KernelConstants constants;
    private final double lambda;
    private final double residual;
    private final StepLimits start;

    /** The steps of a run, and the drift before each and after the last. */
    DriftClaims(List<RecordedStep> steps, List<Drift> drifts, KernelConstants constants, double lambda) {
        this.steps = steps;
        this.drifts = drifts;
        this.constants = constants;
        this.lambda = lambda;
        start = steps.get(0).account().limits();
        residual = start.residual;
    }

    List<Report> of(Regime regime, double delta) {
        return regime == Regime.WEAKLY_TRAINED ? weak(delta) : joint(regime);
    }

    private List<Report> weak(double delta) {
        double longest = Math.sqrt(start.longestDecoder * constants.features());
        double drift = WeakRadii.drift(constants, Dynamics.DESCENT, start.units, longest, residual);
        double radius = WeakRadii.radius(constants, Dynamics.DESCENT, delta);
        return List.of(
                claim(
                                "no unit moves further than R'",
                                corrected("Lemma 4.5"),
                                "max_r ||w_r - w_r(0)||",
                                Drift::longestMove,
                                drift)
                        .requiring(belowLine()),
                claim(
                                "no unit leaves the radius R of the theorem",
                                corrected("Corollary 4.1"),
                                "max_r ||w_r - w_r(0)||",
                                Drift::longestMove,
                                radius)
                        .requiring(new Bound(
                                "max_r ||a_r||^2 / d, of a theorem on columns of length sqrt(d),",
                                start.longestDecoder,
                                Relation.AT_MOST,
                                1 + SAME_LENGTH)),
                claim(
                        "the kernel stays near its start",
                        corrected("Corollary 4.1"),
                        "||K - K(0)||",
                        Drift::kernel,
                        lambda / 4));
    }

    private List<Report> joint(Regime regime) {
        JointRadii radii =
                JointRadii.of(constants, Dynamics.DESCENT, start.units, start.normH, start.decoderNorm, residual);
        Report radius = claim(
                "the encoder stays within R_w",
                corrected("Lemma 5.3"),
                "||W - W(0)||_F",
                Drift::encoder,
                radii.encoderRadius());
        Bound within = radius.bounds().get(0);
        Report decoder = claim(
                        "the decoder moves no further than R'_a",
                        corrected("Lemma 5.7"),
                        "||A - A(0)||_F",
                        Drift::decoder,
                        radii.decoderDrift())
                .requiring(belowLine())
                .requiring(within);
        Report encoder = claim(
                        "the encoder moves no further than R'_w",
                        corrected("Lemma 5.7"),
                        "||W - W(0)||_F",
                        Drift::encoder,
                        radii.encoderDrift())
                .requiring(belowLine())
                .requiring(within);
        return regime.trainsEncoder() ? List.of(radius, encoder, decoder) : List.of(decoder);
    }

    private static Reference corrected(String item) {
        return Reference.corrected(PAPER, item);
    }

    private Report claim(
            String statement, Reference reference, String quantity, ToDoubleFunction<Drift> measured, double limit) {
        RunClaims claims = new RunClaims();
        for (Drift drift : drifts) {
            Bound bound = new Bound(quantity, measured.applyAsDouble(drift), Relation.AT_MOST, limit);
            claims.add(drift.step(), Report.on(statement, reference).claiming(bound));
        }
        return claims.report();
    }

    /** The lemmas' hypothesis: the error has been below the theorem's line, or of the size of rounding, at every step. */
    private Bound belowLine() {
        ErrorLine line = new ErrorLine(steps.get(0).account().squaredBefore());
        double greatest = 0;
        for (RecordedStep step : steps) {
            line.pass(step);
            greatest = Math.max(greatest, line.excess());
        }
        return Bound.exact(
                "max of the squared error by the theorem's line and rounding", greatest, Relation.AT_MOST, 1);
    }

    /**
     * How far a run is from where it began, before a step or after the last: the kernel in the spectral norm, the farthest unit,
     * and both layers in the Frobenius norm.
     */
    record Drift(long step, double kernel, double longestMove, double encoder, double decoder) {
        static Drift of(RecordedStep step) {
            return new Drift(
                    step.step(), step.kernelChange(), step.longestMove(), step.encoderDrift(), step.decoderDrift());
        }

        static Drift between(TwoLayerAutoencoder start, TwoLayerAutoencoder now, long step, double kernel) {
            try (INDArray encoder = difference(now.encoder(), start.encoder());
                    INDArray moves = encoder.norm2(0);
                    INDArray decoder = difference(now.decoder(), start.decoder())) {
                return new Drift(
                        step,
                        kernel,
                        moves.maxNumber().doubleValue(),
                        moves.norm2Number().doubleValue(),
                        decoder.norm2Number().doubleValue());
            }
        }

        private static INDArray difference(INDArray a, INDArray b) {
            if (a.dataType() == DataType.DOUBLE) {
                return a.sub(b);
            }
            try (INDArray other = b.castTo(DataType.DOUBLE)) {
                return a.castTo(DataType.DOUBLE).subi(other);
            }
        }
    }
}
