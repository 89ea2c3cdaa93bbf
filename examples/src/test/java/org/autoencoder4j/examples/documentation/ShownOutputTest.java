package org.autoencoder4j.examples.documentation;

import static org.autoencoder4j.examples.documentation.DocumentationTest.JAVA;
import static org.autoencoder4j.examples.documentation.DocumentationTest.ROOT;
import static org.autoencoder4j.examples.documentation.DocumentationTest.find;
import static org.autoencoder4j.examples.documentation.DocumentationTest.printed;
import static org.autoencoder4j.examples.documentation.DocumentationTest.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.autoencoder4j.check.consistency.CodeSet;
import org.autoencoder4j.examples.Execution;
import org.autoencoder4j.examples.documentation.DocumentationTest.Action;
import org.autoencoder4j.report.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What the documents say that a program prints is what it prints. */
class ShownOutputTest {
    private static final Pattern OUTPUT = Pattern.compile("```text\n(.*?)```", Pattern.DOTALL);
    private static final Pattern R2 = Pattern.compile("R\\^2 = (\\d\\.\\d+)");
    private static final Pattern R2_OF_TABLE = Pattern.compile("R\\^2 +(\\d\\.\\d+)");
    private static final Pattern COMMAND = Pattern.compile("autoencoder4j/examples/run (.+ --out .+)");
    private static final Pattern L0 = Pattern.compile("and (\\d+\\.\\d+) active units each");

    /** But for the numbers that kernels of the BLAS round otherwise. */
    @Test
    void theQuickStartsPrintWhatReadmeSays(@TempDir Path folder) throws IOException {
        List<String> shown = find(OUTPUT, read(ROOT.resolve("README.md")));
        Path file = GuideTest.csv(folder);
        String printed = printed(() -> QuickStart.ownData(file));
        assertEquals(withoutNumbers(shown.get(0)), withoutNumbers(printed));
        assertEquals(number(R2, shown.get(0)), number(R2, printed), 0.005);
        assertEquals(number(L0, shown.get(0)), number(L0, printed), 0.011);
        assertTrue(Files.isDirectory(folder.resolve("learned")));
        assertEquals(shown.get(1), printed(QuickStart::synthetic));
    }

    private static String withoutNumbers(String text) {
        return text.replaceAll("-?\\d+(\\.\\d+)?(E-?\\d+|e-?\\d+)?", "#");
    }

    /** As it is, up to the numbers that kernels of the BLAS round otherwise; and the class has at most 15 lines. */
    @Test
    void theFirstProgramPrintsWhatStartSays(@TempDir Path folder) throws IOException {
        String start = read(ROOT.resolve("docs/START.md"));
        String file = "src/main/resources/org/autoencoder4j/examples/data/digits.csv.gz";
        Path saved = folder.resolve("learned");
        String printed = printed(() -> Start.main(new String[] {file, saved.toString()}));
        String shown = find(OUTPUT, start).get(1);
        assertEquals(kindsOfLines(shown), kindsOfLines(printed));
        assertEquals(number(R2, shown), number(R2, printed), 0.005);
        assertEquals(number(L0, shown), number(L0, printed), 0.1);
        assertTrue(Files.isDirectory(saved));
        long lines = find(JAVA, start)
                .get(0)
                .lines()
                .dropWhile(line -> !line.contains("void main"))
                .filter(line -> !line.isBlank())
                .count();
        assertTrue(lines <= 17, "main has " + lines + " lines with its braces and that of the class");
    }

    /** With its options as they are, but for the places of the file and the folder; up to numbers. */
    @Test
    void theOneCommandPrintsWhatStartSays(@TempDir Path folder) throws IOException {
        String start = read(ROOT.resolve("docs/START.md"));
        String[] options = find(COMMAND, start).get(0).split(" ", -1);
        for (int i = 0; i < options.length; i++) {
            options[i] = options[i].replaceFirst("^autoencoder4j/", "../").replaceFirst("^mine$", folder.toString());
        }
        Execution run = Execution.of(folder, options).succeeded();
        String shown = find(OUTPUT, start).get(0);
        String printed = run.out().strip().replace(folder.toString(), "mine") + "\n";
        assertEquals(withoutNumbers(shown), withoutNumbers(printed));
        assertEquals(number(R2_OF_TABLE, shown), number(R2_OF_TABLE, printed), 0.005);
    }

    /** How many units sample 0 has may depend on the kernels, too. */
    private static List<String> kindsOfLines(String text) {
        return withoutNumbers(text).lines().distinct().toList();
    }

    private static double number(Pattern pattern, String text) {
        return Double.parseDouble(find(pattern, text).get(0));
    }

    /** One example of each verdict, in the order of the document. */
    @Test
    void theVerdictsArePrintedAsShown() throws IOException {
        List<String> shown = find(OUTPUT, read(ROOT.resolve("docs/VERDICTS.md")));
        INDArray dictionary = Verdicts.dictionary();
        CodeSet codes = CodeSet.nonNegative(1, 1, 1.5);
        List<Action> examples = List.of(
                () -> assertEquals(
                        Verdict.HOLDS, Verdicts.ofBias(dictionary, codes, -0.92).verdict()),
                () -> assertEquals(
                        Verdict.FAILS, Verdicts.ofBias(dictionary, codes, -0.5).verdict()),
                () -> assertEquals(
                        Verdict.NOT_APPLICABLE,
                        Verdicts.ofTheorem(dictionary, codes).verdict()),
                () -> assertEquals(
                        Verdict.INCONCLUSIVE, Verdicts.ofSamples(dictionary).verdict()));
        for (int i = 0; i < examples.size(); i++) {
            assertEquals(shown.get(i), printed(examples.get(i)));
        }
    }
}
