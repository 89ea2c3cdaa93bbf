package org.autoencoder4j.examples.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void whatIsNoNumberBecomesNullAndIsNamed() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("a", 1.5).put("b", Double.NaN).put("text", "NaN is no number").put("c", "Infinity");
        node.set("list", Json.array(1, Double.NEGATIVE_INFINITY, 2));
        node.putObject("inner").put("d", Float.NaN).put("e", 3);
        ObjectNode found = Json.withoutNonNumbers(node);
        assertEquals(
                "{\"a\":1.5,\"b\":null,\"text\":\"NaN is no number\",\"c\":null,\"list\":[1.0,null,2.0],"
                        + "\"inner\":{\"d\":null,\"e\":3}}",
                node.toString());
        assertEquals(
                "{\"/b\":\"NaN\",\"/c\":\"Infinity\",\"/list/1\":\"-Infinity\",\"/inner/d\":\"NaN\"}",
                found.toString());
    }
}
