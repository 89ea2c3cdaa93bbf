package org.autoencoder4j.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.autoencoder4j.examples.latents.SmallAutoencoder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reports of small runs of the examples that have one, as files and in a browser. */
class HtmlReportsTest {
    private static final int MOST_BYTES = 500_000;
    private static final String DIGITS = "src/main/resources/org/autoencoder4j/examples/data/digits.csv.gz";

    /** Of each picture: its name, its size on the page, and how many of its parts are drawn. */
    private static final String PICTURES = """
        Array.from(document.querySelectorAll('svg'), picture => ({
            name: picture.getAttribute('aria-label'),
            width: picture.getBoundingClientRect().width,
            height: picture.getBoundingClientRect().height,
            drawn: Array.from(picture.querySelectorAll('path, line, rect, text, polyline, polygon, circle, ellipse, image'))
                .filter(part => part.getBoundingClientRect().width + part.getBoundingClientRect().height > 0).length
        }))\
        """;

    @TempDir
    static Path folder;

    private static final Map<String, Execution> RUNS = new LinkedHashMap<>();

    @BeforeAll
    static void run() throws IOException {
        run("recover", "recover --n 60 --m 4 --samples 2000 --steps 15");
        run("recover-data", "recover --columns 1-64 --shape 8x8 --units 64 --data " + DIGITS);
        run(
                "certify",
                "certify --k 3 --values 0.8,1.2 --sae "
                        + SmallAutoencoder.in(folder).sae());
        run("regimes", "regimes --samples 2 --features 4 --width 1500 --narrow 1 --runs 1 --steps 8");
        run("descent", "descent --model mixture --steps 6");
    }

    private static void run(String name, String command) {
        List<String> arguments = new ArrayList<>(List.of(command.split(" ", -1)));
        arguments.addAll(List.of("--report", report(name).toString()));
        RUNS.put(
                name,
                Execution.in(folder.resolve(name), arguments.toArray(String[]::new))
                        .succeeded());
    }

    private static Path report(String name) {
        return folder.resolve("reports").resolve(name + ".html");
    }

    @Test
    void eachIsLightAndNeedsNothingElseAndSaysWhatItMeans() throws IOException {
        for (String name : RUNS.keySet()) {
            String html = Files.readString(report(name));
            assertTrue(html.length() < MOST_BYTES, name + " has " + html.length());
            assertFalse(html.contains("<script") || html.contains("http:") || html.contains("https:"), name);
            assertTrue(html.contains("<p class=\"meaning\">"), name);
            assertTrue(html.contains("<pre><code>examples/run " + name.replaceAll("-.*", "") + " --"), name);
            assertTrue(html.contains("<dt>BLAS</dt>") && html.contains("<dt>seed</dt>"), name);
            assertFalse(html.contains("seconds"), name + ": no two runs take the same time");
            RUNS.get(name).assertTidy();
        }
    }

    @Test
    void theSameRunGivesTheSameBytes() throws IOException {
        byte[] first = Files.readAllBytes(report("recover"));
        run("recover", "recover --n 60 --m 4 --samples 2000 --steps 15");
        assertArrayEquals(first, Files.readAllBytes(report("recover")));
    }

    @Test
    void aPlaceWhereNoFileCanBeIsRefusedBeforeAnythingIsComputed() {
        Execution run = Execution.in(folder.resolve("refused"), "recover", "--report", folder.toString())
                .failed(1, "it is a folder where --report is to write a file");
        assertFalse(Files.exists(run.folder()));
    }

    @Test
    void aRunThatFailedSaysSo() throws IOException {
        String[] arguments = ("descent --model mixture --steps 2 --report " + report("failed")).split(" ", -1);
        Execution run = Execution.in(folder.resolve("failed"), arguments);
        assertEquals(1, run.exitCode(), run.out() + run.err());
        assertTrue(Files.readString(report("failed")).contains("The run did not do what it says: "));
    }

    /** Its screenshots and prints are in target/reports. */
    @Test
    void aBrowserShowsEachPictureAndComplainsOfNothing(@TempDir Path profile) throws IOException, InterruptedException {
        Optional<Path> program = Chromium.installed();
        assumeTrue(program.isPresent(), "this machine has no Chromium, so that nobody has looked at the reports");
        Path shots = Files.createDirectories(Path.of("target", "reports"));
        try (Chromium browser = Chromium.started(program.orElseThrow(), profile)) {
            for (String name : RUNS.keySet()) {
                for (int width : new int[] {420, 1200}) {
                    browser.open(report(name), width);
                    assertEquals(List.of(report(name).toUri().toString()), browser.requests(), name);
                    assertPictures(name, browser.value(PICTURES));
                    int scrolled = browser.value("document.documentElement.scrollWidth")
                            .asInt();
                    assertTrue(scrolled <= width, name + " is " + scrolled + " wide in a window of " + width);
                    assertEquals(List.of(), browser.complaints(), name);
                }
                browser.screenshot(shots.resolve(name + ".png"));
                browser.print(shots.resolve(name + ".pdf"));
            }
        }
    }

    private static void assertPictures(String name, JsonNode pictures) {
        assertTrue(pictures.size() >= 2, name + " has " + pictures.size() + " pictures");
        for (JsonNode picture : pictures) {
            assertTrue(picture.path("width").asDouble() > 100, name + ": " + picture);
            assertTrue(picture.path("height").asDouble() > 100, name + ": " + picture);
            assertTrue(picture.path("drawn").asInt() > 10, name + ": " + picture);
        }
    }
}
