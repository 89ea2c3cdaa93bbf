package org.autoencoder4j.backend.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OpenBlasTest {
    @Test
    void isPresentInTheBuild() {
        assertTrue(OpenBlas.ifPresent().isPresent());
    }

    @Test
    void isAbsentWhereItsClassesAreMissing() throws Exception {
        URL[] library = {OpenBlas.class.getProtectionDomain().getCodeSource().getLocation()};
        try (URLClassLoader loader = new URLClassLoader(library, new WithoutOpenBlas())) {
            Class<?> type = Class.forName(OpenBlas.class.getName(), true, loader);
            assertEquals(loader, type.getClassLoader());
            assertEquals(Optional.empty(), type.getMethod("ifPresent").invoke(null));
        }
    }

    /** Everything but OpenBLAS and the library itself. */
    private static final class WithoutOpenBlas extends ClassLoader {
        WithoutOpenBlas() {
            super(getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith("org.bytedeco.openblas") || name.startsWith("org.autoencoder4j")) {
                throw new ClassNotFoundException(name);
            }
            return OpenBlasTest.class.getClassLoader().loadClass(name);
        }
    }
}
