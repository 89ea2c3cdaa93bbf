package org.autoencoder4j.html;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.autoencoder4j.picture.Picture;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.report.Verdict;
import org.autoencoder4j.storage.SavedFile;

/**
 * What a run was asked and what it gave, as one HTML file that needs nothing else: pictures are SVG in the page, there is no
 * script, and nothing is loaded from anywhere. It can be read in any browser, with a screen reader, and printed.
 *
 * <p>It is put together by copy methods. Sections, and what is in them, keep the order in which they were added:
 *
 * <pre>{@code
 * HtmlReport.titled("A dictionary of my samples")
 *         .asking("Which parts are the samples made of?", Map.of("units", 32))
 *         .section("How it was learnt")
 *         .with(chart)
 *         .with(HtmlTable.of("What it gave", "number", "value").row("R^2", 0.9026))
 *         .section("What can be relied on")
 *         .with(report)
 *         .meaning("Two units are enough for a sample.")
 *         .repeatedBy("java -jar mine.jar --units 32")
 *         .write(Path.of("run.html"));
 * }</pre>
 *
 * <p>All text is escaped: any text appears as it is, but for control characters, which become the replacement character
 * U+FFFD. A number has at most six digits, four in a table; whole numbers below 10^9 have all of theirs; what is no number or
 * infinite is told in words. The same input gives the same bytes, in every locale; a date is there only if it was put in.
 *
 * <p>Immutable; threads may share it.
 */
public final class HtmlReport {
    private final String title;
    private final String question;
    private final Map<String, String> settings;
    private final List<Section> sections;
    private final String meaning;
    private final Map<String, String> provenance;
    private final String repetition;

    private HtmlReport(
            String title,
            String question,
            Map<String, String> settings,
            List<Section> sections,
            String meaning,
            Map<String, String> provenance,
            String repetition) {
        this.title = title;
        this.question = question;
        this.settings = settings;
        this.sections = sections;
        this.meaning = meaning;
        this.provenance = provenance;
        this.repetition = repetition;
    }

    /**
     * Begins a report.
     *
     * @param title what it is about, in a few words
     * @return a report with nothing else in it
     * @throws IllegalArgumentException if the title is blank
     */
    public static HtmlReport titled(String title) {
        return new HtmlReport(ShownText.required("title", title), "", Map.of(), List.of(), "", Map.of(), "");
    }

    /**
     * Says what was asked.
     *
     * @param about one or two sentences, which stand beneath the title; may be empty
     * @param asked the settings by name, in the order of the map: text, numbers, yes or no, or arrays and lists of these
     * @return a copy that says so, in the place of what was said before
     * @throws IllegalArgumentException if a name or a value is null
     */
    public HtmlReport asking(String about, Map<String, ?> asked) {
        Map<String, String> shown = ShownText.of("settings", asked);
        return new HtmlReport(title, ShownText.of(about), shown, sections, meaning, provenance, repetition);
    }

    /**
     * Begins a section: what is added from now on stands in it. What is added before the first one stands at the top. One into
     * which nothing is put is left out.
     *
     * @param heading its heading
     * @return a copy with the section
     * @throws IllegalArgumentException if the heading is blank
     */
    public HtmlReport section(String heading) {
        List<Section> more = new ArrayList<>(sections);
        more.add(new Section(ShownText.required("heading", heading), List.of()));
        return with(more);
    }

    /**
     * Adds a paragraph.
     *
     * @param paragraph plain text; line breaks are kept
     * @return a copy with the paragraph
     */
    public HtmlReport with(String paragraph) {
        return with(new Section.Paragraph(ShownText.of(paragraph)));
    }

    /**
     * Adds a picture that says by itself what it shows.
     *
     * @param picture the picture
     * @return a copy with the picture as it is now
     * @throws IllegalArgumentException as of {@link #with(Picture, String)}
     */
    public HtmlReport with(Picture picture) {
        return with(picture, "");
    }

