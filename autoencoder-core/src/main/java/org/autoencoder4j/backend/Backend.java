package org.autoencoder4j.backend;

import java.util.Arrays;
import java.util.Optional;
import java.util.ServiceLoader;
import org.autoencoder4j.backend.internal.OpenBlas;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.factory.Nd4jBackend;

/**
 * What computes: the ND4J backend that the application has put on the class path. The library itself brings none.
 *
 * @param name the backend's name, for example {@code "CpuBackend"}
 * @param blas the BLAS and its version, for example {@code "OpenBLAS 0.3.31-1.5.13"}
 * @param coreType the kernels that the BLAS really runs, which it chooses for the processor or by the environment variable
 *     OPENBLAS_CORETYPE, in capitals, for example {@code "SKYLAKEX"}; empty where it is no OpenBLAS or has but one set of them
 * @param threads how many threads the BLAS uses
 */
public record Backend(String name, String blas, Optional<String> coreType, int threads) {
    private static final String DEPENDENCY =
            "org.autoencoder4j:autoencoder-backend-cpu (<type>pom</type>, the version of this library)";

    /**
     * Requires a backend on the class path. An application calls it before its first array, because ND4J's own
     * complaint is a long stack trace. Cheap; it starts neither ND4J nor the backend, nor a logging system, whose
     * warnings would hide the sentence.
     *
     * @throws BackendException if there is none
     */
    public static void require() {
        require(Thread.currentThread().getContextClassLoader(), Nd4jBackend.class.getClassLoader());
    }

    static void require(@Nullable ClassLoader... loaders) {
        if (Arrays.stream(loaders)
                .flatMap(loader -> ServiceLoader.load(Nd4jBackend.class, loader).stream())
                .findAny()
                .isEmpty()) {
            throw new BackendException("No ND4J backend is on the class path: add the dependency " + DEPENDENCY + ".");
        }
    }

    /**
     * Requires a backend whose double factorisations are right. A Cholesky factorisation and a symmetric product of
     * order 160 are compared with plain Java, once in the life of the JVM (some milliseconds); a backend without
     * OpenBLAS is not tested. The library calls it before it first trusts a double factorisation.
     *
     * <p>ND4J's own choice, OpenBLAS 0.3.19, fails it on the AVX-512 kernels: there Cholesky, triangular solves and
     * symmetric products report success and return garbage.
     *
     * @throws BackendException if there is no backend or it computes wrong results
     */
    public static void verify() {
        require();
        verifyBlas();
    }

    /** Does the same for a caller that has an array, hence a backend. Costs nothing but once. */
    public static void verifyBlas() {
        OpenBlas.ifPresent().ifPresent(blas -> verify(blas.version(), blas.failure()));
    }

    static void verify(String version, Optional<String> failure) {
        if (failure.isPresent()) {
            throw new BackendException("OpenBLAS " + version + " computes wrong results on this processor ("
                    + failure.get() + "): use OpenBLAS >= 0.3.28 by declaring " + DEPENDENCY
                    + " before any other dependency that brings nd4j-native or org.bytedeco:openblas, or, to go on with"
                    + " this version, set the environment variable OPENBLAS_CORETYPE=Haswell.");
        }
    }

    /**
     * Describes the backend, for the provenance of results. Starts ND4J.
     *
     * @return the backend in use
     * @throws BackendException if there is none
     */
    public static Backend describe() {
        require();
        String name = Nd4j.getBackend().getClass().getSimpleName();
        String blas = OpenBlas.ifPresent()
                .map(openBlas -> "OpenBLAS " + openBlas.version())
                .orElseGet(() -> String.valueOf(Nd4j.factory().blas().getBlasVendor()));
        return new Backend(
                name,
                blas,
                OpenBlas.ifPresent().flatMap(OpenBlas::coreType),
                Nd4j.factory().blas().getMaxThreads());
    }
}
