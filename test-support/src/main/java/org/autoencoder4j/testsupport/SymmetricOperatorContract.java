package org.autoencoder4j.testsupport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** What every symmetric operator promises; a test of an implementation inherits it and names its operators. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class SymmetricOperatorContract {
    /** Whether an operator promises that no eigenvalue is negative. */
    public enum Definiteness {
        POSITIVE_SEMIDEFINITE,
        NONE
    }

    /** An operator by its methods, and the matrix that it should be, had in another way. */
    public record Subject(
            String name,
            long dimension,
            DataType type,
            UnaryOperator<INDArray> times,
            Supplier<INDArray> dense,
            INDArray expected,
            Definiteness definiteness) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** The operators to test. */
    protected abstract Stream<Subject> subjects();

    @ParameterizedTest
    @MethodSource("subjects")
    final void isItsMatrix(Subject subject) {
        assertEquals(subject.type, subject.dense.get().dataType());
        assertEquals('f', subject.dense.get().ordering());
        assertTrue(difference(subject.expected, subject.dense.get()) <= tolerance(subject), "dense");
        INDArray block = block(subject, 3, 1);
        INDArray product = ArrayAssert.assertUnchanged(() -> subject.times.apply(block), block);
        assertEquals(subject.type, product.dataType());
        assertEquals('f', product.ordering());
        INDArray expected = subject.expected.castTo(DataType.DOUBLE).mmul(block.castTo(DataType.DOUBLE));
        assertTrue(difference(expected, product) <= tolerance(subject), "times");
    }

    @ParameterizedTest
    @MethodSource("subjects")
    final void isSymmetric(Subject subject) {
        INDArray x = block(subject, 2, 2);
        INDArray y = block(subject, 2, 3);
        INDArray left = doubles(y).transpose().mmul(doubles(subject.times.apply(x)));
        INDArray right = doubles(subject.times.apply(y)).transpose().mmul(doubles(x));
        double scale =
                scale(subject) * x.norm2Number().doubleValue() * y.norm2Number().doubleValue();
        assertTrue(left.sub(right).amaxNumber().doubleValue() <= tolerance(subject) * scale, "y^T K x = (K y)^T x");
    }

    @ParameterizedTest
    @MethodSource("subjects")
    final void isLinearAndTakesOneVectorOrMany(Subject subject) {
        INDArray block = block(subject, 5, 4);
        INDArray product = doubles(subject.times.apply(block));
        INDArray combined = column(block.getColumn(0).sub(block.getColumn(3).mul(2.5)));
        INDArray expected = product.getColumn(0).sub(product.getColumn(3).mul(2.5));
        assertTrue(difference(column(expected), subject.times.apply(combined)) <= tolerance(subject), "linear");
        INDArray one = subject.times.apply(block.dup('c').get(NDArrayIndex.all(), NDArrayIndex.interval(1, 2)));
        assertTrue(difference(column(product.getColumn(1)), one) <= tolerance(subject), "one");
        ArrayAssert.assertIdentical(subject.times.apply(block), subject.times.apply(block));
    }

    @ParameterizedTest
    @MethodSource("subjects")
    final void isPositiveWhereThatIsPromised(Subject subject) {
        if (subject.definiteness == Definiteness.NONE) {
            return;
        }
        INDArray block = block(subject, 8, 5);
        double[] forms =
                doubles(block).mul(doubles(subject.times.apply(block))).sum(0).toDoubleVector();
        for (double form : forms) {
            assertTrue(form >= -tolerance(subject) * scale(subject) * subject.dimension, "x^T K x = " + form);
        }
    }

    @ParameterizedTest
    @MethodSource("subjects")
    final void refusesOtherVectors(Subject subject) {
        DataType other = subject.type == DataType.FLOAT ? DataType.DOUBLE : DataType.FLOAT;
        for (INDArray bad : new INDArray[] {
            Nd4j.ones(subject.type, subject.dimension + 1, 2),
            Nd4j.ones(subject.type, subject.dimension),
            Nd4j.ones(other, subject.dimension, 2)
        }) {
            String message = String.valueOf(assertThrows(IllegalArgumentException.class, () -> subject.times.apply(bad))
                    .getMessage());
            assertTrue(message.startsWith("block "), message);
        }
    }

    private static INDArray block(Subject subject, int vectors, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        INDArray block = Nd4j.createUninitialized(DataType.DOUBLE, new long[] {subject.dimension, vectors}, 'f');
        for (long j = 0; j < vectors; j++) {
            for (long i = 0; i < subject.dimension; i++) {
                block.putScalar(i, j, random.nextDouble() - 0.4);
            }
        }
        return block.castTo(subject.type);
    }

    private static INDArray column(INDArray vector) {
        return vector.reshape(new long[] {vector.length(), 1});
    }

    private static INDArray doubles(INDArray array) {
        return array.castTo(DataType.DOUBLE);
    }

    private static double difference(INDArray expected, INDArray actual) {
        return ArrayAssert.relativeDifference(doubles(expected), doubles(actual));
    }

    private static double scale(Subject subject) {
        return subject.expected.amaxNumber().doubleValue();
    }

    /** Some units of roundoff for each of the operations behind an entry. */
    private static double tolerance(Subject subject) {
        return (subject.type == DataType.DOUBLE ? 1e-15 : 3e-7) * (20 + subject.dimension);
    }
}
