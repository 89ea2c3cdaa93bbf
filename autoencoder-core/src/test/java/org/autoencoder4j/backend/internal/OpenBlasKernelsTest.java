package org.autoencoder4j.backend.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.autoencoder4j.testsupport.OpenBlasKernels;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the log says of the kernels, and that JVMs which tests start run the same ones. */
class OpenBlasKernelsTest {
    private static final String VARIABLE = "OPENBLAS_CORETYPE";

    /** Prints the kernels that it runs. */
    static final class FreshJvm {
        private FreshJvm() {}

        public static void main(String[] arguments) {
            Loader.load(org.bytedeco.openblas.global.openblas.class);
            System.out.println(OpenBlasKernels.running());
        }
    }

    @BeforeAll
    static void onlyWhereOpenBlasHasSeveralKernels() {
        Loader.load(org.bytedeco.openblas.global.openblas.class);
        assumeTrue(Loader.getPlatform().endsWith("-x86_64"), "the names are those of x86-64");
    }

    @Test
    void aJvmThatATestStartsRunsTheSameKernels() throws Exception {
        assertNotEquals(Optional.empty(), OpenBlasKernels.running());
        assertEquals(OpenBlasKernels.running().toString(), inAnotherJvm(Map.of()));
    }

    /** Two kernels that every processor of this kind can execute. */
    @Test
    void theVariableDecides() throws Exception {
        assertEquals("Optional[PRESCOTT]", inAnotherJvm(Map.of(VARIABLE, "Prescott")));
        assertEquals("Optional[CORE2]", inAnotherJvm(Map.of(VARIABLE, "Core2")));
    }

    private static String inAnotherJvm(Map<String, String> environment) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                FreshJvm.class.getName());
        builder.environment().putAll(environment);
        Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor());
        return out.strip();
    }
}
