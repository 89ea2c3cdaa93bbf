package org.autoencoder4j.examples.documentation;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** Links from the HTML pages of a folder to files of it, to places in its pages, and in form alone to the outside. */
final class HtmlLinks {
    private final Path folder;
    private final Map<Path, Set<String>> places = new HashMap<>();
    private final List<String> broken = new ArrayList<>();
    private int checked;

    private HtmlLinks(Path folder) {
        this.folder = folder;
    }

    static HtmlLinks of(Path folder) throws IOException {
        HtmlLinks links = new HtmlLinks(folder.toRealPath());
        Map<Path, Document> pages = new HashMap<>();
        try (Stream<Path> files = Files.walk(links.folder)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".html")).toList()) {
                Document page = Jsoup.parse(file, "UTF-8");
                pages.put(file, page);
                links.places.put(file, placesOf(page));
            }
        }
        for (Map.Entry<Path, Document> page : pages.entrySet()) {
            for (Element element : page.getValue().select("[href], [src]")) {
                links.check(page.getKey(), element.attr(element.hasAttr("href") ? "href" : "src"));
            }
        }
        return links;
    }

    /** Each link that leads nowhere, with its page and the reason. */
    List<String> broken() {
        return broken.stream().sorted().toList();
    }

    int pages() {
        return places.size();
    }

    int checked() {
        return checked;
    }

    private static Set<String> placesOf(Document page) {
        Set<String> names = new HashSet<>(page.select("[id]").eachAttr("id"));
        names.addAll(page.select("a[name]").eachAttr("name"));
        return names;
    }

    private void check(Path page, String link) {
        checked++;
        String reason = reason(page, link);
        if (!reason.isEmpty()) {
            broken.add(folder.relativize(page) + " -> " + link + ": " + reason);
        }
    }

    private String reason(Path page, String link) {
        URI uri;
        try {
            uri = new URI(link);
        } catch (URISyntaxException e) {
            return "no address";
        }
        if (uri.getScheme() != null) {
            return "https".equals(uri.getScheme()) && uri.getHost() != null ? "" : "neither of this folder nor https";
        }
        Path target = uri.getPath().isEmpty()
                ? page
                : page.resolveSibling(uri.getPath()).normalize();
        if (!target.startsWith(folder) || !Files.isRegularFile(target)) {
            return "no such file";
        }
        String place = uri.getFragment();
        return place == null
                        || place.isEmpty()
                        || places.getOrDefault(target, Set.of()).contains(place)
                ? ""
                : "no such place";
    }

    /** For a test: a folder with one page. */
    static HtmlLinks ofPage(Path folder, String html) throws IOException {
        Files.writeString(folder.resolve("page.html"), html, StandardCharsets.UTF_8);
        return of(folder);
    }
}
