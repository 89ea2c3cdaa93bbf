package org.autoencoder4j.examples.latents;

import static org.autoencoder4j.examples.latents.SmallAutoencoder.UNITS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.autoencoder4j.data.format.Npy;
import org.autoencoder4j.data.format.Npz;
import org.autoencoder4j.examples.CsvRows;
import org.autoencoder4j.examples.Execution;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What samples say to {@code certify}. */
class CertifyDataTest {
    @TempDir
    private Path folder;

    private SmallAutoencoder small;

    @BeforeEach
    void save() throws IOException {
        small = SmallAutoencoder.in(folder);
    }

    /** Exactly two atoms in each sample: latents of both fire, and 4 with 5. */
    private String pairs() throws IOException {
        INDArray samples = Nd4j.create(DataType.FLOAT, 40, 32);
        for (int i = 0; i < 40; i++) {
            samples.putRow(i, small.atoms().getColumn(i % 4).add(small.atoms().getColumn(4)));
        }
        return small.samples(samples);
    }

    @Test
    void countsHowOftenLatentsFire() throws IOException {
        Execution execution =
                small.certify("--k", "2", "--values", "1,1", "--data", pairs()).succeeded();
        assertEquals(3, execution.result("meanActiveLatents"), 1e-9);
        assertEquals(UNITS - 6, execution.result("latentsThatNeverFire"));
        CsvRows units = CsvRows.of(execution, "units.csv");
        assertEquals(0.25, units.number(0, "frequency"));
        assertEquals(1, units.number(5, "frequency"));
        execution.assertPicture("certify.png");
    }

    @Test
    void anArrayOfSeveralIsNamed() throws IOException {
        INDArray rows = Npy.read(Path.of(pairs()));
        Path several = folder.resolve("several.npz");
        Npz.write(several, Map.of("acts", rows, "more", rows));
        String[] options = {"--k", "2", "--values", "1,1", "--data", several.toString()};
        small.certify(options).failed(2, "name one of them");
        String[] named =
                Stream.concat(Stream.of(options), Stream.of("--array", "acts")).toArray(String[]::new);
        assertEquals(3, small.certify(named).succeeded().result("meanActiveLatents"), 1e-9);
    }

    /** Two atoms each with values 1 and 1.5, and one row a hundred times as long as the others. */
    @Test
    void sayOfWhichCodes() throws IOException {
        INDArray samples = Nd4j.create(DataType.FLOAT, 61, 32);
        for (int i = 0; i < 61; i++) {
            INDArray sample = small.atoms()
                    .getColumn(6 + i % 3)
                    .add(small.atoms().getColumn(9 + i % 2).mul(1.5));
            samples.putRow(i, sample.muli(i == 17 ? 1000 : 1));
        }
        String file = small.samples(samples);
        Execution execution = small.certify("--data", file).succeeded();
        JsonNode parameters = execution.summary().get("parameters");
        assertEquals(2, parameters.get("k").intValue());
        assertEquals(1, parameters.get("a1").doubleValue(), 1e-5);
        assertEquals(1000, parameters.get("a2").doubleValue(), 1e-2, "the outlier is not left out, but named");
        assertEquals(1, execution.results().get("outliers").size());
        assertEquals(17, execution.results().get("outliers").get(0).intValue());
        assertTrue(execution.out().contains("Estimated from 61 samples: k = 2"), execution.out());
        assertTrue(execution.out().contains("the first in row 17"), execution.out());
        Execution asked = small.certify("--data", file, "--values", "1,1.5").succeeded();
        assertEquals(1.5, asked.summary().get("parameters").get("a2").doubleValue());
        small.certify("--k", "2").failed(2, "--data FILE");
    }

    /** Lengths spread so much that the limit of distances is beyond a row of 100 times the median length. */
    @Test
    void nameRowsOfAHundredTimesTheMedianLength() throws IOException {
        INDArray samples = Nd4j.create(DataType.FLOAT, 101, 32);
        for (int i = 0; i < 101; i++) {
            double length = i == 71 ? 100 : i == 40 ? 45 : i % 5 < 3 ? 1 : 4;
            samples.putRow(i, small.atoms().getColumn(6 + i % 12).mul(length));
        }
        Path file = folder.resolve("samples.npy");
        Npy.write(file, samples);
        Execution execution = small.certify("--uncentred", "--data", file.toString(), "--k", "1")
                .succeeded();
        assertEquals("[71]", execution.results().get("outliers").toString());
        assertTrue(execution.out().contains("the first in row 71"), execution.out());
    }

    /** Each atom on its own, as often as its latent fires: what never fires is never missed. */
    @Test
    void giveTheSupportsOfRandomCodes() throws IOException {
        String file = pairs();
        Execution execution = small.certify("--data", file, "--random", "0.01", "--sigma", "0.02", "--supports", "data")
                .succeeded();
        CsvRows units = CsvRows.of(execution, "units.csv");
        assertEquals(0, units.number(10, "missing"), "p = 0");
        assertTrue(units.number(0, "missing") > 0, "p = 1/4");
        assertEquals(0, units.number(5, "falseFiring"), "p = 1: its atom is never absent");
        Execution uniform = small.certify("--data", file, "--random", "0.01", "--sigma", "0.02")
                .succeeded();
        assertTrue(CsvRows.of(uniform, "units.csv").number(10, "missing") > 0);
    }

    @Test
    void thatFireNothingAreTold() throws IOException {
        INDArray samples = Nd4j.zeros(DataType.FLOAT, 5, 32);
        samples.putScalar(0, 0, 0.01);
        small.certify("--data", small.samples(samples)).failed(2, "no latent fires in any of the 5 samples");
        samples.putRow(1, small.atoms().getColumn(7));
        String file = small.samples(samples);
        small.certify("--data", file).failed(2, "the median sample fires no latent: give --k");
        small.certify("--data", file, "--k", "1").succeeded();
    }

    @Test
    void thatFireAllAreTold() throws IOException {
        INDArray samples = Nd4j.create(DataType.FLOAT, 3, 32);
        for (int i = 0; i < 3; i++) {
            samples.putRow(i, small.atoms().sum(1));
        }
        small.certify("--data", small.samples(samples)).failed(2, "the median sample fires 24 of 24 latents: give --k");
    }
}
