package org.autoencoder4j.examples.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.autoencoder4j.examples.Examples;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** What the documents show is compiled, run and there. */
class DocumentationTest {
    static final Path ROOT = Path.of("..");
    private static final Path TESTS = Path.of("src/test/java/org/autoencoder4j/examples/documentation");
    /** Its module runs it. */
    private static final Path ON_SPARK =
            ROOT.resolve("examples-spark/src/test/java/org/autoencoder4j/examples/cluster/OnSpark.java");

    static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern REGION =
            Pattern.compile("// begin of [a-z ]+\n(.*?) *// end of [a-z ]+\n", Pattern.DOTALL);
    private static final Pattern EXAMPLE = Pattern.compile("examples/run ([a-z][a-z0-9-]*)");
    private static final Pattern NAME = Pattern.compile("`([A-Z][a-z]\\w+)(?:\\.(\\w+))?`");
    private static final Pattern ERRATUM = Pattern.compile("(?m)^\\| (\\d+) \\|.*\\|([^|]*)\\|$");
    private static final Pattern TEST = Pattern.compile("`\\w+(?:Test|Contract)\\.\\w+`");
    private static final Pattern JAVA_SOURCE = Pattern.compile("src/(main|test)/java/org/.*\\.java$");
    private static final Pattern VERSION = Pattern.compile("<version>(.*?)</version>");
    private static final Pattern OURS =
            Pattern.compile("<artifactId>autoencoder-[a-z-]+</artifactId>\\s*<version>(.*?)</version>");
    private static final Pattern SLF4J = Pattern.compile("<slf4j.version>(.*?)</slf4j.version>");
    private static final Pattern WHOLE_POM = Pattern.compile("```xml\n(<\\?xml.*?)```", Pattern.DOTALL);

