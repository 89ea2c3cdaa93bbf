package org.autoencoder4j.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.autoencoder4j.linalg.KrylovSpace.Ritz;
import org.autoencoder4j.progress.Work;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class KrylovSpaceTest {
    private static final INDArray MATRIX = SymmetricEigenTest.symmetric(40);

    private static KrylovSpace space(INDArray matrix, int most, int dimensions) {
        KrylovSpace space = new KrylovSpace(SymmetricOperator.of(matrix), most, Work.begin("test"));
        space.extend(dimensions);
        return space;
    }

    /** What T says of a residual is what a product with the vector says. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10, 25})
    void knowsItsResiduals(int dimensions) {
        KrylovSpace space = space(MATRIX, 40, dimensions);
        for (Ritz ritz : new Ritz[] {space.least(), space.greatest()}) {
            INDArray vector = space.vector(ritz);
            INDArray product = MATRIX.mmul(vector);
            assertEquals(1, vector.norm2Number().doubleValue(), 1e-14);
            assertEquals(ritz.value(), vector.mul(product).sumNumber().doubleValue(), 1e-12);
            assertEquals(
                    ritz.residual(),
                    product.sub(vector.mul(ritz.value())).norm2Number().doubleValue(),
                    1e-12);
        }
        assertEquals(dimensions, space.size());
        assertFalse(space.isComplete());
    }

    @Test
    void findsBothEndsOnceItIsTheWholeSpace() {
        INDArray values = SymmetricEigen.eigenvalues(MATRIX);
        KrylovSpace space = space(MATRIX, 100, 100);
        assertTrue(space.isComplete());
        assertEquals(values.getDouble(0), space.least().value(), 1e-12);
        assertEquals(values.getDouble(39), space.greatest().value(), 1e-12);
    }

    /**
     * With 3 different eigenvalues, 3 dimensions hold their images. Should rounding leave a little beside them, it lies in
     * the same three spaces and adds 3 dimensions at most.
     */
    @Test
    void stopsWhereItHoldsItsImages() {
        INDArray vectors = SymmetricEigen.of(MATRIX).vectors();
        INDArray values = Nd4j.createUninitialized(DataType.DOUBLE, 40);
        for (int i = 0; i < 40; i++) {
            values.putScalar(i, 1 + i % 3);
        }
        KrylovSpace space = space(vectors.mulRowVector(values).mmul(vectors.transpose()), 40, 30);
        assertTrue(space.isComplete());
        assertTrue(space.size() >= 3 && space.size() <= 6, "dimensions " + space.size());
        assertEquals(1, space.least().value(), 1e-13);
        assertEquals(3, space.greatest().value(), 1e-13);
        assertEquals(0, space.least().residual(), 1e-13);
    }

    @Test
    void growsNoLargerThanItMay() {
        KrylovSpace space = space(MATRIX, 7, 30);
        assertEquals(7, space.size());
        assertTrue(space.isComplete());
    }
}
