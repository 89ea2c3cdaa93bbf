package org.autoencoder4j.network;

import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.autoencoder4j.testsupport.ArrayAssert.assertUnchanged;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class TiedAutoencoderTest {
    private final INDArray weights =
            Nd4j.createFromArray(new double[][] {{1, 0, -1}, {0, 2, 1}}).dup('f');
    private final INDArray bias = Nd4j.createFromArray(-0.5, 0, 0.25);
    private final INDArray y = Nd4j.createFromArray(new double[][] {{1, 1}, {-1, 0.5}});

    private TiedAutoencoder relu() {
        return new TiedAutoencoder(weights, bias, Activation.relu());
    }

    private static String refusal(Runnable action) {
        return assertThrows(IllegalArgumentException.class, action::run).getMessage();
    }

    @Test
    void encodesAndDecodesByHand() {
        INDArray codes = Nd4j.createFromArray(new double[][] {{0.5, 2, 0.25}, {0, 1, 1.75}});
        assertClose(codes, relu().encode(y), 1e-15);
        INDArray reconstructions = Nd4j.createFromArray(new double[][] {{0.25, 4.25}, {-1.75, 3.75}});
        assertClose(reconstructions, relu().decode(codes), 1e-15);
        assertClose(reconstructions, relu().reconstruct(y), 1e-15);
        double loss = (0.75 * 0.75 + 3.25 * 3.25 + 0.75 * 0.75 + 3.25 * 3.25) / 4;
        assertEquals(loss, relu().loss(y), 1e-14);
    }

    /** The sum over samples one by one, in both orders of the numbers and for parts of a larger array. */
    @ParameterizedTest
    @ValueSource(ints = {1, 1023, 1024, 1025, 2500})
    void theLossIsTheMeanOverAllSamples(int samples) {
        INDArray larger =
                Nd4j.linspace(DataType.DOUBLE, -3, 0.001, 3L * samples).reshape('c', samples, 3);
        INDArray part = larger.get(NDArrayIndex.all(), NDArrayIndex.interval(0, 2));
        double sum = 0;
        for (int i = 0; i < samples; i++) {
            sum += relu().loss(part.getRow(i).dup().reshape(1, 2));
        }
        for (INDArray observations : new INDArray[] {part, part.dup('c'), part.dup('f')}) {
            assertEquals(sum / samples, relu().loss(observations), 1e-12 * sum / samples);
        }
    }

    /** The codes of all samples, and the products they come from, would be 160 MB each; a quarter of that is allowed. */
    @Test
    void theLossNeedsNoMemoryForTheCodesOfAllSamples() {
        TiedAutoencoder wide =
                TiedAutoencoder.withoutBias(Nd4j.ones(DataType.DOUBLE, 2, 1000), Activation.hardThreshold(0.2));
        INDArray many = Nd4j.ones(DataType.DOUBLE, 20_000, 2);
        wide.loss(many.get(NDArrayIndex.interval(0, 2048)));
        long before = Pointer.physicalBytes();
        wide.loss(many);
        long grown = Pointer.physicalBytes() - before;
        assertTrue(grown < 40_000_000, grown + " bytes more are resident");
    }

    /** 20000 samples of 100 features: one sum in FLOAT over all of them would lose the third digit. */
    @Test
    void theLossKeepsItsDigitsInFloat() {
        INDArray many = Nd4j.valueArrayOf(new long[] {20_000, 100}, 0.1, DataType.DOUBLE);
        INDArray zeros = Nd4j.zeros(DataType.DOUBLE, 100, 3);
        TiedAutoencoder inDouble = TiedAutoencoder.withoutBias(zeros, Activation.relu());
        TiedAutoencoder inFloat = TiedAutoencoder.withoutBias(zeros.castTo(DataType.FLOAT), Activation.relu());
        assertEquals(0.5, inDouble.loss(many), 1e-12);
        assertEquals(0.5, inFloat.loss(many.castTo(DataType.FLOAT)), 1e-6);
    }

    @Test
    void hardThresholdKeepsWhatIsExactlyAtIt() {
        Activation activation = Activation.hardThreshold(0.5);
        double[] z = {0.5, -0.5, 0.499999, -0.499999, 3, -3, 0};
        double[] expected = {0.5, -0.5, 0, 0, 3, -3, 0};
        assertClose(Nd4j.createFromArray(expected), activation.apply(Nd4j.createFromArray(z)), 0);
        for (int i = 0; i < z.length; i++) {
            assertEquals(expected[i], activation.apply(z[i]));
        }
    }

    @Test
    void activationsPassOnWhatIsNotANumber() {
        for (Activation activation : new Activation[] {Activation.relu(), Activation.hardThreshold(0.5)}) {
            assertTrue(Double.isNaN(activation.apply(Double.NaN)));
            INDArray one = Nd4j.createFromArray(Double.NaN, -0.1);
            assertTrue(Double.isNaN(activation.apply(one).getDouble(0)), activation.toString());
            assertEquals(0, activation.apply(one).getDouble(1));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE"})
    void resultsHaveTheParametersType(DataType type) {
        TiedAutoencoder a = new TiedAutoencoder(weights.castTo(type), bias.castTo(type), Activation.relu());
        assertEquals(type, a.encode(y.castTo(type)).dataType());
        assertEquals(type, a.reconstruct(y.castTo(type)).dataType());
    }

    @Test
    void otherMemoryOrdersGiveTheSame() {
        TiedAutoencoder c = new TiedAutoencoder(weights.dup('c'), bias, Activation.relu());
        assertClose(relu().encode(y), c.encode(y), 1e-15);
        assertClose(relu().encode(y), relu().encode(y.dup('f')), 1e-15);
        INDArray wide = Nd4j.zeros(DataType.DOUBLE, 2, 4);
        INDArray view =
                wide.get(NDArrayIndex.all(), NDArrayIndex.interval(1, 3)).assign(y);
        assertClose(relu().encode(y), relu().encode(view), 1e-15);
    }

    @Test
    void changesNoArgument() {
        assertUnchanged(() -> relu().encode(y), weights, bias, y);
        assertUnchanged(() -> relu().reconstruct(y), weights, bias, y);
        assertUnchanged(() -> relu().loss(y), weights, bias, y);
        INDArray codes = relu().encode(y);
        assertUnchanged(() -> relu().decode(codes), weights, bias, codes);
        assertUnchanged(() -> Activation.relu().apply(y), y);
        assertUnchanged(() -> Activation.hardThreshold(0.7).apply(y), y);
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertTrue(refusal(() -> new TiedAutoencoder(weights, Nd4j.zeros(DataType.DOUBLE, 2), Activation.relu()))
                .contains("bias has shape [2]; it must be [3]"));
        assertTrue(refusal(() -> new TiedAutoencoder(weights, bias.castTo(DataType.FLOAT), Activation.relu()))
                .contains("bias is FLOAT and weights is DOUBLE"));
        assertTrue(refusal(() -> new TiedAutoencoder(weights.castTo(DataType.INT32), bias, Activation.relu()))
                .contains("weights is INT"));
        assertTrue(refusal(() -> relu().encode(Nd4j.zeros(DataType.DOUBLE, 4, 3)))
                .contains("observations has shape [4, 3]"));
        assertTrue(refusal(() -> relu().encode(y.castTo(DataType.FLOAT))).contains("FLOAT"));
        assertTrue(refusal(() -> relu().decode(y)).contains("codes has shape [2, 2]"));
        assertTrue(refusal(() -> relu().encode(bias)).contains("must be a matrix"));
        assertTrue(refusal(() -> Activation.hardThreshold(-1)).contains("lambda = -1.0"));
        assertTrue(refusal(() -> Activation.hardThreshold(Double.NaN)).contains("lambda = NaN"));
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE"})
    void isSavedAndLoadedBitForBit(DataType type, @TempDir Path folder) throws IOException {
        Activation activation = Activation.hardThreshold(0.1);
        TiedAutoencoder saved = new TiedAutoencoder(weights.castTo(type), bias.castTo(type), activation);
        saved.save(folder.resolve("model"));
        TiedAutoencoder loaded = TiedAutoencoder.load(folder.resolve("model"));
        assertIdentical(saved.weights(), loaded.weights());
        assertIdentical(saved.bias(), loaded.bias());
        assertEquals(activation, loaded.activation());
        assertThrows(FileAlreadyExistsException.class, () -> saved.save(folder.resolve("model")));
    }

    @Test
    void refusesADamagedModel(@TempDir Path folder) throws IOException {
        Path model = folder.resolve("model");
        assertThrows(NoSuchFileException.class, () -> TiedAutoencoder.load(model));
        relu().save(model);
        assertEquals(Activation.relu(), TiedAutoencoder.load(model).activation());

        byte[] bytes = Files.readAllBytes(model.resolve("W.npy"));
        bytes[bytes.length - 1] ^= 1;
        Files.write(model.resolve("W.npy"), bytes);
        String changed = refusalOf(model);
        assertTrue(changed.contains("SHA-256"), changed);

        Path twoLayer = folder.resolve("two-layer");
        TwoLayerAutoencoder.weightTied(weights, OutputScaling.INVERSE_WIDTH).save(twoLayer);
        assertTrue(refusalOf(twoLayer).contains("format autoencoder4j-two-layer-2"));
    }

    private static String refusalOf(Path model) {
        return assertThrows(IllegalArgumentException.class, () -> TiedAutoencoder.load(model))
                .getMessage();
    }
}
