package org.autoencoder4j.examples.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** JSON of plain Java values. */
public final class Json {
    private Json() {}

    public static ArrayNode array(double... numbers) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode(numbers.length);
        for (double number : numbers) {
            array.add(number);
        }
        return array;
    }

    /**
     * Puts null in the place of each NaN and infinity, which JSON does not have, and of the strings that stand for them in
     * a report.
     *
     * @return what stood where, by path
     */
    static ObjectNode withoutNonNumbers(ObjectNode node) {
        ObjectNode found = JsonNodeFactory.instance.objectNode();
        replace(node, "", found);
        return found;
    }

    private static JsonNode replace(JsonNode node, String path, ObjectNode found) {
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                field.setValue(replace(field.getValue(), path + "/" + field.getKey(), found));
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, replace(array.get(i), path + "/" + i, found));
            }
        } else if (isNoNumber(node)) {
            found.put(path, node.asText());
            return NullNode.getInstance();
        }
        return node;
    }

    private static boolean isNoNumber(JsonNode node) {
        return switch (node.getNodeType()) {
            case NUMBER -> !Double.isFinite(node.doubleValue());
            case STRING ->
                node.textValue().equals("NaN")
                        || node.textValue().equals("Infinity")
                        || node.textValue().equals("-Infinity");
            default -> false;
        };
    }
}
