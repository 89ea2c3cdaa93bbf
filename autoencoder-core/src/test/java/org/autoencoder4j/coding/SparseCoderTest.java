package org.autoencoder4j.coding;

import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.gradient.Fixtures;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SparseCoderTest {
    private static final SparseEncoder PURSUIT = SparseEncoder.pursuit(3, CodeSign.SIGNED);
    private final INDArray dictionary = Planted.dictionary(1, 8, 12);
    private final INDArray samples = Fixtures.observations(2, 50, 8);
    private final SparseCoder coder = new SparseCoder(dictionary, PURSUIT);

    @TempDir
    private Path folder;

    /** A user's own: the first unit, whatever the sample. */
    private record First(String name) implements SparseEncoder {
        @Override
        public Worker worker(Gram gram) {
            SupportFit fit = new SupportFit(gram);
            return (products, energy, code) -> {
                fit.clear();
                fit.add(0, products[0]);
                fit.solve();
                fit.write(energy, code);
            };
        }
    }

    private static String refusal(org.junit.jupiter.api.function.Executable action) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, action).getMessage());
    }

    @Test
    void theThresholdedCoderIsTheTiedAutoencoder() {
        TiedAutoencoder tied = TiedAutoencoder.withoutBias(dictionary.dup('f'), Activation.hardThreshold(0.7));
        SparseCoder same = coder.with(SparseEncoder.threshold(0.7, CodeSign.SIGNED));
        assertClose(tied.encode(samples), same.encode(samples), 1e-13);
        assertClose(tied.reconstruct(samples), same.reconstruct(samples), 1e-13);
        assertEquals(tied.loss(samples), same.loss(samples), 1e-13);
        SparseCoder rectified = coder.with(SparseEncoder.threshold(0, CodeSign.NON_NEGATIVE));
        TiedAutoencoder relu = TiedAutoencoder.withoutBias(dictionary.dup('f'), Activation.relu());
        assertClose(relu.encode(samples), rectified.encode(samples), 1e-13);
    }

    @Test
    void theLossIsThatOfTheReconstructions() {
        double squares = samples.sub(coder.reconstruct(samples)).norm2Number().doubleValue();
        assertEquals(squares * squares / 100, coder.loss(samples), 1e-12);
        double energy = samples.norm2Number().doubleValue();
        Codes codes = coder.codes(Batches.of(samples));
        assertEquals(1 - squares * squares / (energy * energy), codes.r2(), 1e-12);
        assertEquals(3, codes.meanL0());
        assertEquals(0, codes.deadUnits());
        assertClose(coder.encode(samples).castTo(DataType.FLOAT), codes.toMatrix(DataType.FLOAT), 0);
    }

    @Test
    void anEncoderOfOnesOwnIsGivenWhenItIsLoaded() throws IOException {
        SparseCoder own = coder.with(new First("first"));
        own.save(folder.resolve("own"));
        String unknown = refusal(() -> SparseCoder.load(folder.resolve("own")));
        assertTrue(unknown.contains("encoder first") && unknown.contains("load(folder, encoder)"), unknown);
        String other = refusal(() -> SparseCoder.load(folder.resolve("own"), new First("second")));
        assertTrue(other.contains("first") && other.contains("second"), other);
        SparseCoder loaded = SparseCoder.load(folder.resolve("own"), new First("first"));
        assertIdentical(own.weights(), loaded.weights());
        assertEquals(11, loaded.codes(samples).deadUnits());
        coder.save(folder.resolve("built-in"));
        assertEquals(
                PURSUIT, SparseCoder.load(folder.resolve("built-in"), PURSUIT).encoder());
    }

    @Test
    void badInputIsNamed() {
        assertTrue(refusal(() -> coder.encode(Nd4j.ones(DataType.DOUBLE, 2, 9))).contains("[2, 9]"));
        assertTrue(refusal(() -> coder.codes(Batches.of(Nd4j.ones(DataType.DOUBLE, 2, 9))))
                .contains("9 features"));
        assertTrue(refusal(() -> coder.encode(samples.castTo(DataType.FLOAT))).contains("FLOAT"));
        assertTrue(refusal(() -> coder.codes(Batches.of(samples.castTo(DataType.FLOAT))))
                .contains("FLOAT"));
        INDArray broken = samples.dup();
        broken.putScalar(3, 4, Double.NaN);
        assertTrue(refusal(() -> coder.encode(broken)).contains("[3, 4]"));
        assertTrue(refusal(() -> coder.decode(samples)).contains("codes"));
        INDArray infinite = dictionary.dup('f');
        infinite.putScalar(0, 1, Double.POSITIVE_INFINITY);
        assertTrue(refusal(() -> new SparseCoder(infinite, PURSUIT)).contains("weights"));
        assertTrue(refusal(() -> SparseEncoder.pursuit(0, CodeSign.SIGNED)).contains("most = 0"));
        assertTrue(refusal(() -> SparseEncoder.pursuitTo(0, CodeSign.SIGNED)).contains("lambda"));
        assertTrue(refusal(() -> SparseEncoder.threshold(-1, CodeSign.SIGNED)).contains("lambda"));
        assertTrue(refusal(() -> SparseEncoder.thresholdingPursuit(2, -1, CodeSign.SIGNED))
                .contains("rounds"));
    }

    /** Atoms in another order of memory, parts of larger arrays, and more units asked for than there are. */
    @Test
    void layoutDoesNotMatter() {
        INDArray expected = coder.encode(samples);
        assertIdentical(expected, new SparseCoder(dictionary.dup('c'), PURSUIT).encode(samples.dup('f')));
        assertIdentical(expected, coder.copy().encode(samples));
        for (SparseEncoder most : new SparseEncoder[] {
            SparseEncoder.pursuit(99, CodeSign.SIGNED),
            SparseEncoder.stagewise(99, CodeSign.SIGNED),
            SparseEncoder.leastSquares(99, CodeSign.SIGNED)
        }) {
            // Eight atoms span all of it.
            assertEquals(0, coder.with(most).loss(samples), 1e-9, most.name());
        }
    }

    @Test
    void theGramMatrixIsSymmetricToTheLastBit() {
        INDArray many = Fixtures.normal(3, "many", 40, 300);
        Gram gram = Gram.of(many);
        INDArray expected = many.transpose().mmul(many);
        for (int i = 0; i < 300; i++) {
            for (int j = 0; j < 300; j++) {
                assertEquals(gram.row(i)[j], gram.row(j)[i]);
                assertEquals(expected.getDouble(i, j), gram.row(i)[j], 1e-12);
            }
        }
    }
}
