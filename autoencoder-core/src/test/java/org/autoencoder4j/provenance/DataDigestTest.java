package org.autoencoder4j.provenance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.format.Npy;
import org.autoencoder4j.gradient.Fixtures;
import org.autoencoder4j.gradient.WatchedBatches;
import org.autoencoder4j.random.RandomStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class DataDigestTest {
    private static final INDArray SMALL = Nd4j.createFromArray(new double[][] {{1, -2, 0.5}, {3, 0.1, -0.0}});

    /** Python: hashlib.sha256(struct.pack('<6f', 1, -2, .5, 3, .1, -0.)).hexdigest(), and the same with '<6d'. */
    @Test
    void isTheSha256OfTheNumbersInTheirOrder() {
        String single = "cbf0d14fb38a2bca3352077762bee2f7633efcbb4497700ee9aebfa10a553b54";
        String twice = "12724e50fbf154c7ab38b94e6d128b83bb97c884aa6015c07775dc4cff345fef";
        assertEquals(
                new DataDigest(2, 3, DataType.FLOAT, 2, single),
                DataDigest.of(Batches.of(SMALL.castTo(DataType.FLOAT))));
        assertEquals(new DataDigest(2, 3, DataType.DOUBLE, 2, twice), DataDigest.ofAll(Batches.of(SMALL)));
        assertEquals(twice, DataDigest.of(Batches.of(SMALL.dup('f'))).sha256(), "whatever the order in memory");
    }

    @Property(tries = 50)
    void oneOtherNumberIsAnotherDigest(
            @ForAll @IntRange(max = 299) int row, @ForAll @IntRange(max = 4) int column, @ForAll boolean single) {
        INDArray samples = Fixtures.observations(1, 300, 5).castTo(single ? DataType.FLOAT : DataType.DOUBLE);
        DataDigest before = DataDigest.of(Batches.of(samples));
        INDArray other = samples.dup();
        double number = samples.getDouble(row, column);
        other.putScalar(row, column, single ? Math.nextUp((float) number) : Math.nextUp(number));
        assertNotEquals(before, DataDigest.of(Batches.of(other)));
        other.putScalar(row, column, number);
        assertEquals(before, DataDigest.of(Batches.of(other)));
    }

    @Test
    void aFileHasTheDigestOfItsNumbers(@TempDir Path folder) throws IOException {
        INDArray samples = Fixtures.observations(2, 700, 3);
        Npy.write(folder.resolve("samples.npy"), samples);
        assertEquals(DataDigest.of(Batches.of(samples)), DataDigest.of(Npy.map(folder.resolve("samples.npy"))));
    }

    /** So a mapped file of gigabytes is not read through unless somebody asks for it. */
    @Test
    void readsFewSamplesOfManyAndAllIfAsked() {
        AtomicLong furthest = new AtomicLong();
        Batches many = new WatchedBatches(Batches.of(Fixtures.observations(1, 3000, 128)), to -> furthest.set(to));
        DataDigest few = DataDigest.of(many);
        assertEquals(2048, few.digested(), "2^18 numbers");
        assertEquals(2048, furthest.get());
        assertEquals("3000 samples of 128 features, DOUBLE, the first 2048 digested", few.words());
        DataDigest all = DataDigest.ofAll(many);
        assertEquals(3000, all.digested());
        assertEquals(3000, furthest.get());
        assertNotEquals(few.sha256(), all.sha256());
    }

    @Test
    void readsOneSampleHoweverLongItIs() {
        Batches wide = Batches.of(Fixtures.observations(1, 2, 300_000));
        assertEquals(1, DataDigest.of(wide).digested());
        assertEquals(2, DataDigest.ofAll(wide).digested());
    }

    @Test
    void ofBatchesThatChangeTheFirstCounts() {
        Batches samples = Batches.of(Fixtures.observations(3, 40, 3));
        Batches mini = samples.shuffled(10, RandomStreams.of(1));
        assertEquals(DataDigest.of(Batches.of(mini.batch(0))), DataDigest.of(mini));
        assertNotEquals(DataDigest.of(mini), DataDigest.of(samples.shuffled(10, RandomStreams.of(2))));
    }

    @Test
    void refusesWhatIsNone() {
        String right = "0".repeat(64);
        assertTrue(message(0, 1, 1, right).contains("samples"));
        assertTrue(message(5, 0, 1, right).contains("features"));
        assertTrue(message(5, 1, 6, right).contains("digested"));
        assertTrue(message(5, 1, 5, "0".repeat(63) + "G").contains("64 hexadecimal digits"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> new DataDigest(1, 1, DataType.INT32, 1, right))
                .getMessage()
                .contains("FLOAT or DOUBLE"));
    }

    private static String message(long samples, int features, long digested, String sha256) {
        return assertThrows(
                        IllegalArgumentException.class,
                        () -> new DataDigest(samples, features, DataType.FLOAT, digested, sha256))
                .getMessage();
    }
}
