package org.autoencoder4j.examples.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** From docs/API-MAP.md every public class is found: by its name or by its package. */
class ApiMapTest {
    private static final Path ROOT = Path.of("..");
    static final Pattern SOURCES = Pattern.compile(".*autoencoder-[a-z-]+/src/main/java/");
    private static final Pattern CLASS = Pattern.compile("`([A-Z]\\w*)[^`]*`");
    private static final Pattern PACKAGE = Pattern.compile("`([a-z0-9.]+)`");

    /** A line of a table: the classes that it names, and their packages. */
    private record Row(List<String> classes, List<String> packages) {}

    private static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        for (String line : Files.readAllLines(ROOT.resolve("docs/API-MAP.md"))) {
            String[] cells = line.split("\\|", -1);
            if (cells.length == 5 && cells[2].contains("`")) {
                rows.add(new Row(find(CLASS, cells[2]), find(PACKAGE, cells[3])));
            }
        }
        assertTrue(rows.size() > 50, "rows: " + rows.size());
        return rows;
    }

    private static List<String> find(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    /** The sources of public classes of all modules that are published, without internal packages. */
    static List<Path> publicClasses() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            List<Path> sources = files.filter(
                            file -> SOURCES.matcher(file.toString()).lookingAt())
                    .filter(file -> file.toString().endsWith(".java")
                            && !file.toString().contains("/internal/")
                            && isPublic(file))
                    .sorted()
                    .toList();
            assertTrue(sources.size() > 250, "public classes: " + sources.size());
            return sources;
        }
    }

    private static boolean isPublic(Path file) {
        String name = file.getFileName().toString().replace(".java", "");
        Pattern declaration = Pattern.compile("(?m)^public [a-z- ]*(class|interface|record|enum) " + name + "\\b");
        try {
            return declaration.matcher(Files.readString(file)).find();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** By its simple name: the package below org.autoencoder4j. */
    private static Map<String, Set<String>> packages() throws IOException {
        Map<String, Set<String>> packages = new HashMap<>();
        for (Path source : publicClasses()) {
            String name = SOURCES.matcher(source.toString())
                    .replaceFirst("")
                    .replace("org/autoencoder4j/", "")
                    .replace(".java", "")
                    .replace('/', '.');
            int dot = name.lastIndexOf('.');
            packages.computeIfAbsent(name.substring(dot + 1), any -> new TreeSet<>())
                    .add(name.substring(0, dot));
        }
        return packages;
    }

    @Test
    void everyClassOfTheLibraryIsFoundByItsPackage() throws IOException {
        Set<String> missing = new TreeSet<>();
        packages().values().forEach(missing::addAll);
        rows().forEach(row -> row.packages().forEach(missing::remove));
        assertEquals(Set.of(), missing, "packages that docs/API-MAP.md does not name");
    }

    /** In one of the packages of its row, and each of these has a class there. */
    @Test
    void everyClassStandsBesideItsPackage() throws IOException {
        Map<String, Set<String>> packages = packages();
        List<String> wrong = new ArrayList<>();
        for (Row row : rows()) {
            Set<String> unused = new TreeSet<>(row.packages());
            for (String name : row.classes()) {
                Set<String> own = new TreeSet<>(packages.getOrDefault(name, Set.of()));
                own.retainAll(row.packages());
                unused.removeAll(own);
                if (own.isEmpty()) {
                    wrong.add(name + " is not in " + row.packages());
                }
            }
            unused.forEach(each -> wrong.add("nothing of " + each + " among " + row.classes()));
        }
        assertEquals(List.of(), wrong);
    }
}
