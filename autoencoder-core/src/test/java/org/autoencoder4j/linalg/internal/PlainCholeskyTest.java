package org.autoencoder4j.linalg.internal;

import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.autoencoder4j.backend.internal.CholeskySolver;
import org.autoencoder4j.backend.internal.OpenBlas;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class PlainCholeskyTest {
    @Test
    void solvesByHandAndAsOpenBlasDoes() {
        INDArray matrix = Nd4j.createFromArray(new double[][] {{4, 2, 0}, {2, 5, 1}, {0, 1, 3}});
        INDArray block = Nd4j.createFromArray(new double[][] {{6, 1}, {8, 0}, {4, 2}});
        for (CholeskySolver solver :
                new CholeskySolver[] {new PlainCholesky(), OpenBlas.ifPresent().orElseThrow()}) {
            INDArray factor = matrix.dup('f');
            assertEquals(0, solver.factorise(factor));
            assertEquals(2, factor.getDouble(0, 0), 1e-15);
            assertEquals(1, factor.getDouble(1, 0), 1e-15);
            INDArray solution = block.dup('f');
            solver.solve(factor, solution);
            assertClose(block, matrix.mmul(solution), 1e-14);
            assertEquals(1, solution.getDouble(0, 0), 1e-14);
            assertNotEquals(0, solver.factorise(matrix.neg().dup('f')));
        }
    }
}
