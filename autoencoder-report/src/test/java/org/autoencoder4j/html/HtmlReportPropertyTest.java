package org.autoencoder4j.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.autoencoder4j.report.Bound;
import org.autoencoder4j.report.Reference;
import org.autoencoder4j.report.Relation;
import org.autoencoder4j.report.Report;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;

/** Whatever text and however many pictures: the page stays a page, and says what it was given. */
class HtmlReportPropertyTest {
    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> any = Arbitraries.strings().ofMaxLength(40);
        Arbitrary<String> markup = Arbitraries.of(
                        "<",
                        ">",
                        "&",
                        "\"",
                        "'",
                        "</p>",
                        "</title>",
                        "</style>",
                        "</script>",
                        "<script>",
                        "<!--",
                        "-->",
                        "&amp;",
                        "&#0;",
                        "${title}",
                        "<#if>",
                        "]]>",
                        "<img src=x onerror=y>",
                        "\u0000",
                        "\r",
                        "\n",
                        "\uD800",
                        "\uFFFE",
                        "\u202E",
                        "=",
                        " ",
                        "a")
                .list()
                .ofMinSize(1)
                .ofMaxSize(8)
                .map(parts -> String.join("", parts));
        return Arbitraries.oneOf(any, markup).map(text -> "x" + text);
    }

    private static HtmlReport everywhere(String text) {
        Report check = Report.on(text, Reference.asPrinted(text, text))
                .requiring(new Bound(text, 1, Relation.AT_MOST, 2, 0, 3))
                .with(text, 1)
                .witnessedBy(text);
        return HtmlReport.titled(text)
                .asking(text, Map.of(text, text))
                .section(text)
                .with(text)
                .with(Drawing.square(text), text)
                .with(HtmlTable.of(text, text, text).row(text, text))
                .with(check)
                .meaning(text)
                .madeBy(Map.of(text, text))
                .repeatedBy(text);
    }

    @Property(tries = 300)
    void anyTextIsShownAsItIs(@ForAll("texts") String text) {
        Parser parser = Parser.htmlParser().setTrackErrors(20);
        String html = everywhere(text).html();
        Document page = Jsoup.parse(html, "", parser);
        assertEquals(List.of(), parser.getErrors());
        assertEquals(structure(Jsoup.parse(everywhere("x").html())), structure(page), "elements and attributes");
        String shown = ShownText.of(text);
        for (String place : List.of(
                "title",
                "h1",
                ".question",
                "#asked dt",
                "#asked dd",
                "#section-1 h2",
                "section > p",
                "figcaption",
                "caption",
                ".wide thead th",
                ".wide tbody th",
                ".wide tbody td:eq(1)",
                ".statement",
                ".check dt",
                ".witness",
                ".meaning",
                "pre",
                "#provenance dt",
                "#provenance dd")) {
            assertEquals(shown, page.selectFirst(place).wholeText(), place);
        }
        assertEquals(shown, page.selectFirst("svg").attr("aria-label"));
        assertTrue(page.select("script").isEmpty());
        assertFalse(html.replace(shown, "").contains("http:"));
    }

    /** The names of all elements, and those of their attributes. */
    private static List<String> structure(Document page) {
        return page.getAllElements().stream()
                .map(element -> element.tagName()
                        + element.attributes().asList().stream()
                                .map(Attribute::getKey)
                                .toList())
                .toList();
    }

    @Property(tries = 50)
    void noIdIsThereTwiceAndNothingIsReferredToThatIsNotThere(@ForAll @IntRange(max = 6) int pictures) {
        HtmlReport report = HtmlReport.titled("t");
        for (int i = 0; i < pictures; i++) {
            report = report.with(Drawing.square("same")).section("same").with("same");
        }
        Document page = Jsoup.parse(report.html());
        List<String> ids = page.select("[id]").eachAttr("id");
        Set<String> different = new HashSet<>(ids);
        assertEquals(ids.size(), different.size(), ids.toString());
        assertEquals(2 * pictures, page.select("svg [id]").size());
        for (Element element : page.getAllElements()) {
            for (Attribute attribute : element.attributes()) {
                String key = attribute.getKey().toLowerCase(Locale.ROOT);
                String value = attribute.getValue();
                if (key.endsWith("href")) {
                    assertTrue(different.contains(value.substring(1)), value);
                } else if (value.contains("url(")) {
                    assertTrue(different.contains(value.replaceAll(".*#|['\")]+$", "")), value);
                } else if (key.equals("aria-labelledby")) {
                    assertTrue(different.contains(value), value);
                }
                assertFalse(key.startsWith("on") || key.equals("src"), key);
            }
        }
    }
}
