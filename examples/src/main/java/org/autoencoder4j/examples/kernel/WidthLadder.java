package org.autoencoder4j.examples.kernel;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.apache.commons.math3.stat.regression.SimpleRegression;
import org.autoencoder4j.examples.command.Example;
import org.autoencoder4j.examples.command.Table;
import org.autoencoder4j.gradient.Regime;
import org.autoencoder4j.init.TwoLayerStart;
import org.autoencoder4j.linalg.Spectrum;
import org.autoencoder4j.linalg.SymmetricEigen;
import org.autoencoder4j.network.OutputScaling;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.ntk.kernel.FiniteWidthKernel;
import org.autoencoder4j.ntk.kernel.KernelDeviation;
import org.autoencoder4j.ntk.kernel.LimitKernels;
import org.autoencoder4j.ntk.kernel.TiedLimitKernel;
import org.autoencoder4j.picture.Axis;
import org.autoencoder4j.picture.LineChart;
import org.autoencoder4j.picture.Picture;
import org.autoencoder4j.picture.Role;
import org.autoencoder4j.random.RandomStreams;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * K(0) of rising width, its spectrum, and its distance to the corrected limit and to the printed one; and K(0) of tied weights,
 * which has a limit of its own.
 */
final class WidthLadder {
    private static final double SLOPE_TOLERANCE = 0.1;

    /**
     * Standard errors of the slope that are allowed if they are more than that. With two widths these have 6 degrees of
     * freedom, and a false alarm of either slope comes in 200 runs at most; with four widths 12, and in 1500.
     */
    private static final double STANDARD_ERRORS = 5;

    private static final double TOLERANCE = 0.02;

    /** Random starts over which distances are averaged: those of one start spread by 15 %. */
    private static final int STARTS = 4;

    private final Example example;
    private final INDArray samples;
    private final int[] widths;

    WidthLadder(Example example, INDArray samples, int[] widths) {
        this.example = example;
        this.samples = samples;
        this.widths = widths;
    }

    Optional<String> run() throws IOException {
        LimitKernels limits = LimitKernels.of(samples);
        INDArray corrected = limits.kernel(Regime.JOINTLY_TRAINED);
        INDArray printed = limits.encoder().mul(2);
        TiedLimitKernel tiedLimit = TiedLimitKernel.of(samples);
        Table table = new Table(
                "m", "smallest", "largest", "toCorrected", "toPrinted", "tiedToLimit", "boundBelow", "converged");
        ArrayNode rungs = example.results().putArray("widths");
        SimpleRegression slope = new SimpleRegression();
        List<Distance> distances = new ArrayList<>();
        SimpleRegression tiedSlope = new SimpleRegression();
        List<Distance> tiedDistances = new ArrayList<>();
        for (int width : widths) {
            FiniteWidthKernel kernel = kernel(width, 0);
            Spectrum spectrum = kernel.solver().withTolerance(TOLERANCE).spectrum();
            Distance toCorrected = distance(start -> KernelDeviation.of(kernel(width, start), corrected));
            Distance toPrinted = distance(start -> KernelDeviation.of(kernel(width, start), printed));
            Distance tied = distance(start -> KernelDeviation.of(tiedKernel(width, start), tiedLimit));
            boolean converged = Stream.of(toCorrected, toPrinted, tied).allMatch(Distance::converged);
            converged &= spectrum.converged();
            double below = SymmetricEigen.eigenvalues(kernel.decoderKernel().orElseThrow())
                    .getDouble(0);
            slope.addData(Math.log(width), Math.log(toCorrected.mean()));
            distances.add(toCorrected);
            tiedSlope.addData(Math.log(width), Math.log(tied.mean()));
            tiedDistances.add(tied);
            rungs.addObject()
                    .put("width", width)
                    .put("smallest", spectrum.smallest().value())
                    .put("smallestResidual", spectrum.smallest().residual())
                    .put("largest", spectrum.largest().value())
                    .put("leastEigenvalueOfH", below)
                    .put("distanceToCorrectedLimit", toCorrected.mean())
                    .put("distanceToPrintedLimit", toPrinted.mean())
                    .put("distanceOfTiedWeights", tied.mean())
                    .put("converged", converged);
            table.row(
                    width,
                    spectrum.smallest().value(),
                    spectrum.largest().value(),
                    toCorrected.mean(),
                    toPrinted.mean(),
                    tied.mean(),
                    below,
                    converged);
        }
        double gap = SymmetricEigen.eigenvalues(limits.decoder().sub(limits.encoder()))
                .amaxNumber()
                .doubleValue();
        example.results()
                .put("samplesOfTheLadder", samples.rows())
                .put("startsOfTheLadder", STARTS)
                .put("fittedExponent", slope.getSlope())
                .put("fittedExponentError", error(distances))
                .put("fittedExponentOfTiedWeights", tiedSlope.getSlope())
                .put("fittedExponentErrorOfTiedWeights", error(tiedDistances))
                .put("distanceOfTheTwoLimits", gap);
        example.output().csv("widths.csv", table);
        draw(table, gap);
        table.print(example.console());
        example.console()
                .println("||K(0) - (G_inf + H_inf) (x) I|| falls as m^" + Math.round(1000 * slope.getSlope()) / 1000.0
                        + "; theory: m^-0.5. The distance to the printed 2 G_inf (x) I tends to ||H_inf - G_inf|| = "
                        + Math.round(1000 * gap) / 1000.0 + ". Tied weights near their own limit as m^"
                        + Math.round(1000 * tiedSlope.getSlope()) / 1000.0 + ".");
        return failure("the distance to the limit", slope.getSlope(), error(distances))
                .or(() -> failure("the distance of tied weights", tiedSlope.getSlope(), error(tiedDistances)))
                .or(() -> tooNear(table, gap));
    }

