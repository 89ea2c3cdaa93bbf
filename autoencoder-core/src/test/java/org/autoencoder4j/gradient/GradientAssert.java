package org.autoencoder4j.gradient;

import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Compares gradients, to the bit and to rounding. */
public final class GradientAssert {
    private GradientAssert() {}

    public static void assertSameBits(Gradient expected, Gradient actual) {
        assertEquals(expected.arrays().keySet(), actual.arrays().keySet());
        Map<String, INDArray> arrays = actual.arrays();
        expected.arrays().forEach((name, array) -> assertIdentical(array, arrays.get(name)));
        assertEquals(expected.loss(), actual.loss());
        assertEquals(expected.lossResolution(), actual.lossResolution());
        assertEquals(expected.meanL0(), actual.meanL0());
        assertEquals(expected.deadUnits(), actual.deadUnits());
    }

    /** To a share of the greatest entry of each array. */
    public static void assertClose(Gradient expected, Gradient actual, double share) {
        assertEquals(expected.arrays().keySet(), actual.arrays().keySet());
        Map<String, INDArray> arrays = actual.arrays();
        expected.arrays().forEach((name, array) -> {
            INDArray other = arrays.get(name);
            assertEquals(array.dataType(), other.dataType(), name);
            double scale = array.amaxNumber().doubleValue();
            double off = array.castTo(DataType.DOUBLE)
                    .sub(other.castTo(DataType.DOUBLE))
                    .amaxNumber()
                    .doubleValue();
            assertTrue(off <= share * scale, name + " is off by " + off + " of " + scale);
        });
        assertEquals(expected.loss(), actual.loss(), share * expected.loss(), "loss");
        assertEquals(expected.lossResolution(), actual.lossResolution(), 1e-6 * expected.lossResolution());
        assertEquals(expected.meanL0(), actual.meanL0(), share * expected.meanL0(), "mean L0");
        assertEquals(expected.deadUnits(), actual.deadUnits(), "dead units");
    }
}
