package org.autoencoder4j.init;

import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.autoencoder4j.network.OutputScaling;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.testsupport.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class TwoLayerStartTest {
    private static final RandomStreams STREAMS = RandomStreams.of(21);

    private static double mean(INDArray array) {
        return array.castTo(DataType.DOUBLE).meanNumber().doubleValue();
    }

    /** 50 x 600 = 30000 entries. At 5 deviations the false-alarm rate is 6e-7 for each of the four checks. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ZERO")
    void hasTheMomentsThatItSays(DecoderLaw law) {
        int entries = 50 * 600;
        TwoLayerAutoencoder a = new TwoLayerStart(50, 2.5, law, DataType.DOUBLE).autoencoder(600, STREAMS);
        assertEquals(OutputScaling.INVERSE_ROOT, a.scaling());
        assertEquals(0, mean(a.encoder()), 5 * Math.sqrt(2.5 / entries));
        assertEquals(2.5, mean(a.encoder().mul(a.encoder())), 5 * 2.5 * Math.sqrt(2.0 / entries));
        assertEquals(0, mean(a.decoder()), 5 / Math.sqrt(entries));
        double product = mean(a.encoder().mul(a.decoder()));
        assertEquals(0, product, 5 * Math.sqrt(2.5 / entries), "encoder and decoder are independent");
        INDArray squares = a.decoder().mul(a.decoder());
        if (law == DecoderLaw.RADEMACHER) {
            assertClose(Nd4j.ones(DataType.DOUBLE, 50, 600), squares, 0);
        } else {
            assertEquals(1, mean(squares), 5 * Math.sqrt(2.0 / entries));
        }
    }

    @Test
    void aZeroDecoderLeavesTheEncoderAsItIs() {
        TwoLayerAutoencoder zero = new TwoLayerStart(4, 1, DecoderLaw.ZERO, DataType.DOUBLE).autoencoder(300, STREAMS);
        assertIdentical(Nd4j.zeros(DataType.DOUBLE, 4, 300), zero.decoder());
        assertIdentical(
                TwoLayerStart.standard(4, DataType.DOUBLE)
                        .autoencoder(300, STREAMS)
                        .encoder(),
                zero.encoder());
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE"})
    void aWiderOneBeginsWithTheNeuronsOfANarrowerOne(DataType type) {
        TwoLayerStart initialiser = TwoLayerStart.standard(4, type);
        TwoLayerAutoencoder narrow = initialiser.autoencoder(300, STREAMS);
        TwoLayerAutoencoder wide = initialiser.autoencoder(700, STREAMS);
        assertEquals(type, narrow.dataType());
        assertIdentical(narrow.encoder(), wide.encoder().get(NDArrayIndex.all(), NDArrayIndex.interval(0, 300)));
        assertIdentical(narrow.decoder(), wide.decoder().get(NDArrayIndex.all(), NDArrayIndex.interval(0, 300)));
        INDArray inDouble = TwoLayerStart.standard(4, DataType.DOUBLE)
                .autoencoder(300, STREAMS)
                .encoder();
        assertIdentical(inDouble.castTo(type), narrow.encoder());
    }

    /**
     * Lemma 6.1: {@code E ||x - u||^2} of a weight-tied autoencoder, from the golden file. Each mean is over 300
     * autoencoders; at 5 standard errors (of the sample itself) the false-alarm rate is 6e-7 for each case.
     */
    @Test
    void weightTiedHasTheMeanErrorOfTheLemma() {
        Golden golden = Golden.read("p2_weight_tied_0");
        double[][] cases = golden.matrix("inputs/cases").toDoubleMatrix();
        double[] expected = golden.doubles("outputs/expected");
        for (int c = 0; c < cases.length; c++) {
            int d = (int) cases[c][0];
            INDArray x = Nd4j.zeros(DataType.DOUBLE, 1, d);
            x.putScalar(0, 0, cases[c][3]);
            TwoLayerStart initialiser = new TwoLayerStart(d, cases[c][2], DecoderLaw.GAUSSIAN, DataType.DOUBLE);
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < 300; i++) {
                double error = 2
                        * initialiser
                                .weightTied((int) cases[c][1], RandomStreams.of(i))
                                .loss(x);
                sum += error;
                squares += error * error;
            }
            double mean = sum / 300;
            double standardError = Math.sqrt((squares / 300 - mean * mean) / 300);
            assertEquals(expected[c], mean, 5 * standardError, "case " + c);
        }
    }

    @Test
    void refusesBadArguments() {
        assertThrows(IllegalArgumentException.class, () -> TwoLayerStart.standard(0, DataType.DOUBLE));
        assertThrows(IllegalArgumentException.class, () -> TwoLayerStart.standard(3, DataType.INT32));
        assertThrows(
                IllegalArgumentException.class,
                () -> new TwoLayerStart(3, Double.NaN, DecoderLaw.GAUSSIAN, DataType.DOUBLE));
        TwoLayerStart good = TwoLayerStart.standard(3, DataType.DOUBLE);
        String message = assertThrows(IllegalArgumentException.class, () -> good.autoencoder(0, STREAMS))
                .getMessage();
        assertTrue(message.contains("width = 0"), message);
    }
}