    /** The mean distance of K(0) to a limit, and the variance of that mean, relative to its square. */
    private record Distance(double mean, double relativeVariance, boolean converged) {}

    /** The standard error of the slope, from the spread of the starts: a logarithm's variance is the relative one. */
    private double error(List<Distance> distances) {
        double mean = Arrays.stream(widths).mapToDouble(Math::log).average().orElseThrow();
        double squares = 0;
        double variance = 0;
        for (int i = 0; i < widths.length; i++) {
            double square = Math.pow(Math.log(widths[i]) - mean, 2);
            squares += square;
            variance += square * distances.get(i).relativeVariance();
        }
        return Math.sqrt(variance) / squares;
    }

    private static Distance distance(IntFunction<KernelDeviation> deviations) {
        SummaryStatistics norms = new SummaryStatistics();
        boolean converged = true;
        for (int start = 0; start < STARTS; start++) {
            Spectrum spectrum = deviations.apply(start).spectrum(TOLERANCE);
            norms.addValue(norm(spectrum));
            converged &= spectrum.converged();
        }
        double mean = norms.getMean();
        return new Distance(mean, norms.getVariance() / (STARTS * mean * mean), converged);
    }

    private FiniteWidthKernel kernel(int width, int number) {
        return FiniteWidthKernel.of(start(width, number), samples, Regime.JOINTLY_TRAINED);
    }

    /** The encoder of that start in both layers. */
    private FiniteWidthKernel tiedKernel(int width, int number) {
        TwoLayerAutoencoder tied =
                TwoLayerAutoencoder.weightTied(start(width, number).encoder(), OutputScaling.INVERSE_ROOT);
        return FiniteWidthKernel.of(tied, samples, Regime.WEIGHT_TIED);
    }

    private TwoLayerAutoencoder start(int width, int number) {
        RandomStreams streams =
                RandomStreams.of(example.streams().at("start", 0, number).nextLong());
        return TwoLayerStart.standard(samples.columns(), samples.dataType()).autoencoder(width, streams);
    }

    private static double norm(Spectrum spectrum) {
        return Math.max(
                Math.abs(spectrum.smallest().value()),
                Math.abs(spectrum.largest().value()));
    }

    private void draw(Table table, double gap) throws IOException {
        double[] m = table.column("m");
        double[] toCorrected = table.column("toCorrected");
        String sizes = "kernel of both layers at " + samples.rows() + " samples of d = " + samples.columns()
                + ", mean of " + STARTS + " starts";
        LineChart distances = new LineChart(
                        "K(0) comes to its limit as 1 / sqrt(m), and not to the printed one",
                        Axis.logarithmic("width m"),
                        Axis.logarithmic("spectral distance to a limit"))
                .note(sizes)
                .theory(
                        Role.PREDICTED,
                        "slope -1/2",
                        m,
                        Arrays.stream(m)
                                .map(width -> toCorrected[0] * Math.sqrt(m[0] / width))
                                .toArray())
                .curve(Role.CORRECTED, "to (G + H) (x) I, as it holds", m, toCorrected)
                .curve(Role.PRINTED, "to 2 G (x) I, as printed", m, table.column("toPrinted"))
                .level(Role.FLOOR, "||H - G||, between the two", gap)
                .curve(Role.FIRST, "tied weights, to theirs", m, table.column("tiedToLimit"));
        LineChart ends = new LineChart(
                        "Both ends of the spectrum of K(0) settle",
                        Axis.logarithmic("width m"),
                        Axis.logarithmic("eigenvalue"))
                .note("kernel of both layers at " + samples.rows() + " samples of d = " + samples.columns())
                .curve(Role.FIRST, "greatest", m, table.column("largest"))
                .curve(Role.SECOND, "least", m, table.column("smallest"))
                .theory(Role.BOUND, "least of H(0), a bound below", m, table.column("boundBelow"));
        example.output().picture("widths", () -> Picture.beside(List.of(distances, ends)));
    }

    private static Optional<String> failure(String what, double slope, double error) {
        return Math.abs(slope + 0.5) <= Math.max(SLOPE_TOLERANCE, STANDARD_ERRORS * error)
                ? Optional.empty()
                : Optional.of(what + " falls as m^(" + slope + " +- " + error + "); theory says m^-0.5");
    }

    /** Whether K(0) comes nearer to the printed limit than the two limits allow; 0.9 is for what is left of noise. */
    private static Optional<String> tooNear(Table table, double gap) {
        double nearest = Arrays.stream(table.column("toPrinted")).min().orElseThrow();
        return nearest >= 0.9 * gap
                ? Optional.empty()
                : Optional.of(
                        "K(0) comes as near as " + nearest + " to the printed 2 G_inf; theory says not below " + gap);
    }
}
