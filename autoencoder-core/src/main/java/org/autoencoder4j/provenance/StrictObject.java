package org.autoencoder4j.provenance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** An object of JSON of which each field must be asked for. */
final class StrictObject {
    private final String name;
    private final JsonNode node;
    private final Set<String> left = new LinkedHashSet<>();

    StrictObject(String name, JsonNode node) {
        if (!node.isObject()) {
            throw new IllegalArgumentException(name + " is " + node + "; it must be an object");
        }
        this.name = name;
        this.node = node;
        node.fieldNames().forEachRemaining(left::add);
    }

    Set<String> names() {
        return new LinkedHashSet<>(left);
    }

    void requireNothingElse() {
        if (!left.isEmpty()) {
            throw new IllegalArgumentException(name + " has " + left + ", which this version does not know");
        }
    }

    String text(String field) {
        return required(field, optionalText(field), "text");
    }

    Optional<String> optionalText(String field) {
        return value(field).map(value -> {
            if (!value.isTextual()) {
                throw wrong(field, value, "text");
            }
            return value.textValue();
        });
    }

    OptionalLong optionalLong(String field) {
        Optional<JsonNode> value = value(field);
        if (value.isEmpty()) {
            return OptionalLong.empty();
        }
        if (!value.get().isIntegralNumber() || !value.get().canConvertToLong()) {
            throw wrong(field, value.get(), "a whole number of 64 bits");
        }
        return OptionalLong.of(value.get().longValue());
    }

    long count(String field) {
        OptionalLong value = optionalLong(field);
        if (value.isEmpty()) {
            throw missing(field, "a whole number");
        }
        return value.getAsLong();
    }

    int whole(String field) {
        long value = count(field);
        if (value != (int) value) {
            throw new IllegalArgumentException(
                    name + " has " + field + " " + value + "; it must lie between -2^31 and 2^31 - 1");
        }
        return (int) value;
    }

    Optional<StrictObject> optionalObject(String field) {
        return value(field).map(value -> new StrictObject(name + "'s " + field, value));
    }

    List<StrictObject> objects(String field) {
        JsonNode array = required(field, value(field), "a list of objects");
        if (!array.isArray()) {
            throw wrong(field, array, "a list of objects");
        }
        List<StrictObject> objects = new ArrayList<>();
        array.forEach(element -> objects.add(new StrictObject(name + "'s " + field, element)));
        return objects;
    }

    private Optional<JsonNode> value(String field) {
        left.remove(field);
        return Optional.ofNullable(node.get(field));
    }

    private <T> T required(String field, Optional<T> value, String rule) {
        return value.orElseThrow(() -> missing(field, rule));
    }

    private IllegalArgumentException missing(String field, String rule) {
        return new IllegalArgumentException(name + " has no " + field + "; it must be " + rule);
    }

    private IllegalArgumentException wrong(String field, JsonNode value, String rule) {
        return new IllegalArgumentException(name + " has " + field + " " + value + "; it must be " + rule);
    }
}
