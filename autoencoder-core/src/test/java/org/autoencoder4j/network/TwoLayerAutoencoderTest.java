package org.autoencoder4j.network;

import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.autoencoder4j.testsupport.ArrayAssert.assertUnchanged;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.testsupport.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class TwoLayerAutoencoderTest {
    private final INDArray encoder =
            Nd4j.createFromArray(new double[][] {{1, 0, -1}, {0, 2, 1}}).dup('f');
    private final INDArray decoder =
            Nd4j.createFromArray(new double[][] {{1, -1, 1}, {1, 1, -1}}).dup('f');
    private final INDArray x = Nd4j.createFromArray(new double[][] {{1, 1}, {-1, 0.5}});

    private TwoLayerAutoencoder byHand() {
        return new TwoLayerAutoencoder(encoder, decoder);
    }

    private static INDArray normal(String purpose, int rows, int columns) {
        RandomGenerator random = RandomStreams.of(3).at(purpose, 0, 0);
        double[][] values = new double[rows][columns];
        for (double[] row : values) {
            for (int j = 0; j < columns; j++) {
                row[j] = random.nextGaussian();
            }
        }
        return Nd4j.createFromArray(values);
    }

    private static String refusal(Runnable action) {
        return assertThrows(IllegalArgumentException.class, action::run).getMessage();
    }

    /** Pre-activations (1, 2, 0) and (-1, 1, 1.5): outputs (-1, 3) and (0.5, -0.5), over sqrt(6). */
    @Test
    void reconstructsByHand() {
        INDArray codes = Nd4j.createFromArray(new double[][] {{1, 2, 0}, {0, 1, 1.5}});
        assertClose(codes, byHand().encode(x), 1e-15);
        double s = 1 / Math.sqrt(6);
        assertEquals(s, byHand().scale(), 1e-16);
        INDArray u = Nd4j.createFromArray(new double[][] {{-s, 3 * s}, {0.5 * s, -0.5 * s}});
        assertClose(u, byHand().reconstruct(x), 1e-15);
        double loss =
                (Math.pow(1 + s, 2) + Math.pow(1 - 3 * s, 2) + Math.pow(1 + s / 2, 2) + Math.pow(0.5 + s / 2, 2)) / 2;
        assertEquals(loss, byHand().loss(x), 1e-14);
    }

    @Test
    void tiedWeightsDecodeWithTheEncoder() {
        TwoLayerAutoencoder tied = TwoLayerAutoencoder.weightTied(encoder, OutputScaling.INVERSE_WIDTH);
        assertTrue(tied.isWeightTied());
        assertSame(tied.encoder(), tied.decoder());
        // codes (1, 2, 0) and (0, 1, 1.5), times W^T, over 3
        INDArray u = Nd4j.createFromArray(new double[][] {{1.0 / 3, 4.0 / 3}, {-0.5, 3.5 / 3}});
        assertClose(u, tied.reconstruct(x), 1e-15);
        TwoLayerAutoencoder copy = tied.copy();
        assertSame(copy.encoder(), copy.decoder());
        assertFalse(byHand().isWeightTied());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void agreesWithTheGoldenFiles(int number) {
        Golden golden = Golden.read("p2_training_" + number);
        TwoLayerAutoencoder a = new TwoLayerAutoencoder(golden.matrix("inputs/W"), golden.matrix("inputs/A"));
        INDArray samples = golden.matrix("inputs/X").transpose();
        assertClose(golden.matrix("outputs/U").transpose(), a.reconstruct(samples), golden.tolerance());
        assertClose(golden.number("outputs/loss"), a.loss(samples), golden.tolerance());
    }

    /** The output of a sample does not depend on the other samples, also where they are read piece by piece. */
    @Test
    void piecesDoNotMatter() {
        TwoLayerAutoencoder a = new TwoLayerAutoencoder(normal("W", 3, 5), normal("A", 3, 5));
        INDArray samples = normal("X", 2500, 3);
        INDArray whole = a.reconstruct(samples);
        assertClose(whole, a.reconstruct(samples.dup('f')), 1e-14);
        double loss = 0;
        for (int from = 0; from < 2500; from += 500) {
            INDArray piece = samples.get(NDArrayIndex.interval(from, from + 500), NDArrayIndex.all());
            assertClose(
                    whole.get(NDArrayIndex.interval(from, from + 500), NDArrayIndex.all()),
                    a.reconstruct(piece),
                    1e-14);
            loss += a.loss(piece);
        }
        assertClose(loss, a.loss(samples), 1e-13);
        double difference = samples.sub(whole).norm2Number().doubleValue();
        assertClose(difference * difference / 2, a.loss(samples), 1e-12);
    }

    /** u is homogeneous of degree 1 in the sample, in W and in A. */
    @Test
    void isHomogeneous() {
        INDArray w = normal("W", 3, 5);
        INDArray a = normal("A", 3, 5);
        INDArray samples = normal("X", 20, 3);
        INDArray u = new TwoLayerAutoencoder(w, a).reconstruct(samples).mul(3);
        assertClose(u, new TwoLayerAutoencoder(w, a).reconstruct(samples.mul(3)), 1e-14);
        assertClose(u, new TwoLayerAutoencoder(w.mul(3), a).reconstruct(samples), 1e-14);
        assertClose(u, new TwoLayerAutoencoder(w, a.mul(3)).reconstruct(samples), 1e-14);
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE"})
    void resultsHaveTheParametersType(DataType type) {
        TwoLayerAutoencoder a = new TwoLayerAutoencoder(encoder.castTo(type), decoder.castTo(type));
        assertEquals(type, a.dataType());
        assertEquals(type, a.reconstruct(x.castTo(type)).dataType());
        assertClose(byHand().loss(x), a.loss(x.castTo(type)), 1e-6);
    }

    @Test
    void copiesAndOrders() {
        TwoLayerAutoencoder copy = byHand().copy();
        copy.encoder().muli(0);
        copy.decoder().muli(0);
        assertNotEquals(0, encoder.norm2Number().doubleValue());
        assertNotEquals(0, decoder.norm2Number().doubleValue());
        TwoLayerAutoencoder other = new TwoLayerAutoencoder(encoder.dup('c'), decoder.dup('c'));
        assertEquals('f', other.encoder().ordering());
        assertEquals('f', other.decoder().ordering());
        assertNotEquals(byHand(), byHand());
        assertEquals("TwoLayerAutoencoder[features=2, width=3, INVERSE_ROOT, DOUBLE]", byHand().toString());
    }

    @Test
    void changesNoArgument() {
        assertUnchanged(() -> byHand().reconstruct(x), encoder, decoder, x);
        assertUnchanged(() -> byHand().loss(x), encoder, decoder, x);
        assertUnchanged(() -> byHand().encode(x), encoder, decoder, x);
        assertUnchanged(() -> byHand().preActivations(x), encoder, decoder, x);
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertTrue(refusal(() -> new TwoLayerAutoencoder(encoder, Nd4j.zeros(DataType.DOUBLE, 2, 4)))
                .contains("decoder has shape [2, 4]; it must be [2, 3]"));
        assertTrue(refusal(() -> new TwoLayerAutoencoder(encoder, decoder.castTo(DataType.FLOAT)))
                .contains("decoder is FLOAT and encoder is DOUBLE"));
        assertTrue(refusal(() -> byHand().reconstruct(Nd4j.zeros(DataType.DOUBLE, 4, 3)))
                .contains("samples has shape [4, 3]"));
        assertTrue(refusal(() -> byHand().loss(x.castTo(DataType.FLOAT))).contains("FLOAT"));
        assertTrue(refusal(() -> OutputScaling.INVERSE_ROOT.factor(0, 1)).contains("features = 0"));
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE"})
    void isSavedAndLoadedBitForBit(DataType type, @TempDir Path folder) throws IOException {
        TwoLayerAutoencoder saved =
                new TwoLayerAutoencoder(encoder.castTo(type), decoder.castTo(type), OutputScaling.INVERSE_WIDTH);
        saved.save(folder.resolve("model"));
        TwoLayerAutoencoder loaded = TwoLayerAutoencoder.load(folder.resolve("model"));
        assertIdentical(saved.encoder(), loaded.encoder());
        assertIdentical(saved.decoder(), loaded.decoder());
        assertEquals(OutputScaling.INVERSE_WIDTH, loaded.scaling());
        assertFalse(loaded.isWeightTied());
        assertThrows(FileAlreadyExistsException.class, () -> saved.save(folder.resolve("model")));

        TwoLayerAutoencoder.weightTied(encoder.castTo(type), OutputScaling.INVERSE_ROOT)
                .save(folder.resolve("tied"));
        TwoLayerAutoencoder tied = TwoLayerAutoencoder.load(folder.resolve("tied"));
        assertTrue(tied.isWeightTied());
        assertIdentical(saved.encoder(), tied.encoder());
        assertEquals(OutputScaling.INVERSE_ROOT, tied.scaling());
    }

    @Test
    void refusesADamagedModel(@TempDir Path folder) throws IOException {
        Path model = folder.resolve("model");
        byHand().save(model);
        byte[] bytes = Files.readAllBytes(model.resolve("A.npy"));
        bytes[bytes.length - 1] ^= 1;
        Files.write(model.resolve("A.npy"), bytes);
        assertTrue(refusalOf(model).contains("SHA-256"));
    }

    private static String refusalOf(Path model) {
        return assertThrows(IllegalArgumentException.class, () -> TwoLayerAutoencoder.load(model))
                .getMessage();
    }
}
