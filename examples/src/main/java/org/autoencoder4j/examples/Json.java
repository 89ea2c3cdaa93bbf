package org.autoencoder4j.examples;

import org.nd4j.shade.jackson.databind.node.ArrayNode;
import org.nd4j.shade.jackson.databind.node.JsonNodeFactory;

/** JSON of plain Java values. */
final class Json {
    private Json() {}

    static ArrayNode array(double... numbers) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode(numbers.length);
        for (double number : numbers) {
            array.add(number);
        }
        return array;
    }
}
