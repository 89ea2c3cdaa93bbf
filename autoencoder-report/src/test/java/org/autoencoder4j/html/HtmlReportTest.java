package org.autoencoder4j.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.autoencoder4j.picture.Picture;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Reference;
import org.autoencoder4j.report.Relation;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.report.Verdict;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportTest {
    private static final Report INCOHERENT = Report.on(
                    "it is mu-incoherent", Reference.corrected("NWH19", "Definition 1"))
            .requiring(new Bound("length", 1, Relation.AT_MOST, 1.5))
            .claiming(new Bound("mu", 1.79, Relation.AT_MOST, 2))
            .with("coherence", 0.8)
            .witnessedBy("atoms 0 and 3");

    private static Report report(Verdict verdict) {
        Report empty = Report.on("a statement", Reference.asPrinted("NWH19", "Lemma 1"));
        Bound kept = Bound.exact("a", 1, Relation.BELOW, 2);
        Bound broken = Bound.exact("b", 3, Relation.BELOW, 2);
        return switch (verdict) {
            case HOLDS -> empty.claiming(kept);
            case FAILS -> empty.claiming(broken);
            case NOT_APPLICABLE -> empty.requiring(broken).claiming(kept);
            case INCONCLUSIVE -> empty;
        };
    }

    static HtmlReport everything() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("units", 32);
        settings.put("values", new double[] {0.8, 1.2});
        return HtmlReport.titled("A run")
                .asking("What is it made of?", settings)
                .with("Before the first section.")
                .section("Curves")
                .with(Drawing.square("loss"), "It falls.")
                .with(Drawing.square("loss"))
                .section("Numbers")
                .with(HtmlTable.of("What it gave", "", "value", "verdict")
                        .row("R^2", 0.90261234, Verdict.HOLDS)
                        .row("loss", Double.NaN, "none"))
                .with(INCOHERENT)
                .section("Nothing")
                .meaning("It is good.")
                .madeBy(Map.of("seed", 1))
                .repeatedBy("examples/run recover\n  --seed 1");
    }

    private static Document page(HtmlReport report) {
        return Jsoup.parse(report.html());
    }

    @Test
    void aReaderFindsEverythingInOrder() {
        Document page = page(everything());
        assertEquals("A run", page.title());
        assertEquals(List.of("A run"), page.select("h1").eachText());
        List<String> headings =
                List.of("What was asked", "Curves", "Numbers", "What it means", "How to repeat it", "What computed it");
        assertEquals(headings, page.select("h2").eachText());
        assertEquals(headings, page.select("nav a").eachText());
        for (Element link : page.select("nav a")) {
            assertEquals(
                    link.text(), page.selectFirst(link.attr("href") + " h2").text());
        }
        assertEquals(List.of("units", "values"), page.select("#asked dt").eachText());
        assertEquals(List.of("32", "0.8, 1.2"), page.select("#asked dd").eachText());
        assertEquals("It is good.", page.select("#meaning p").text());
        assertEquals("examples/run recover\n  --seed 1", page.selectFirst("pre").wholeText());
        assertEquals("seed 1", page.select("#provenance div").text());
        assertEquals("It falls.", page.select("figcaption").text());
        assertEquals(2, page.select("figure > svg[role=img][aria-label=loss]").size());
    }

    /** Each can then be as wide as a narrow page is. */
    @Test
    void picturesSideBySideAreOneFigureOfSeveral() {
        Picture both = Picture.beside(List.of(Drawing.square("left"), Drawing.square("right")));
        Document page = page(HtmlReport.titled("t").with(both, "Both.").with(Drawing.square("alone")));
        assertEquals(List.of("left", "right", "alone"), page.select("svg").eachAttr("aria-label"));
        assertEquals(2, page.select("figure.several > svg").size());
        assertEquals("Both.", page.select("figure.several > figcaption").text());
        assertEquals(
                List.of("picture-1-clip", "picture-2-clip", "picture-3-clip"),
                page.select("clipPath").eachAttr("id"));
    }

    @Test
    void aScreenReaderFindsItsWay() {
        Document page = page(everything());
        assertEquals("en", page.selectFirst("html").attr("lang"));
        assertEquals(
                page.select("thead th").size(),
                page.select("thead th[scope=col]").size());
        assertEquals(
                List.of("R^2", "loss"),
                page.select("#section-3 > .wide tbody th[scope=row]").eachText());
        for (Element section : page.select("section[aria-labelledby]")) {
            assertEquals(
                    "h2", page.getElementById(section.attr("aria-labelledby")).tagName());
        }
    }

    @Test
    void tablesHaveFourDigitsAndWords() {
        Element table = page(everything()).selectFirst("table");
        assertEquals("What it gave", table.selectFirst("caption").text());
        assertEquals(
                List.of("0.9026", "holds", "not a number", "none"),
                table.select("td").eachText());
        assertEquals(List.of("value"), table.select("thead .number").eachText());
        assertEquals("holds", table.select("td .verdict.HOLDS").text());
    }

    @Test
    void aCheckIsToldWithItsNumbersAndVerdicts() {
        Element check = page(everything()).selectFirst("details");
        assertEquals(
                "holds it is mu-incoherent NWH19 Definition 1, corrected",
                check.selectFirst("summary").text());
        assertEquals(
                List.of("if length 1 \u2264 1.5 holds", "then mu 1.79 \u2264 2 holds"),
                check.select("tbody tr").eachText());
        assertEquals("coherence 0.8", check.select("dl").text());
        assertEquals("atoms 0 and 3", check.select(".witness").text());
        assertTrue(check.hasAttr("open"));
    }

    @Test
    void anIntervalIsShownWhereDigitsShowIt() {
        Report sampled = Report.on("it is small", Reference.asPrinted("NWH19", "Claim 1"))
                .claiming(new Bound("x", 1, Relation.AT_MOST, 2, 0.5, Double.POSITIVE_INFINITY));
        Element check = page(HtmlReport.titled("t").with(sampled)).selectFirst("details");
        assertEquals(
                "then x 1 \u2264 2 0.5 to infinite inconclusive",
                check.select("tbody tr").text());
    }

    @Test
    void everyVerdictIsColouredAndToldInWords() {
        HtmlReport report = HtmlReport.titled("t");
        for (Verdict verdict : Verdict.values()) {
            report = report.with(report(verdict));
        }
        Document page = page(report);
        assertEquals(
                List.of("holds", "fails", "inconclusive", "not applicable"),
                page.select("summary .verdict").eachText());
        assertEquals(4, page.select("footer dd").size());
        for (Verdict verdict : Verdict.values()) {
            assertEquals(
                    2,
                    page.select("summary ." + verdict + ", footer ." + verdict).size(),
                    verdict.name());
            assertTrue(page.selectFirst("style").data().contains("\n." + verdict + " { color: "));
        }
        assertEquals(
                "4 checks; holds: 1, fails: 1, inconclusive: 1, not applicable: 1.",
                page.select("main p").text());
        assertEquals(0, page.select("details[open]").size(), "four are a list");
        assertTrue(page(everything().with(INCOHERENT))
                .select("details:not([open])")
                .isEmpty());
        assertTrue(page(HtmlReport.titled("t")).select("footer").isEmpty());
    }

    @Test
    void copiesLeaveWhatTheyAreOf() {
        HtmlReport begun = HtmlReport.titled("t").section("s").with("one");
        String before = begun.html();
        HtmlReport more = begun.with("two")
                .with(INCOHERENT)
                .section("u")
                .with(Drawing.square("x"))
                .meaning("m");
        assertEquals(before, begun.html());
        assertEquals(
                more.html(),
                begun.with("two")
                        .with(INCOHERENT)
                        .section("u")
                        .with(Drawing.square("x"))
                        .meaning("m")
                        .html());
        double[] values = {1};
        HtmlReport asked = begun.asking("", Map.of("values", values));
        values[0] = 2;
        assertEquals("1", page(asked).select("#asked dd").text());
    }

    @Test
    void theSameInputGivesTheSameBytesInEveryLocale() {
        Locale before = Locale.getDefault();
        String html = everything().html();
        try {
            Locale.setDefault(Locale.forLanguageTag("hi-IN-u-nu-deva"));
            assertEquals(html, everything().html());
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void aFileIsWrittenWholeOrNotAtAll(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("run.html");
        Files.writeString(file, "old");
        everything().write(file);
        assertEquals(everything().html(), Files.readString(file, StandardCharsets.UTF_8));
        Path taken = Files.createDirectories(folder.resolve("taken").resolve("inner"))
                .getParent();
        assertThrows(IOException.class, () -> everything().write(taken));
        assertThrows(
                IOException.class,
                () -> everything().write(folder.resolve("none").resolve("run.html")));
        try (var files = Files.list(folder)) {
            assertEquals(
                    List.of("run.html", "taken"),
                    files.map(each -> each.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void badInputIsNamed() {
        Map<String, Object> unknown = new HashMap<>();
        unknown.put("seed", null);
        assertNames("title", () -> HtmlReport.titled(" "));
        assertNames("heading", () -> everything().section(""));
        assertNames("seed", () -> everything().asking("", unknown));
        assertNames("provenance", () -> everything().madeBy(unknown));
        assertNames("column", () -> HtmlTable.of("c"));
        assertNames("[a, b]", () -> HtmlTable.of("c", "a", "b").row(1));
        assertNames("title of a picture", () -> everything().with(Drawing.square("")));
    }

    private static void assertNames(String what, org.junit.jupiter.api.function.Executable call) {
        String message = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertTrue(message.contains(what), message);
        assertFalse(message.isBlank());
    }
}
