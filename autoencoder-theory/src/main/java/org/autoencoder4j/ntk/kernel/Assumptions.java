package org.autoencoder4j.ntk.kernel;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.autoencoder4j.linalg.ExtremeEigenpair;
import org.autoencoder4j.linalg.SpectralNorm;
import org.autoencoder4j.linalg.Spectrum;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Reference;
import org.autoencoder4j.report.Relation;
import org.autoencoder4j.report.Report;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Whether samples meet the assumptions of the theory, and which of them do not.
 *
 * <p>Assumption 1 asks for samples of length 1. Assumption 2 asks for {@code lambda_0 = lambda_min(G_inf) > 0}. Training
 * the decoder needs {@code lambda_H = lambda_min(H_inf) > 0} besides, which is another number and may be the smaller or
 * the greater one. Both are positive if and only if no sample is zero or a positive multiple of another, and the directions
 * of the antipodal pairs, if there are any, are linearly independent. So {@code "no two are parallel"} suffices if it
 * excludes antipodal pairs too, and is not necessary.
 *
 * <p>Samples count as parallel or antipodal if they are so to an angle of 1e-12 (FLOAT: 1e-6).
 *
 * <p>Immutable; threads may share it as long as none changes the kernels.
 *
 * @paper NWH-NTK Assumptions 1 and 2 (corrected)
 */
public final class Assumptions {
    private static final double LENGTH_TOLERANCE = 1e-6;
    private static final int NAMED = 5;

    private final Directions directions;
    private final SamplePairs pairs;
    private final LimitKernels kernels;
    private final Spectrum encoder;
    private final Spectrum decoder;
    private final double lambdaN;

    private Assumptions(INDArray samples) {
        this.directions = Directions.of("samples", samples);
        this.pairs = SamplePairs.of(directions);
        this.kernels = LimitKernels.of(samples.castTo(DataType.DOUBLE));
        this.encoder = Spectrum.of(kernels.encoder());
        this.decoder = Spectrum.of(kernels.decoder());
        this.lambdaN = Math.pow(SpectralNorm.of(samples), 2);
    }

    /**
     * Measures samples. Cost: the two limit kernels in DOUBLE and both their spectra.
     *
     * @param samples X, {@code N x d}, FLOAT or DOUBLE, finite; not changed
     * @return what they are like
     * @throws IllegalArgumentException if samples is no such matrix
     */
    public static Assumptions of(INDArray samples) {
        return new Assumptions(samples);
    }

    /**
     * Returns the limit kernels of the samples.
     *
     * @return G_inf and H_inf, DOUBLE
     */
    public LimitKernels kernels() {
        return kernels;
    }

    /**
     * Returns the ends of G_inf's spectrum. The smallest is lambda_0.
     *
     * @return the spectrum
     */
    public Spectrum encoder() {
        return encoder;
    }

    /**
     * Returns the ends of H_inf's spectrum. The smallest is lambda_H.
     *
     * @return the spectrum
     */
    public Spectrum decoder() {
        return decoder;
    }

    /**
     * Returns {@code lambda_n = ||X||^2}. Of N normalised samples it lies between {@code max(1, N/d)} and N.
     *
     * @return the greatest eigenvalue of {@code X X^T}
     */
    public double lambdaN() {
        return lambdaN;
    }

    /**
     * Returns the samples that are positive multiples of an earlier one, each with the first such.
     *
     * @return the pairs, by rising second sample
     */
    public List<SamplePair> parallel() {
        return List.copyOf(pairs.parallel());
    }

    /**
     * Returns the samples that are negative multiples of an earlier one, each with the first such.
     *
     * @return the pairs, by rising second sample
     */
    public List<SamplePair> antipodal() {
        return List.copyOf(pairs.antipodal());
    }

    /**
     * Says whether both limit kernels are positive definite, by the criterion and not by their eigenvalues.
     *
     * @return whether no sample is zero or a positive multiple of another, and antipodal directions are independent
     */
    public boolean isPositiveDefinite() {
        return zeros() == 0 && pairs.parallel().isEmpty() && pairs.dependentDirections() == 0;
    }

