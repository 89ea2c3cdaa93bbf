package org.autoencoder4j.linalg;

import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.autoencoder4j.testsupport.SymmetricOperatorContract;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SymmetricOperatorTest extends SymmetricOperatorContract {
    @Override
    protected Stream<Subject> subjects() {
        return Stream.of(DataType.FLOAT, DataType.DOUBLE)
                .flatMap(type -> IntStream.of(1, 3, 70, 150).boxed().flatMap(n -> {
                    INDArray matrix = SymmetricEigenTest.symmetric(n).castTo(type);
                    INDArray square = matrix.mmul(matrix.transpose());
                    return Stream.of(
                            subject("matrix", SymmetricOperator.of(matrix.dup()), matrix, Definiteness.NONE),
                            subject("by columns", byColumns(matrix), matrix, Definiteness.NONE),
                            subject(
                                    "square",
                                    SymmetricOperator.of(square.dup('f')),
                                    square,
                                    Definiteness.POSITIVE_SEMIDEFINITE));
                }));
    }

    private static Subject subject(String name, SymmetricOperator operator, INDArray matrix, Definiteness definite) {
        return new Subject(
                name + " " + operator.dimension() + " " + operator.dataType(),
                operator.dimension(),
                operator.dataType(),
                operator::times,
                operator::dense,
                matrix,
                definite);
    }

    /** An operator that leaves {@code dense} to the interface. */
    private static SymmetricOperator byColumns(INDArray matrix) {
        SymmetricOperator inner = SymmetricOperator.of(matrix);
        return new SymmetricOperator() {
            @Override
            public long dimension() {
                return inner.dimension();
            }

            @Override
            public DataType dataType() {
                return inner.dataType();
            }

            @Override
            public INDArray times(INDArray block) {
                return inner.times(block);
            }
        };
    }

    @Test
    void aProductByHand() {
        SymmetricOperator operator = SymmetricOperator.of(Nd4j.createFromArray(new double[][] {{2, 1}, {1, 0}}));
        assertClose(
                Nd4j.createFromArray(new double[][] {{4, 2}, {1, 1}}),
                operator.times(Nd4j.createFromArray(new double[][] {{1, 1}, {2, 0}})),
                0);
    }

    @Test
    void refusesWhatIsTooLargeOrNotSquare() {
        SymmetricOperator identity = new SymmetricOperator() {
            @Override
            public long dimension() {
                return LARGEST_DENSE + 1L;
            }

            @Override
            public DataType dataType() {
                return DataType.FLOAT;
            }

            @Override
            public INDArray times(INDArray block) {
                return block.dup('f');
            }
        };
        String message = String.valueOf(
                assertThrows(IllegalArgumentException.class, identity::dense).getMessage());
        assertEquals("the dimension of an operator that is to be formed = 10001 must lie between 1 and 10000", message);
        String shape = String.valueOf(assertThrows(
                        IllegalArgumentException.class, () -> SymmetricOperator.of(Nd4j.zeros(DataType.DOUBLE, 2, 3)))
                .getMessage());
        assertTrue(shape.startsWith("matrix has shape [2, 3]"), shape);
    }
}
