package org.autoencoder4j.examples.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Links of the documents to each other, and to headings, lead somewhere. */
class LinksTest {
    private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)\\s]+)\\)");
    private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```$");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.+)$");

    /** To a file that is there, and to a heading in it if it names one. */
    @ParameterizedTest
    @MethodSource("org.autoencoder4j.examples.documentation.DocumentationTest#documents")
    void linksLeadSomewhere(Path document) throws IOException {
        for (String link : DocumentationTest.find(LINK, withoutCode(DocumentationTest.read(document)))) {
            String[] parts = link.split("#", 2);
            Path target = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]);
            assertTrue(Files.exists(target), document + " links to " + link + ", which does not exist");
            assertTrue(
                    parts.length == 1 || anchors(DocumentationTest.read(target)).contains(parts[1]),
                    () -> document + " links to " + link + ", of which there is no heading");
        }
    }

    @Test
    void anchorsAreThoseOfGitHub() {
        assertEquals(
                List.of("a-b-and-c_d-2", "x", "x-1"),
                List.copyOf(anchors("# A `B` and c_d: 2!\n```\n# no heading\n```\n## [X](y.md)\n### X\n")));
    }

    private static String withoutCode(String text) {
        return FENCED.matcher(text).replaceAll("");
    }

    /** The headings as GitHub makes anchors of them: in lower case, blanks as hyphens, without other marks, counted. */
    private static Set<String> anchors(String text) {
        Map<String, Integer> met = new HashMap<>();
        Set<String> anchors = new LinkedHashSet<>();
        for (String heading : DocumentationTest.find(HEADING, withoutCode(text))) {
            String anchor = heading.replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N} _-]", "")
                    .replace(' ', '-');
            int before = met.merge(anchor, 1, Integer::sum) - 1;
            anchors.add(before == 0 ? anchor : anchor + "-" + before);
        }
        return anchors;
    }
}
