package org.autoencoder4j.sae.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.gradient.Fixtures;
import org.autoencoder4j.sae.LatentActivation;
import org.autoencoder4j.sae.SparseAutoencoder;
import org.autoencoder4j.testsupport.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The golden numbers were computed by NumPy from the formulas ({@code python/metrics_numpy.py}). */
class SparseAutoencoderMetricsTest {
    private static final Golden GOLDEN = Golden.read("sae_metrics");

    private static INDArray matrix(JsonNode rows) {
        return Nd4j.createFromArray(new ObjectMapper().convertValue(rows, double[][].class));
    }

    private static double[] numbers(JsonNode list) {
        return new ObjectMapper().convertValue(list, double[].class);
    }

    private static void assertNumber(JsonNode expected, double found) {
        assertEquals(expected.asDouble(), found, GOLDEN.tolerance() * (1 + Math.abs(expected.asDouble())));
    }

    @Test
    void allMeasuresAreThoseOfNumpy() {
        assertEquals(20, GOLDEN.node("cases").size());
        for (JsonNode one : GOLDEN.node("cases")) {
            INDArray y = matrix(one.get("y"));
            ReconstructionSums sums = new ReconstructionSums(y.columns());
            sums.add(y, matrix(one.get("z")));
            JsonNode reconstruction = one.get("reconstruction");
            assertNumber(reconstruction.get("loss"), sums.loss());
            assertNumber(reconstruction.get("fvu"), sums.fractionOfVarianceUnexplained());
            assertNumber(reconstruction.get("cosine"), sums.cosine());
            assertNumber(reconstruction.get("bias"), sums.relativeReconstructionBias());

            INDArray codes = matrix(one.get("codes"));
            FiringCounts counts = new FiringCounts(codes.columns());
            counts.add(codes);
            JsonNode firing = one.get("firing");
            assertNumber(firing.get("l0"), counts.l0());
            assertEquals(firing.get("dead").asInt(), counts.deadUnits());
            assertArrayEquals(numbers(firing.get("density")), counts.densities(), 1e-15);
            DensityHistogram histogram = counts.densityHistogram(one.get("bins").asInt());
            assertArrayEquals(numbers(firing.get("edges")), doubles(histogram.edges()), 1e-15);
            assertArrayEquals(numbers(firing.get("histogram")), doubles(histogram.counts()));
            assertEquals(counts.deadUnits(), histogram.dead());

            List<Integer> featureOf = new ArrayList<>();
            one.get("feature_of").forEach(feature -> featureOf.add(feature.asInt()));
            FiringAgreement agreement =
                    new FiringAgreement(featureOf, one.get("features").asInt());
            agreement.add(codes, matrix(one.get("truth")));
            assertArrayEquals(numbers(one.get("agreement").get("precision")), agreement.precision(), 1e-15);
            assertArrayEquals(numbers(one.get("agreement").get("recall")), agreement.recall(), 1e-15);
            assertArrayEquals(numbers(one.get("agreement").get("f1")), agreement.f1(), 1e-15);
        }
    }

    private static double[] doubles(List<? extends Number> numbers) {
        return numbers.stream().mapToDouble(Number::doubleValue).toArray();
    }

    @Test
    void varianceIsARatioOfSums() {
        ReconstructionSums sums = new ReconstructionSums(2);
        sums.add(Nd4j.createFromArray(new double[][] {{2, 0}, {0, 4}}), Nd4j.createFromArray(new double[][] {
            {2, 1}, {0, 3}
        }));
        assertEquals(0.8, sums.r2(), 1e-15);
    }

    @Test
    void oneBatchAndSevenGiveTheSameNumbers() {
        INDArray y = Fixtures.observations(1, 40, 5).add(3);
        INDArray z = Fixtures.observations(2, 40, 5).add(3);
        ReconstructionSums one = new ReconstructionSums(5);
        one.add(y, z);
        ReconstructionSums seven = new ReconstructionSums(5);
        for (int from = 0; from < 40; from += 6) {
            seven.add(
                    y.get(NDArrayIndex.interval(from, Math.min(from + 6, 40))),
                    z.get(NDArrayIndex.interval(from, Math.min(from + 6, 40))));
        }
        assertEquals(40, seven.samples());
        assertEquals(one.fractionOfVarianceUnexplained(), seven.fractionOfVarianceUnexplained());
        assertEquals(one.cosine(), seven.cosine());
        assertEquals(one.relativeReconstructionBias(), seven.relativeReconstructionBias());
    }

