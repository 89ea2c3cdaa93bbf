package org.autoencoder4j.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** What holds for every picture. */
class PictureTest {
    private static final Pattern ID = Pattern.compile("\\bid=\"([^\"]+)\"");
    private static final Pattern REFERENCE = Pattern.compile("(?:href=\"|url\\()([^\")]*)");

    @TempDir
    Path folder;

    static Stream<Picture> pictures() {
        Picture chart = chart("Loss <of> a run & its floor");
        Picture map = HeatMap.shares(
                "Which pairs are consistent",
                "",
                "delta",
                new double[] {0.1, 0.2},
                "k",
                new double[] {3},
                new double[][] {{0, 1}});
        Picture atoms = new AtomsPicture("Two atoms of 2 x 1 pixels", new double[][] {{1, 0}, {-1, 0.5}}, 2, 1);
        return Stream.of(chart, map, atoms, new Faded("a gradient"), Picture.beside(List.of(chart, map, atoms)));
    }

    private static Picture chart(String title) {
        return new LineChart(title, Axis.linear("step"), Axis.logarithmic("loss"))
                .curve(Role.LOSS, "loss", new double[] {3, 2, 1})
                .level(Role.FLOOR, "floor", 0.5);
    }

    @ParameterizedTest
    @MethodSource("pictures")
    void svgIsXmlWithATitleThatNeedsNothingElse(Picture picture)
            throws ParserConfigurationException, IOException, SAXException {
        String svg = picture.svg();
        Element root = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(svg)))
                .getDocumentElement();
        assertEquals("svg", root.getTagName());
        assertEquals("title", root.getFirstChild().getNodeName());
        assertEquals(picture.title(), root.getFirstChild().getTextContent());
        assertEquals("0 0 " + picture.width() + " " + picture.height(), root.getAttribute("viewBox"));
        Set<String> ids = found(ID, svg);
        for (String reference : found(REFERENCE, svg)) {
            assertTrue(reference.startsWith("#") && ids.contains(reference.substring(1)), reference);
        }
        assertFalse(svg.contains("<!DOCTYPE") || svg.contains("<script"), svg);
        assertEquals(svg, picture.svg(), "drawn a second time");
    }

    /** So that several can stand in one page. */
    @Test
    void namesOfPartsAreThoseOfOnePicture() {
        assertEquals(Set.of(), found(ID, chart("of lines alone").svg()));
        Set<String> names = found(ID, new Faded("one").svg());
        assertFalse(names.isEmpty());
        Set<String> shared = new HashSet<>(names);
        shared.retainAll(found(ID, new Faded("another").svg()));
        assertEquals(Set.of(), shared);
    }

    /** Of a colour that SVG has to give a name. */
    private record Faded(String title) implements Picture {
        @Override
        public int width() {
            return 10;
        }

        @Override
        public int height() {
            return 10;
        }

        @Override
        public void paint(Graphics2D graphics) {
            graphics.setPaint(new GradientPaint(0, 0, Color.BLACK, 10, 10, Color.WHITE));
            graphics.fillRect(0, 0, 10, 10);
        }
    }

    private static Set<String> found(Pattern pattern, String text) {
        Set<String> found = new HashSet<>();
        for (MatchResult match : pattern.matcher(text).results().toList()) {
            found.add(match.group(1));
        }
        return found;
    }

    @ParameterizedTest
    @MethodSource("pictures")
    void pngHasTwiceThePixels(Picture picture) throws IOException {
        Path file = folder.resolve("a.png");
        picture.png(file);
        assertEquals(
                2 * picture.width(), ImageIO.read(Files.newInputStream(file)).getWidth());
        assertEquals(
                2 * picture.height(), ImageIO.read(Files.newInputStream(file)).getHeight());
    }

    @Test
    void aGridHasTheTitlesAndTheSizeOfItsPictures() {
        Picture chart = chart("a");
        Picture tall = new AtomsPicture("b", new double[][] {new double[1000]}, 1000, 1);
        Picture grid = Picture.grid(List.of(chart, tall, chart), 2);
        assertEquals("a; b; a", grid.title());
        assertEquals(2 * chart.width(), grid.width());
        assertEquals(2 * tall.height(), grid.height());
        assertNotEquals(chart.height(), tall.height());
        assertThrows(IllegalArgumentException.class, () -> Picture.beside(List.of()));
        assertThrows(IllegalArgumentException.class, () -> Picture.grid(List.of(chart), 0));
    }
}
