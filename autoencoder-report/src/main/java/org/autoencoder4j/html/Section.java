package org.autoencoder4j.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.autoencoder4j.report.Report;

/** A heading, which only what stands at the top of a page has not, and what stands beneath it. */
record Section(String heading, List<Item> items) {
    /** What a section may hold. */
    sealed interface Item permits Paragraph, Figure, Tabled, Checks {
        /** What the template is given; its kind is the name of the template's part for it. */
        Map<String, Object> content();
    }

    record Paragraph(String text) implements Item {
        @Override
        public Map<String, Object> content() {
            return Map.of("kind", "paragraph", "text", text);
        }
    }

    /** Pictures as they were when they were added, which belong together; the caption may be empty. */
    record Figure(List<String> svgs, String caption) implements Item {
        @Override
        public Map<String, Object> content() {
            return Map.of("kind", "figure", "svgs", svgs, "caption", caption);
        }
    }

    record Tabled(HtmlTable table) implements Item {
        @Override
        public Map<String, Object> content() {
            return table.content();
        }
    }

    Section with(Item item) {
        List<Item> more = new ArrayList<>(items);
        more.add(item);
        return new Section(heading, List.copyOf(more));
    }

    /** Checks that follow each other are one item. */
    Section with(Report check) {
        int last = items.size() - 1;
        if (last < 0 || !(items.get(last) instanceof Checks checks)) {
            return with(new Checks(List.of(check)));
        }
        List<Item> more = new ArrayList<>(items);
        more.set(last, checks.with(check));
        return new Section(heading, List.copyOf(more));
    }

    int pictures() {
        return items.stream()
                .mapToInt(item -> item instanceof Figure figure ? figure.svgs().size() : 0)
                .sum();
    }

    Map<String, Object> content() {
        return Map.of(
                "heading", heading, "items", items.stream().map(Item::content).toList());
    }
}