    /** A mean a million times the spread: the difference of two sums of squares would have no digit left. */
    @Test
    void aLargeMeanTakesNoDigits() {
        INDArray y = Fixtures.observations(1, 30, 3);
        ReconstructionSums near = new ReconstructionSums(3);
        near.add(y, y.mul(0.5));
        ReconstructionSums far = new ReconstructionSums(3);
        far.add(y.add(1e6), y.mul(0.5).add(1e6));
        assertEquals(near.fractionOfVarianceUnexplained(), far.fractionOfVarianceUnexplained(), 1e-8);
    }

    @Test
    void anAutoencoderIsMeasuredPieceByPiece() {
        SparseAutoencoder sae = new SparseAutoencoder(
                Fixtures.normal(1, "encoder", 4, 7),
                Fixtures.normal(2, "b", 1, 7).reshape(7),
                Fixtures.normal(3, "decoder", 4, 7),
                Fixtures.normal(4, "c", 1, 4).reshape(4),
                true,
                new LatentActivation.TopK(2, true, false));
        INDArray samples = Fixtures.observations(5, 1100, 4);
        SparseAutoencoderMetrics metrics = SparseAutoencoderMetrics.of(sae, Batches.of(samples));
        assertEquals(sae.loss(Batches.of(samples)), metrics.reconstruction().loss(), 1e-12);
        assertEquals(1100, metrics.firing().samples());
        INDArray codes = sae.encode(samples);
        long fired = 0;
        for (long i = 0; i < codes.length(); i++) {
            fired += codes.getDouble(i) != 0 ? 1 : 0;
        }
        assertEquals(fired / 1100.0, metrics.firing().l0(), 1e-12);
        assertTrue(metrics.firing().l0() > 1 && metrics.firing().l0() <= 2);
    }

    /** Of 100 samples: 1, 10, 100 and none; a density on an edge belongs to the bin above it, and 1 to the last. */
    @Test
    void densitiesOnAnEdgeBelongToTheBinAbove() {
        INDArray codes = Nd4j.zeros(DataType.DOUBLE, 100, 4);
        for (int i = 0; i < 100; i++) {
            codes.putScalar(i, 0, i < 1 ? 1 : 0);
            codes.putScalar(i, 1, i < 10 ? -1 : 0);
            codes.putScalar(i, 2, 0.5);
        }
        FiringCounts counts = new FiringCounts(4);
        counts.add(codes);
        assertEquals(new DensityHistogram(List.of(-2.0, -1.0, 0.0), List.of(1L, 2L), 1), counts.densityHistogram(1));
    }

    private static String refusal(Executable action) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, action).getMessage());
    }

    @Test
    void whatHasNoMeasureIsRefused() {
        INDArray nan = Nd4j.createFromArray(new double[][] {{1, Double.NaN}});
        INDArray row = Nd4j.createFromArray(new double[][] {{1, 2}});
        ReconstructionSums sums = new ReconstructionSums(2);
        assertTrue(refusal(() -> sums.add(nan, row)).contains("observations"));
        assertTrue(refusal(() -> sums.add(row, nan)).contains("reconstructions"));
        assertTrue(refusal(sums::cosine).contains("no sample"));
        sums.add(row, row.mul(0));
        sums.add(row, row.mul(0));
        assertTrue(refusal(sums::r2).contains("the same"));
        assertTrue(refusal(sums::relativeReconstructionBias).contains("sum to 0"));
        assertEquals(0, sums.cosine());
        FiringCounts counts = new FiringCounts(2);
        assertTrue(refusal(() -> counts.add(nan)).contains("codes"));
        assertTrue(refusal(counts::l0).contains("no sample"));
        FiringAgreement agreement = new FiringAgreement(List.of(0, 1), 2);
        assertTrue(refusal(() -> agreement.add(nan, row)).contains("codes"));
        assertTrue(refusal(() -> agreement.add(row, nan)).contains("trueCodes"));
        assertTrue(refusal(() -> new FiringAgreement(List.of(0, 2), 2)).contains("featureOf[1] = 2"));
    }
}
