package org.autoencoder4j.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The JSON form of a report. */
final class JsonReport {
    private JsonReport() {}

    static String of(Report report) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("statement", report.statement());
        write(report.reference(), root.putObject("reference"));
        root.put("verdict", report.verdict().name());
        write(report.conditions(), root.putArray("conditions"));
        write(report.bounds(), root.putArray("bounds"));
        ObjectNode findings = root.putObject("findings");
        report.findings().forEach((name, value) -> put(findings, name, value));
        report.witness().ifPresent(witness -> root.put("witness", witness));
        report.provenance().ifPresent(made -> root.set("provenance", made.toNode()));
        return root.toPrettyString();
    }

    private static void write(Reference reference, ObjectNode node) {
        node.put("paper", reference.paper());
        node.put("item", reference.item());
        node.put("form", reference.form().name());
    }

    private static void write(List<Bound> bounds, ArrayNode array) {
        for (Bound bound : bounds) {
            ObjectNode node = array.addObject();
            node.put("quantity", bound.quantity());
            put(node, "measured", bound.measured());
            node.put("relation", bound.relation().name());
            put(node, "limit", bound.limit());
            put(node, "low", bound.low());
            put(node, "high", bound.high());
            node.put("verdict", bound.verdict().name());
        }
    }

    private static void put(ObjectNode node, String name, double value) {
        if (Double.isFinite(value)) {
            node.put(name, value);
        } else {
            node.put(name, Double.toString(value));
        }
    }
}
