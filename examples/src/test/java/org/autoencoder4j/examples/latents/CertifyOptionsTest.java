package org.autoencoder4j.examples.latents;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Options of {@code certify} that mean nothing are refused by their names, before any work. */
class CertifyOptionsTest {
    @TempDir
    private Path folder;

    private SmallAutoencoder small;

    @BeforeEach
    void save() throws IOException {
        small = SmallAutoencoder.in(folder);
    }

    /** Even where there is no autoencoder at all. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--k 2 --values 1 | --values has 1 numbers",
                "--k 2 --values 0,1 | --values a1 = 0.0",
                "--k 2 --values 2,1 | --values a2 = 1.0",
                "--k 2 --values 1,NaN | --values a2 = NaN",
                "--k 0 --values 1,2 | --k = 0",
                "--values 1,2 | without them give --data FILE",
                "--k 2 | without them give --data FILE",
                "--k 2 --values 1,2 --rho 1 --sigma 1 | --rho and --sigma are both given",
                "--k 2 --values 1,2 --rho -1 | --rho = -1.0",
                "--k 2 --values 1,2 --sigma -1 | --sigma = -1.0",
                "--k 2 --values 1,2 --input-factor 0 | --input-factor = 0.0",
                "--k 2 --values 1,2 --array x | --array x has a meaning for a table or an array in a file (--data) only",
                "--k 2 --values 1,2 --limit -1 | --limit = -1",
                "--k 2 --values 1,2 --cosine 2 | --cosine = 2.0",
                "--k 2 --values 1,2 --random 2 | --random = 2.0 must lie strictly between 0 and 1",
                "--k 2 --values 1,2 --random 0 | --random = 0.0 must lie strictly between 0 and 1",
                "--k 2 --values 1,2 --random NaN | --random = NaN must lie strictly between 0 and 1",
                "--k 2 --values 1,2 --random .01 --rho .1 | --random takes normal noise: give --sigma instead of --rho",
                "--k 2 --values 1,2 --supports data | --supports is for --random",
                "--k 2 --values 1,2 --random .1 --supports data | --supports data needs --data FILE",
                "--k 2 --values 1,2 --activation hard | --activation hard needs --lambda",
                "--k 2 --values 1,2 --activation hard --lambda 0 | --lambda = 0.0",
                "--k 2 --values 1,2 --activation topk --top-k 0 | --top-k = 0",
                "--values 1,2 --data samples.npy --activation topk | --activation topk needs --top-k or --k",
            })
    void badOnesAreToldBeforeAnyWork(String options, String message) {
        small.certify(folder.resolve("nowhere"), options.split(" ")).failed(2, message);
    }

    /** What depends on the autoencoder is told before anything is computed of it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--k 24 --values 1,2 | --k = 24 must lie between 1 and 23",
                "--k 2 --values 1,2 --lambda 1 | --lambda is for --activation hard",
                "--k 2 --values 1,2 --top-k 2 | --top-k is for --activation topk and topk_relu",
                "--k 2 --values 1,2 --top-k 3 --activation topk --random .1 | --random of a TopK of 3 needs --k 3",
                "--k 2 --values 1,2 --input-factor 2 | --input-factor is for a folder of SAELens",
                "--k 2 --values 1,2 --activation topk --top-k 25 | --top-k = 25 must lie between 1 and 24",
            })
    void thoseThatDoNotSuitTheAutoencoderAreTold(String options, String message) {
        small.certify(options.split(" ")).failed(2, message);
        assertFalse(Files.exists(folder.resolve("out/report.txt")));
    }

    @Test
    void supportsOfTopKAreNotIndependent() throws IOException {
        String file = small.samples(small.atoms().transpose().dup('c'));
        String[] options = "--k 2 --values 1,2 --activation topk --random .1 --supports data --data".split(" ");
        String[] all = Arrays.copyOf(options, options.length + 1);
        all[options.length] = file;
        small.certify(all).failed(2, "--supports data is not for TopK");
    }

    /** No noise at all is normal noise of sigma 0, however it is said. */
    @Test
    void noNoiseSuitsRandomCodes() {
        small.certify("--k", "2", "--values", "1,1", "--random", ".1", "--rho", "0")
                .succeeded();
    }
}
