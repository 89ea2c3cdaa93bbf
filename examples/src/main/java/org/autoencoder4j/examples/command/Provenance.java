package org.autoencoder4j.examples.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.util.Properties;
import org.autoencoder4j.backend.Backend;

/** What computed a result, so that somebody else can compute it again. */
final class Provenance {
    private Provenance() {}

    static ObjectNode of(long seed) {
        Properties versions = versions();
        Backend backend = Backend.describe();
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("autoencoder4j", versions.getProperty("version"));
        node.put("nd4j", versions.getProperty("nd4j"));
        node.put("jdk", System.getProperty("java.vm.name") + " " + Runtime.version());
        node.put(
                "jvmOptions",
                String.join(" ", ManagementFactory.getRuntimeMXBean().getInputArguments()));
        node.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        node.put("architecture", System.getProperty("os.arch"));
        node.put("processors", Runtime.getRuntime().availableProcessors());
        node.put("backend", backend.name());
        node.put("blas", backend.blas());
        node.put("threads", backend.threads());
        node.put("seed", seed);
        String commit = System.getProperty("autoencoder4j.examples.commit");
        if (commit != null) {
            node.put("commit", commit);
        }
        return node;
    }

    private static Properties versions() {
        Properties properties = new Properties();
        try (InputStream stream = Provenance.class.getResourceAsStream("/autoencoder4j-examples.properties")) {
            if (stream != null) {
                properties.load(stream);
            }
        } catch (IOException e) {
            throw new IllegalStateException("the examples' own resource cannot be read", e);
        }
        return properties;
    }
}
