package org.autoencoder4j.examples.latents;

import static org.autoencoder4j.examples.latents.SmallAutoencoder.UNITS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.autoencoder4j.examples.CsvRows;
import org.autoencoder4j.examples.Execution;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What {@code certify} says of TopK: its latents have rivals instead of thresholds. */
class CertifyTopKTest {
    private static final double NOISE = 0.1;

    @TempDir
    private Path folder;

    private SmallAutoencoder small;

    @BeforeEach
    void save() throws IOException {
        small = SmallAutoencoder.in(folder);
    }

    private Execution certify(String activation) {
        return small.certify("--activation", activation, "--k", "3", "--values", "0.8,1.2", "--rho", "" + NOISE)
                .succeeded();
    }

    /** Of an orthonormal dictionary a latent leads by its least value less what noise of length r gives, r sqrt 2. */
    @Test
    void latentsHaveWindowsAndALargestK() throws IOException {
        small.saveTied(SmallAutoencoder.orthonormal());
        Execution execution = certify("topk");
        CsvRows units = CsvRows.of(execution, "units.csv");
        double lead = 0.8 - Math.sqrt(2) * NOISE;
        for (int i = 0; i < UNITS; i++) {
            assertEquals("HOLDS", units.text(i, "verdict"));
            assertEquals(lead, units.number(i, "marginLow"), 1e-6);
            assertEquals(-lead, units.number(i, "biasLow"), 1e-6);
            assertEquals(lead, units.number(i, "biasHigh"), 1e-6);
            assertTrue(units.number(i, "possibleBiasLow") <= units.number(i, "biasLow"));
            assertTrue(units.number(i, "possibleBiasHigh") >= units.number(i, "biasHigh"));
            assertEquals(16, units.number(i, "largestK"), "powers of 2 below 24");
        }
        JsonNode kept = execution.results().get("keptLatents");
        assertEquals("[1,2,4,8,16]", kept.get("atMostK").toString());
        assertEquals("[24,24,24,24,24]", kept.get("latents").toString());
        execution.assertPicture("certify.png");
        assertTrue(execution
                .meaning()
                .startsWith("24 of 24 latents are certified to find their atom in every code of exactly 3, 0"));
    }

    /** Codes are spoken of only where some latent fails at one, and time only where it decides. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0 | true  | 'a greater --k, up to which they may be relied on, too.'",
                "5 | 0 | true  | 'a greater --limit, time for the pairs that TopK''s bounds leave open, or a smaller --k.'",
                "5 | 0 | false | 'a smaller --k.'",
                "5 | 1 | true  | 'witnesses.csv has codes at which latents fail; a smaller --k, or --random EPS, which asks for"
                        + " most codes and not for all.'",
            })
    void whatToTryFollowsFromWhatIsNotCertified(double notCertified, double failing, boolean topK, String next) {
        assertEquals(next, Certify.next(notCertified, failing, topK));
    }

    /** The code of each latent gives the difference from its rival that is said of it. */
    @Test
    void worstCodesNameARival() throws IOException {
        Execution execution = certify("topk");
        CsvRows units = CsvRows.of(execution, "units.csv");
        CsvRows witnesses = CsvRows.of(execution, "witnesses.csv");
        INDArray gram = small.atoms().transpose().mmul(small.atoms());
        assertEquals(UNITS, witnesses.size());
        for (int row = 0; row < UNITS; row++) {
            int unit = (int) witnesses.number(row, "unit");
            int rival = (int) witnesses.number(row, "rival");
            List<Integer> support = witnesses.integers(row, "support");
            List<Double> values = witnesses.numbers(row, "values");
            assertTrue(support.contains(unit) && !support.contains(rival));
            assertTrue(rival == 4 || rival == 5);
            double apart = small.atoms()
                    .getColumn(unit)
                    .sub(small.atoms().getColumn(rival))
                    .norm2Number()
                    .doubleValue();
            double margin = -NOISE * apart;
            for (int j = 0; j < support.size(); j++) {
                int atom = support.get(j);
                margin += (gram.getDouble(unit, atom) - gram.getDouble(rival, atom)) * values.get(j);
            }
            assertEquals(NOISE, witnesses.number(row, "noise"), 1e-6);
            assertEquals(margin, witnesses.number(row, "margin"), 1e-5, "unit " + unit);
            assertTrue(margin <= units.number(unit, "marginHigh") + 1e-5, "unit " + unit);
        }
        assertEquals("FAILS", units.text(0, "verdict"), "4 fires 5 and 5 fires 4, above what is in the code");
        JsonNode report = execution.results().get("report").get("parts").get(1);
        assertTrue(report.get("witness").asText().contains("is above unit"), report.toString());
    }

    /** With a ReLU and no bias noise fires what is not in the code: that code has no rival. */
    @Test
    void signsHaveCodesOfTheirOwn() throws IOException {
        CsvRows witnesses = CsvRows.of(certify("topk_relu"), "witnesses.csv");
        assertEquals("off", witnesses.text(0, "atom"));
        assertEquals("", witnesses.text(0, "rival"));
        assertTrue(witnesses.number(0, "preActivation") > 0);
        assertEquals(-witnesses.number(0, "preActivation"), witnesses.number(0, "margin"), 1e-12);
    }
}
