package org.autoencoder4j.gradient.sum;

import static org.autoencoder4j.data.Messages.assertRejected;
import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.autoencoder4j.gradient.NamedGradient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class GradientSumTest {
    private static final INDArray WEIGHTS = Nd4j.createFromArray(new double[][] {{1, 2, 3}, {4, 5, 6}});
    private static final INDArray BIAS = Nd4j.createFromArray(new double[] {-1, 0.5, 0.25});
    private static final INDArray ACTIVITY = Nd4j.createFromArray(new double[] {0.25, 0, 1});

    private static NamedGradient gradient(INDArray weights, INDArray bias, INDArray activity) {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        arrays.put("w", weights);
        arrays.put("b", bias);
        return new NamedGradient(arrays, activity, 3, 0.5);
    }

    private static GradientSum sum(INDArray weights, long samples) {
        return GradientSum.ofSum(gradient(weights, BIAS, ACTIVITY), ACTIVITY, samples);
    }

    private static GradientSum mean(long samples) {
        return GradientSum.ofMean(gradient(WEIGHTS, BIAS, ACTIVITY), ACTIVITY, samples);
    }

    @ParameterizedTest
    @CsvSource({"FLOAT, c", "FLOAT, f", "DOUBLE, c", "DOUBLE, f"})
    void holdsTheNumbersOfArraysInAnyOrderAndType(DataType type, char order) {
        INDArray larger =
                Nd4j.createUninitialized(type, new long[] {5, 6}, order).assign(7);
        INDArray view = larger.get(NDArrayIndex.interval(2, 4), NDArrayIndex.interval(1, 4))
                .assign(WEIGHTS);
        INDArray like = WEIGHTS.castTo(type);
        for (INDArray weights :
                List.of(like.dup(order), view, like.transpose().dup(order).transpose())) {
            assertIdentical(like, sum(weights, 4).array("w", like, 1));
        }
        assertIdentical(like.mul(3), sum(view, 4).array("w", like, 3));
    }

    @Test
    void aMeanIsTakenTimesItsSamplesAndASumAsItIs() {
        GradientSum mean = mean(8);
        assertEquals(8, mean.samples());
        assertEquals(24, mean.loss());
        assertEquals(4, mean.lossResolution());
        assertIdentical(WEIGHTS.mul(8), mean.array("w", WEIGHTS, 1));
        assertIdentical(WEIGHTS, mean.array("w", WEIGHTS, 1.0 / 8));
        GradientSum sum = sum(WEIGHTS, 8);
        assertEquals(3, sum.loss());
        assertEquals(0.5, sum.lossResolution());
        assertIdentical(WEIGHTS, sum.array("w", WEIGHTS, 1));
        assertIdentical(BIAS, sum.array("b", BIAS, 1));
        assertIdentical(ACTIVITY, sum.activity(DataType.DOUBLE));
    }

    @Test
    void isAddedUp() {
        GradientSum total = mean(8);
        GradientSum more = mean(4);
        byte[] before = more.toBytes();
        total.add(more);
        assertArrayEquals(before, more.toBytes());
        assertEquals(12, total.samples());
        assertEquals(36, total.loss());
        assertEquals(6, total.lossResolution());
        assertIdentical(WEIGHTS.mul(12), total.array("w", WEIGHTS, 1));
        assertIdentical(BIAS.mul(12), total.array("b", BIAS, 1));
        assertIdentical(ACTIVITY, total.activity(DataType.DOUBLE));
    }

    /** A fraction in FLOAT is rounded; what it counts is not. And what all samples activate has the activity 1. */
    @Test
    void theSamplesThatActivateAUnitAreCounted() {
        long[] counts = {0, 1, 49_999, 49_999 - 7};
        GradientSum total = null;
        for (int repeat = 0; repeat < 3; repeat++) {
            INDArray activity = Nd4j.create(DataType.FLOAT, counts.length);
            for (int i = 0; i < counts.length; i++) {
                activity.putScalar(i, (float) (counts[i] / 49_999.0));
            }
            NamedGradient gradient = new NamedGradient(Map.of(), activity, 0, 0);
            GradientSum next = GradientSum.ofSum(gradient, activity, 49_999);
            if (total == null) {
                total = next;
            } else {
                total.add(next);
            }
        }
        INDArray found = total.activity(DataType.DOUBLE);
        for (int i = 0; i < counts.length; i++) {
            assertEquals(counts[i] / 49_999.0, found.getDouble(i));
        }
        assertEquals(1.0f, total.activity(DataType.FLOAT).getFloat(2));
    }

    @Test
    void travelsToTheLastBit() {
        INDArray odd = WEIGHTS.mul(0.1);
        odd.putScalar(0, 1, Double.NaN);
        odd.putScalar(1, 1, -0.0);
        GradientSum sum = sum(odd, 7);
        sum.add(sum(WEIGHTS.div(3), 2));
        GradientSum read = GradientSum.fromBytes(sum.toBytes());
        assertArrayEquals(sum.toBytes(), read.toBytes());
        assertEquals(sum.samples(), read.samples());
        assertEquals(sum.loss(), read.loss());
        assertEquals(sum.lossResolution(), read.lossResolution());
        assertIdentical(sum.array("w", WEIGHTS, 1), read.array("w", WEIGHTS, 1));
        assertIdentical(sum.array("b", BIAS, 1), read.array("b", BIAS, 1));
        assertIdentical(sum.activity(DataType.DOUBLE), read.activity(DataType.DOUBLE));
        assertEquals(sum.toString(), read.toString());
    }

    /** And changes nothing that could be used by mistake. */
    @Test
    void refusesSumsOfAnotherKind() {
        GradientSum sum = sum(WEIGHTS, 4);
        byte[] before = sum.toBytes();
        INDArray four = Nd4j.ones(DataType.DOUBLE, 4);
        List<GradientSum> others = List.of(
                GradientSum.ofSum(new NamedGradient(Map.of("w", WEIGHTS), ACTIVITY, 0, 0), ACTIVITY, 4),
                GradientSum.ofSum(new NamedGradient(Map.of("w", WEIGHTS, "a", BIAS), ACTIVITY, 0, 0), ACTIVITY, 4),
                sum(Nd4j.ones(DataType.DOUBLE, 2, 4), 4),
                GradientSum.ofSum(gradient(WEIGHTS, four, ACTIVITY), ACTIVITY, 4),
                GradientSum.ofSum(gradient(WEIGHTS, BIAS, four), four, 4));
        for (GradientSum other : others) {
            assertRejected("cannot be added to GradientSum[samples=4", () -> sum.add(other));
            assertArrayEquals(before, sum.toBytes());
        }
    }

    @Test
    void refusesWhatItDoesNotHave() {
        GradientSum sum = sum(WEIGHTS, 4);
        assertRejected("there is no sum v of 6 numbers", () -> sum.array("v", WEIGHTS, 1));
        assertRejected("there is no sum w of 3 numbers", () -> sum.array("w", BIAS, 1));
        assertRejected("samples = 0", () -> sum(WEIGHTS, 0));
        assertRejected("samples = -1", () -> mean(-1));
    }
}