    /**
     * Adds a picture. Its title stands for it where it cannot be seen; the {@linkplain Picture#parts parts} of several side by
     * side find their places as the page has room. Cost: its SVG is read once.
     *
     * @param picture the picture
     * @param caption what stands beneath it; nothing if empty
     * @return a copy with the picture as it is now
     * @throws IllegalArgumentException if its SVG is none, has no size, or holds what has no place in a page that needs
     *     nothing else: scripts, style sheets, other documents, references to files
     */
    public HtmlReport with(Picture picture, String caption) {
        int before = sections.stream().mapToInt(Section::pictures).sum();
        List<String> svgs = new ArrayList<>();
        for (Picture part : picture.parts()) {
            svgs.add(InlineSvg.of(part, "picture-" + (before + svgs.size() + 1)));
        }
        return with(new Section.Figure(List.copyOf(svgs), ShownText.of(caption)));
    }

    /**
     * Adds a table.
     *
     * @param table the table
     * @return a copy with the table
     */
    public HtmlReport with(HtmlTable table) {
        return with(new Section.Tabled(table));
    }

    /**
     * Adds what a check found: the statement and where it is from, its verdict, in colour and in words, each condition and
     * bound with its own, other numbers, and the witness. Of more than three that follow each other a reader sees statements and
     * verdicts, and opens the rest; on paper all is open.
     *
     * @param check the report of the check
     * @return a copy with it
     */
    public HtmlReport with(Report check) {
        return with(last().with(check));
    }

    /**
     * Says, in a sentence or two, what all this means.
     *
     * @param sentence what it means
     * @return a copy that says so near its end, in the place of what was said before
     */
    public HtmlReport meaning(String sentence) {
        return new HtmlReport(title, question, settings, sections, ShownText.of(sentence), provenance, repetition);
    }

    /**
     * Says what computed it: library, backend, seed, data and the like.
     *
     * @param facts these by name, in the order of the map; values are as those of {@link #asking}
     * @return a copy that says so at its end, in the place of what was said before
     * @throws IllegalArgumentException if a name or a value is null
     */
    public HtmlReport madeBy(Map<String, ?> facts) {
        return new HtmlReport(
                title, question, settings, sections, meaning, ShownText.of("provenance", facts), repetition);
    }

    /**
     * Says how to do it again.
     *
     * @param command a command line or a piece of code, which is shown with its line breaks
     * @return a copy that says so at its end, in the place of what was said before
     */
    public HtmlReport repeatedBy(String command) {
        return new HtmlReport(title, question, settings, sections, meaning, provenance, ShownText.of(command));
    }

    private HtmlReport with(Section.Item item) {
        return with(last().with(item));
    }

    private Section last() {
        return sections.isEmpty() ? new Section("", List.of()) : sections.get(sections.size() - 1);
    }

    private HtmlReport with(Section last) {
        List<Section> more = new ArrayList<>(sections.subList(0, Math.max(0, sections.size() - 1)));
        more.add(last);
        return with(more);
    }

    private HtmlReport with(List<Section> changed) {
        return new HtmlReport(
                title, question, settings, Collections.unmodifiableList(changed), meaning, provenance, repetition);
    }

    /**
     * Returns the page. Cost: O(its length).
     *
     * @return a whole HTML document
     */
    public String html() {
        return Page.of(Map.of(
                "title", title,
                "question", question,
                "settings", settings,
                "sections",
                        sections.stream()
                                .filter(section -> !section.items().isEmpty())
                                .map(Section::content)
                                .toList(),
                "verdicts", Arrays.stream(Verdict.values()).map(Checks::verdict).toList(),
                "meaning", meaning,
                "repetition", repetition,
                "provenance", provenance));
    }

    /**
     * Writes the page, in UTF-8, so that it appears whole or not at all; a file that is there already is replaced.
     *
     * @param file the file, in a folder that exists
     * @throws IOException if it cannot be written; then nothing has changed
     */
    public void write(Path file) throws IOException {
        String html = html();
        SavedFile.write(file, unfinished -> Files.writeString(unfinished, html, StandardCharsets.UTF_8));
    }

    /**
     * Returns what the report is.
     *
     * @return its title
     */
    @Override
    public String toString() {
        return title;
    }
}
