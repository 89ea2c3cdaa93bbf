package org.autoencoder4j.examples.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Javadoc of all modules that .ci/javadoc makes, and what it is made of. */
class JavadocTest {
    private static final Path JAVADOC = Path.of("../target/reports/apidocs");
    /** The javadoc of JDK 17 names the first of several packages that it lists together, and links to all of them. */
    private static final String OF_THE_TOOL = "constant-values.html -> #org.autoencoder4j: no such place";

    private static final Pattern COMMENT = Pattern.compile("(?s)/\\*\\*.*?\\*/");
    private static final Pattern SYMBOL =
            Pattern.compile("\\b(alpha|beta|gamma|delta|epsilon|eps|zeta|eta|theta|iota|kappa"
                    + "|lambda|mu|nu|xi|rho|sigma|tau|upsilon|phi|psi|omega)(?=[_0-9]|\\b)");
    private static final Pattern TAG = Pattern.compile("@paper ");

    @Test
    void brokenLinksAreFound(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("other.html"), "<h1 id='a b'>A</h1><a name=old>B</a>");
        HtmlLinks links = HtmlLinks.ofPage(
                folder,
                "<p id=here><a href='other.html#a%20b'></a><a href='other.html#old'></a><a href='#here'></a>"
                        + "<a href='https://example.org/x#y'></a><a href='other.html?x=1'></a>"
                        + "<a href='other.html#c'></a><img src='none.png'><a href='#there'></a>"
                        + "<a href='http://example.org'></a><a href='../page.html'></a><a href='a b'></a>");
        assertEquals(
                List.of(
                        "page.html -> #there: no such place",
                        "page.html -> ../page.html: no such file",
                        "page.html -> a b: no address",
                        "page.html -> http://example.org: neither of this folder nor https",
                        "page.html -> none.png: no such file",
                        "page.html -> other.html#c: no such place"),
                links.broken());
        assertEquals(2, links.pages());
        assertEquals(11, links.checked());
    }

    /** Skipped unless .ci/javadoc has made the pages. */
    @Test
    void noLinkIsBrokenAndSourcesAreNamed() throws IOException {
        Assumptions.assumeTrue(
                Boolean.getBoolean("javadoc.made"), "skipped: .ci/javadoc makes the Javadoc and checks it");
        HtmlLinks links = HtmlLinks.of(JAVADOC);
        List<String> broken = new ArrayList<>(links.broken());
        broken.remove(OF_THE_TOOL);
        assertEquals(List.of(), broken);
        assertTrue(links.checked() > 10_000, links.checked() + " links");

        Set<String> missing = new TreeSet<>();
        long tags = 0;
        long named = 0;
        for (Path source : ApiMapTest.publicClasses()) {
            Path page = JAVADOC.resolve(ApiMapTest.SOURCES
                    .matcher(source.toString())
                    .replaceFirst("")
                    .replace(".java", ".html"));
            if (Files.exists(page)) {
                named += Jsoup.parse(page, "UTF-8")
                        .select("dt:containsOwn(Paper:)")
                        .size();
                tags += TAG.matcher(Files.readString(source)).results().count();
            } else {
                missing.add(source.toString());
            }
        }
        assertEquals(Set.of(), missing, "public classes without a page");
        // Some tags stand at private members.
        assertTrue(tags > 100 && named > 0.9 * tags, named + " sources shown of " + tags);
    }

    /** A Greek letter in a comment of the library is one that NOTATION.md explains. */
    @Test
    void symbolsAreThoseOfTheNotation() throws IOException {
        Set<String> explained = symbols(Files.readString(Path.of("../docs/NOTATION.md")));
        assertTrue(explained.size() > 15, explained.toString());
        Set<String> unknown = new TreeSet<>();
        int used = 0;
        for (Path source : ApiMapTest.publicClasses()) {
            String comments = String.join(
                    "\n",
                    COMMENT.matcher(Files.readString(source))
                            .results()
                            .map(MatchResult::group)
                            .toList());
            Set<String> symbols = symbols(comments);
            used += symbols.size();
            symbols.removeAll(explained);
            symbols.forEach(symbol -> unknown.add(symbol + " in " + source.getFileName()));
        }
        assertEquals(Set.of(), unknown, "symbols that docs/NOTATION.md does not have");
        assertTrue(used > 200, "symbols found: " + used);
    }

    private static Set<String> symbols(String text) {
        Set<String> symbols = new TreeSet<>();
        Stream<MatchResult> found = SYMBOL.matcher(text).results();
        found.forEach(each -> symbols.add(each.group(1)));
        return symbols;
    }
}
