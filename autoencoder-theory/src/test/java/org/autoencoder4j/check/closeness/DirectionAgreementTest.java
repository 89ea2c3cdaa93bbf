package org.autoencoder4j.check.closeness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.autoencoder4j.testsupport.Golden;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class DirectionAgreementTest {
    private static final Golden GOLDEN = Golden.read("direction_agreement");

    private static INDArray matrix(JsonNode rows) {
        return Nd4j.createFromArray(new ObjectMapper().convertValue(rows, double[][].class));
    }

    /** SciPy's matching and NumPy's sums, of as many, more and fewer directions than features. */
    @Test
    void allMeasuresAreThoseOfScipy() {
        int wide = 0;
        int narrow = 0;
        assertEquals(20, GOLDEN.node("cases").size());
        for (JsonNode one : GOLDEN.node("cases")) {
            INDArray w = matrix(one.get("w"));
            INDArray a = matrix(one.get("a"));
            DirectionAgreement found = DirectionAgreement.of(w, a);
            assertEquals(one.get("mcc").asDouble(), found.mcc(), GOLDEN.tolerance());
            assertEquals(one.get("mmcs").asDouble(), found.mmcs(), GOLDEN.tolerance());
            assertEquals(one.get("uniqueness").asDouble(), found.uniqueness());
            List<Integer> featureOf = new ArrayList<>();
            one.get("feature_of").forEach(feature -> featureOf.add(feature.asInt()));
            boolean hasZero = w.norm2(0).minNumber().doubleValue() == 0;
            if (!hasZero) {
                // A column without a direction is as well matched with any other, so only its total is determined.
                assertEquals(featureOf, found.featureOf());
            }
            double sum =
                    found.cosines().stream().mapToDouble(Double::doubleValue).sum();
            assertEquals(found.mcc(), sum / Math.min(w.columns(), a.columns()), 1e-14);
            wide += w.columns() < a.columns() ? 1 : 0;
            narrow += w.columns() > a.columns() ? 1 : 0;
        }
        assertTrue(wide > 3 && narrow > 3);
    }

    @Test
    void scaledPermutedAndFlippedDirectionsAreTheSame() {
        INDArray a = Nd4j.createFromArray(new double[][] {{1, 0, 1}, {0, 1, 1}});
        INDArray w = Nd4j.createFromArray(new double[][] {{-2, 0}, {-2, 3}});
        DirectionAgreement found = DirectionAgreement.of(w, a);
        assertEquals(List.of(2, 1), found.featureOf());
        assertEquals(1, found.mcc(), 1e-15);
        assertEquals(1, found.uniqueness());
        assertEquals((2 + Math.sqrt(0.5)) / 3, found.mmcs(), 1e-15);
        DirectionAgreement back = DirectionAgreement.of(a, w);
        assertEquals(List.of(-1, 1, 0), back.featureOf());
        assertEquals(1, back.mmcs(), 1e-15);
        assertEquals(2.0 / 3, back.uniqueness());
        assertEquals(0, back.cosines().get(0));
    }

    @Test
    void numbersThatAreNoneAreRefused() {
        INDArray a = Nd4j.eye(2).castTo(DataType.DOUBLE);
        INDArray nan = a.dup().putScalar(1, 0, Double.NaN);
        String message =
                String.valueOf(assertThrows(IllegalArgumentException.class, () -> DirectionAgreement.of(nan, a))
                        .getMessage());
        assertTrue(message.contains("directions"), message);
        assertThrows(IllegalArgumentException.class, () -> DirectionAgreement.of(a, nan));
        assertThrows(
                IllegalArgumentException.class,
                () -> DirectionAgreement.of(a, Nd4j.eye(3).castTo(DataType.DOUBLE)));
    }
}
