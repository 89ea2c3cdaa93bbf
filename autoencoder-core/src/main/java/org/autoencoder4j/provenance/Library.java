package org.autoencoder4j.provenance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;
import org.nd4j.linalg.factory.Nd4j;

/** The versions that jars state of themselves. */
final class Library {
    private static final String UNKNOWN = "unknown";
    private static final String OWN = "library.properties";
    private static final String OF_ND4J = "/META-INF/maven/org.nd4j/nd4j-api/pom.properties";

    /** In place of the commit that the jar states, which builds from a working copy do not know. */
    private static final String COMMIT = "autoencoder4j.commit";

    private static final String VERSION = stated(Library.class, OWN, "version").orElse(UNKNOWN);
    private static final Optional<String> COMMIT_OF_JAR = stated(Library.class, OWN, "commit");
    private static final String ND4J = stated(Nd4j.class, OF_ND4J, "version").orElse(UNKNOWN);

    private Library() {}

    static String version() {
        return VERSION;
    }

    static Optional<String> commit() {
        return Optional.ofNullable(System.getProperty(COMMIT))
                .filter(commit -> !commit.isBlank())
                .or(() -> COMMIT_OF_JAR);
    }

    static String nd4j() {
        return ND4J;
    }

    /** What a build did not fill in is not stated. */
    private static Optional<String> stated(Class<?> owner, String resource, String name) {
        Properties properties = new Properties();
        try (InputStream stream = owner.getResourceAsStream(resource)) {
            if (stream != null) {
                properties.load(stream);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the resource " + resource + " cannot be read", e);
        }
        return Optional.ofNullable(properties.getProperty(name))
                .filter(value -> !value.isBlank() && !value.startsWith("${") && !value.equals(UNKNOWN));
    }
}