    static Stream<Path> documents() throws IOException {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"));
                Stream<Path> root = Files.list(ROOT)) {
            return Stream.concat(docs, root).filter(file -> file.toString().endsWith(".md")).toList().stream();
        }
    }

    /** Each piece of code in a document is a region of a class that is compiled and run, and each region is shown. */
    @Test
    void codeThatIsShownIsCompiled() throws IOException {
        Set<String> shown = new TreeSet<>();
        for (Path document : documents().toList()) {
            shown.addAll(find(JAVA, read(document)));
        }
        Set<String> compiled = new TreeSet<>();
        List<Path> sources = Stream.concat(
                        Stream.of("QuickStart.java", "Guide.java", "HowTo.java", "HowToCheck.java", "Verdicts.java")
                                .map(TESTS::resolve),
                        Stream.of(ON_SPARK))
                .toList();
        for (Path source : sources) {
            for (String region : find(REGION, read(source))) {
                compiled.add(region.stripTrailing().stripIndent() + "\n");
            }
        }
        String start = read(TESTS.resolve("Start.java")).replaceFirst("package .*;\n\n", "");
        compiled.add(start);
        compiled.add(importsOfTheFirstCode());
        assertEquals(compiled, shown);
        assertEquals(start, read(ROOT.resolve("examples/start/src/main/java/Start.java")), "the project to copy");
        assertTrue(
                find(JAVA, read(ROOT.resolve("README.md"))).get(0).lines().count() <= 10,
                "own data in at most 10 lines");
    }

    /** What README's first code needs of the imports of the class that it is from. */
    private static String importsOfTheFirstCode() throws IOException {
        String code = find(JAVA, read(ROOT.resolve("README.md"))).get(0);
        return read(TESTS.resolve("QuickStart.java"))
                .lines()
                .filter(line -> line.startsWith("import org."))
                .filter(line -> Pattern.compile("\\b" + line.replaceAll(".*\\.|;", "") + "\\b")
                        .matcher(code)
                        .find())
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /** Code that may read and write files. */
    @FunctionalInterface
    interface Action {
        void run() throws IOException;
    }

    static String printed(Action action) throws IOException {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            action.run();
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8).stripTrailing() + "\n";
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/START.md", "docs/HOWTO.md", "docs/SPARK.md"})
    void theVersionIsThatOfTheBuild(String document) throws IOException {
        String version = find(VERSION, read(ROOT.resolve("pom.xml"))).get(0);
        assertEquals(Set.of(version), new TreeSet<>(find(OURS, read(ROOT.resolve(document)))));
    }

    /** Maven reads it, and it says what a Maven of 2022 needs to be told. */
    @Test
    void theWholePomIsXml() throws IOException, ParserConfigurationException, SAXException {
        String pom = find(WHOLE_POM, read(ROOT.resolve("docs/START.md"))).get(0);
        Document parsed =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(pom)));
        assertEquals(
                "17",
                parsed.getElementsByTagName("maven.compiler.release").item(0).getTextContent());
        assertEquals(read(ROOT.resolve("examples/start/pom.xml")), pom, "the project to copy");
        String slf4j = find(SLF4J, read(ROOT.resolve("pom.xml"))).get(0);
        assertTrue(pom.contains("<artifactId>slf4j-nop</artifactId>\n      <version>" + slf4j + "</version>"), pom);
    }

    @Test
    void readmeNamesEveryExample() throws IOException {
        Set<String> missing =
                new TreeSet<>(Examples.commandLine().getSubcommands().keySet());
        missing.removeAll(find(EXAMPLE, read(ROOT.resolve("README.md"))));
        assertEquals(Set.of(), missing, "examples that README.md does not name");
    }

    /** What the tables of the theory name: classes, their members, and test methods. */
    @ParameterizedTest
    @ValueSource(strings = {"THEORY.md", "ERRATA.md", "API-MAP.md"})
    void theTablesOfTheTheoryNameWhatThereIs(String document) throws IOException {
        String text = read(ROOT.resolve("docs").resolve(document));
        Map<String, String> sources = sources();
        List<MatchResult> names = NAME.matcher(text).results().toList();
        List<String> missing = names.stream()
                .filter(name -> !declares(sources.getOrDefault(name.group(1), ""), name.group(1), name.group(2)))
                .map(MatchResult::group)
                .toList();

        assertEquals(List.of(), missing, document + " names what does not exist");
        assertTrue(names.size() > 50, "names found: " + names.size());
        Set<String> examples = new TreeSet<>(find(EXAMPLE, text));
        examples.removeAll(Examples.commandLine().getSubcommands().keySet());
        assertEquals(Set.of(), examples, "examples that do not exist");
    }

    /** Each place where print does not hold is numbered once, and its last column names a test. */
    @Test
    void everyErratumHasItsTest() throws IOException {
        List<MatchResult> entries =
                ERRATUM.matcher(read(ROOT.resolve("docs/ERRATA.md"))).results().toList();
        List<Integer> numbers = entries.stream()
                .map(entry -> Integer.valueOf(entry.group(1)))
                .sorted()
                .toList();
        assertEquals(IntStream.rangeClosed(1, entries.size()).boxed().toList(), numbers);
        List<String> untested = entries.stream()
                .filter(entry -> !TEST.matcher(entry.group(2)).find())
                .map(entry -> entry.group(1))
                .toList();
        assertEquals(List.of(), untested, "entries whose last column names no test");
    }

    /** Each source file by the name of its class, of all modules, since the examples do not see other modules' tests. */
    private static Map<String, String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            Map<String, String> sources = new HashMap<>();
            for (Path file : files.filter(
                            file -> JAVA_SOURCE.matcher(file.toString()).find())
                    .toList()) {
                sources.put(file.getFileName().toString().replace(".java", ""), read(file));
            }
            return sources;
        }
    }

    private static boolean declares(String source, String type, @Nullable String member) {
        return Pattern.compile("(class|interface|record|enum) " + type + "\\b")
                        .matcher(source)
                        .find()
                && (member == null
                        || Pattern.compile("[\\w>\\]] " + member + "\\(|(?m)^    " + member + " [{(]")
                                .matcher(source)
                                .find());
    }

    static List<String> find(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    static String read(Path file) throws IOException {
        return Files.readString(file);
    }
}