    /**
     * Reports Assumption 1, with lambda_n. It has no conditions, so it is never NOT_APPLICABLE.
     *
     * @return the report
     * @paper NWH-NTK Assumption 1
     */
    public Report first() {
        int worst = 0;
        for (int i = 1; i < directions.count(); i++) {
            worst = deviation(i) > deviation(worst) ? i : worst;
        }
        return Report.on("the samples have length 1", Reference.asPrinted("NWH-NTK", "Assumption 1"))
                .claiming(new Bound("max | ||x_i|| - 1 |", deviation(worst), Relation.AT_MOST, LENGTH_TOLERANCE))
                .with("lambdaN", lambdaN)
                .with("samples", directions.count())
                .with("features", directions.features())
                .witnessedBy("sample " + worst + ", whose length is " + directions.length(worst));
    }

    /**
     * Reports Assumption 2 for both kernels. It is INCONCLUSIVE where samples are so near to parallel that an eigenvalue is
     * within its rounding. The witness names repeated and antipodal samples, or else the pair of the least
     * angle.
     *
     * @return the report
     * @paper NWH-NTK Assumption 2 (corrected)
     */
    public Report second() {
        return Report.on("G_inf and H_inf are positive definite", Reference.corrected("NWH-NTK", "Assumption 2"))
                .claiming(new Bound("samples that are zero", zeros(), Relation.AT_MOST, 0))
                .claiming(new Bound(
                        "samples that are positive multiples of an earlier one",
                        pairs.parallel().size(),
                        Relation.AT_MOST,
                        0))
                .claiming(new Bound(
                        "antipodal directions that depend on others", pairs.dependentDirections(), Relation.AT_MOST, 0))
                .claiming(least("lambda_0 = lambda_min(G_inf)", encoder))
                .claiming(least("lambda_H = lambda_min(H_inf)", decoder))
                .with("lambda0", encoder.smallest().value())
                .with("lambdaH", decoder.smallest().value())
                .with("antipodalPairs", pairs.antipodal().size())
                .with("leastAngle", pairs.nearest().angle())
                .witnessedBy(witness());
    }

    /** What rounding makes of 0 is no violation. */
    private Bound least(String name, Spectrum spectrum) {
        ExtremeEigenpair least = spectrum.smallest();
        double rounding = Math.ulp(spectrum.largest().value()) * directions.count() + least.residual();
        return Bound.rounded(name, least.value(), Relation.AT_LEAST, 0, rounding);
    }

    private String witness() {
        if (pairs.parallel().isEmpty() && pairs.antipodal().isEmpty()) {
            return "the least angle is that of " + pairs.nearest();
        }
        return Stream.concat(named("parallel", pairs.parallel()), named("antipodal", pairs.antipodal()))
                .collect(Collectors.joining("; "));
    }

    private static Stream<String> named(String kind, List<SamplePair> pairs) {
        if (pairs.isEmpty()) {
            return Stream.empty();
        }
        String more = pairs.size() > NAMED ? " and " + (pairs.size() - NAMED) + " more" : "";
        return Stream.of(kind + ": "
                + pairs.stream()
                        .limit(NAMED)
                        .map(pair -> pair.first() + " and " + pair.second())
                        .collect(Collectors.joining(", "))
                + more);
    }

    private int zeros() {
        int zeros = 0;
        for (int i = 0; i < directions.count(); i++) {
            zeros += directions.length(i) == 0 ? 1 : 0;
        }
        return zeros;
    }

    private double deviation(int i) {
        return Math.abs(directions.length(i) - 1);
    }

    @Override
    public String toString() {
        return "Assumptions[lambda_0=" + encoder.smallest().value() + ", lambda_H="
                + decoder.smallest().value() + ", lambda_n=" + lambdaN + "]";
    }
}
