package org.autoencoder4j.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InlineSvgTest {
    private static Element inPage(Drawing drawing, String name) {
        return Jsoup.parse(InlineSvg.of(drawing, name)).selectFirst("svg");
    }

    @Test
    void idsAndAllReferencesToThemGetTheName() {
        Element svg = inPage(Drawing.square("a square"), "p1");
        assertEquals("p1-clip", svg.selectFirst("clipPath").id());
        assertEquals("p1-box", svg.selectFirst("clipPath rect").id());
        assertEquals("url(#p1-clip)", svg.selectFirst("svg > rect").attr("clip-path"));
        assertEquals("mask:url('#p1-clip')", svg.selectFirst("svg > rect").attr("style"));
        assertEquals("#p1-box", svg.selectFirst("use").attr("xlink:href"));
    }

    @Test
    void itIsOnePictureWithANameAndCanShrink() {
        Element svg = inPage(Drawing.square("a < b & \"c\""), "p1");
        assertEquals("img", svg.attr("role"));
        assertEquals("a < b & \"c\"", svg.attr("aria-label"));
        assertEquals("0 0 20 10", svg.attr("viewBox"));
        assertFalse(InlineSvg.of(Drawing.square("t"), "p1").contains("http"), "a page of HTML knows SVG");
    }

    @Test
    void whatStandsAroundThePictureIsLeftOut() {
        Drawing file = new Drawing(
                "t",
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?><!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\""
                        + " \"http://nowhere.invalid/svg11.dtd\"><!-- made by hand --><svg viewBox=\"0 0 3 3\">"
                        + "<!-- inner --><?php no?><text><![CDATA[a<b]]></text></svg>");
        assertEquals(
                "<svg aria-label=\"t\" role=\"img\" viewBox=\"0 0 3 3\"><text>a&lt;b</text></svg>",
                InlineSvg.of(file, "p1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>1</script>",
                "<SCRIPT>1</SCRIPT>",
                "<style>*{fill:red}</style>",
                "<foreignObject/>",
                "<a href='#x'/>",
                "<rect onclick='1'/>",
                "<rect ONLOAD='1'/>",
                "<image href='other.png'/>",
                "<image href='data:image/svg+xml;base64,AAAA'/>",
                "<use xlink:href='http://nowhere.invalid/x.svg#a'/>",
                "<use XLINK:HREF='x.svg#a'/>",
                "<rect fill='url(x.svg#a)'/>",
                "<rect fill='URL(\"x.svg#a\")'/>",
                "<rect style='mask:url( x )'/>",
                "<title><b>x</b></title>"
            })
    void whatIsNoDrawingIsRefused(String content) {
        String message = assertThrows(IllegalArgumentException.class, () -> InlineSvg.of(Drawing.of(content), "p1"))
                .getMessage();
        assertTrue(message.startsWith("the SVG of the picture \"a title\" must "), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no xml", "<svg width='1' height='1'>", "<svg>&nope;</svg>", "<svg a='1' a='2'/>"})
    void whatIsNoXmlIsRefused(String svg) {
        String message = assertThrows(IllegalArgumentException.class, () -> InlineSvg.of(new Drawing("t", svg), "p1"))
                .getMessage();
        assertTrue(message.startsWith("the SVG of the picture \"t\" is no XML: "), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<svg/>", "<svg width='1'/>", "<svg width='1' height='50%'/>", "<g width='1' height='1'/>"})
    void aSizeAndTheRightRootAreNeeded(String svg) {
        assertThrows(IllegalArgumentException.class, () -> InlineSvg.of(new Drawing("t", svg), "p1"));
    }

    /** A file on the disk must not find its way into a page. */
    @Test
    void entitiesFromElsewhereAreNotRead() {
        String svg = "<!DOCTYPE svg [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><svg width='1'"
                + " height='1'><text>&x;</text></svg>";
        Element text = inPage(new Drawing("t", svg), "p1").selectFirst("text");
        assertEquals("", text.text());
    }
}
