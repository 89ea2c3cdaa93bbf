package org.autoencoder4j.examples.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.autoencoder4j.examples.Execution;
import org.autoencoder4j.model.Dictionaries;
import org.autoencoder4j.random.RandomStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class ReachTest {
    @TempDir
    private Path folder;

    /** With one atom a code a latent has a threshold just if {@code a2 max_j <A_i, A_j> < a1}. */
    @Test
    void oneAtomByHand() throws IOException {
        Execution execution = Execution.in(
                        folder, "reach", "--features", "12", "--units", "30", "--values", "0.8,1.3", "--seed", "4")
                .succeeded();
        INDArray atoms = Dictionaries.gaussian(12, 30, DataType.DOUBLE, RandomStreams.of(4));
        double[][] gram = atoms.transpose().mmul(atoms).toDoubleMatrix();
        int found = 0;
        for (int i = 0; i < 30; i++) {
            double greatest = 0;
            for (int j = 0; j < 30; j++) {
                greatest = j == i ? greatest : Math.max(greatest, gram[i][j]);
            }
            found += 1.3 * greatest < 0.8 ? 1 : 0;
        }
        assertTrue(found > 0 && found < 30, found + " latents");
        List<String> rows = execution.csv("reach.csv");
        assertEquals("k,worst case,random codes", rows.get(0));
        String[] first = rows.get(1).split(",", -1);
        assertEquals(found / 30.0, Double.parseDouble(first[1]), 1e-9);
        String[] last = rows.get(rows.size() - 1).split(",", -1);
        assertEquals(0, Double.parseDouble(last[1]) + Double.parseDouble(last[2]));
        assertEquals(0, execution.results().get("largestKOfAllInEveryCode").asInt());
        assertTrue(
                execution
                        .meaning()
                        .startsWith("Some of 30 latents have no threshold that is right for every code of even one"),
                execution.meaning());
        execution.assertPicture("reach.png");
        execution.assertTidy();
    }

    /** In many dimensions random codes may have more atoms than every code. */
    @Test
    void randomCodesReachFarther() throws IOException {
        Execution execution = Execution.in(
                        folder, "reach", "--features", "900", "--units", "60", "--values", "1,1", "--sigma", "0.001")
                .succeeded();
        JsonNode results = execution.results();
        int every = results.get("largestKOfAllInEveryCode").asInt();
        assertTrue(every >= 2, results.toString());
        String meaning =
                "Each of 60 latents has a threshold that is right for every code of up to " + every + " atoms; for";
        assertTrue(execution.meaning().startsWith(meaning), execution.meaning());
        assertTrue(results.get("largestKOfAllInRandomCodes").asInt() > every, results.toString());
        assertTrue(results.get("largestKOfHalfInEveryCode").asInt() >= every, results.toString());
        assertTrue(
                results.get("largestKOfHalfInRandomCodes").asInt()
                        >= results.get("largestKOfAllInRandomCodes").asInt(),
                results.toString());
    }

    @Test
    void badOptionsAreNamed() {
        Execution.in(folder, "reach", "--values", "1").failed(2, "--values has 1 numbers");
        Execution.in(folder, "reach", "--units", "1").failed(2, "--units");
    }
}
