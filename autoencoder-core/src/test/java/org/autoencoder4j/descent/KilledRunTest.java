package org.autoencoder4j.descent;

import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.autoencoder4j.descent.SavedRuns.Run.End;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A run in a JVM of its own is killed, as by {@code kill -9}, and resumed: what comes out is bit for bit what comes out of
 * a run that nobody disturbs.
 */
class KilledRunTest {
    private static final int STEPS = 400;
    private static final int KILLS = 50;

    /** How long the run takes at the most in a JVM that has just begun; kills fall into this time. */
    private static final int MILLISECONDS = 1500;

    /** The program: a run with a checkpoint at each step. */
    static final class Program {
        public static void main(String[] arguments) {
            SavedRuns.Run<?> run = SavedRuns.valueOf(arguments[0]).run();
            run.whole(0);
            System.out.println("ready");
            run.train(STEPS, Path.of(arguments[1]), 1);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("slow")
    void isResumedBitForBit(SavedRuns kind, @TempDir Path parent) throws Exception {
        End expected = kind.run().whole(STEPS);
        SplittableRandom random = new SplittableRandom(kind.name().hashCode());
        int inTheMidst = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            Path folder = Files.createDirectory(parent.resolve("run-" + kill));
            killed(kind, folder, random.nextInt(MILLISECONDS));
            inTheMidst += isInTheMidst(folder) ? 1 : 0;
            End resumed = resumedOrBegun(kind, folder);
            assertEquals(expected.rows(), resumed.rows(), "kill " + kill);
            for (int i = 0; i < expected.arrays().size(); i++) {
                assertIdentical(expected.arrays().get(i), resumed.arrays().get(i));
            }
            try (Stream<Path> all = Files.list(folder)) {
                assertEquals(2, all.count(), "kill " + kill + " left something beside two checkpoints");
            }
        }
        assertTrue(inTheMidst > 0, "no kill fell between the first checkpoint and the last");
    }

    private static boolean isInTheMidst(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            List<String> names = all.map(path -> String.valueOf(path.getFileName()))
                    .filter(name -> name.startsWith("autoencoder4j-checkpoint-"))
                    .toList();
            return !names.isEmpty() && names.stream().noneMatch(name -> name.endsWith("" + (STEPS - 1)));
        }
    }

    private static void killed(SavedRuns kind, Path folder, int afterMilliseconds) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home", ""), "bin", "java")
                                .toString(),
                        "-Xmx256m",
                        "-Dorg.nd4j.log.initialization=false",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", "")),
                        Program.class.getName(),
                        kind.name(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertEquals("ready", process.inputReader().readLine());
            process.waitFor(afterMilliseconds, TimeUnit.MILLISECONDS);
        } finally {
            assertTrue(process.destroyForcibly().waitFor(60, TimeUnit.SECONDS), "it must die");
        }
    }

    private static End resumedOrBegun(SavedRuns kind, Path folder) throws IOException {
        try {
            return kind.run().resume(STEPS, folder, 1);
        } catch (NoSuchFileException e) {
            // Killed before the first checkpoint.
            return kind.run().train(STEPS, folder, 1);
        }
    }
}
