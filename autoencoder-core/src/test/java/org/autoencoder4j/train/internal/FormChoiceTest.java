package org.autoencoder4j.train.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;

class FormChoiceTest {
    /** Where each form was the fastest when it was measured. */
    @ParameterizedTest
    @CsvSource({
        "784, 10, 1, 10000, VECTOR_GRAM",
        "784, 20, 1, 10000, SPARSE_GRAM",
        "20000, 8, 1, 500, VECTOR_GRAM",
        "64, 10, 1, 100000, VECTOR_GRAM",
        "4, 3, 1, 1000000, DENSE_GRAM",
        "16, 8, 2, 300000, DENSE_GRAM",
        "784, 10, 8, 10000, DENSE_GRAM",
        "256, 512, 8, 20000, SPARSE_GRAM",
        "512, 512, 256, 20000, DENSE_GRAM",
        "768, 4096, 16, 20000, SPARSE_RESIDUAL",
        "64, 1024, 512, 20000, DENSE_RESIDUAL"
    })
    void isTheFastest(int features, int units, int active, int samples, FormChoice expected) {
        assertEquals(expected, FormChoice.of(features, units, active, samples));
    }

    @Test
    void manyUnitsNeedNoMemoryThatGrowsWithTheirSquare() {
        FormChoice choice = FormChoice.of(100, 10_000, 5000, 1e9);
        assertEquals(FormChoice.DENSE_RESIDUAL, choice);
        assertEquals(1_000_000, choice.sums(new Shape(100, 10_000, DataType.FLOAT)));
    }
}
