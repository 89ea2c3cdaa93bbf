package org.autoencoder4j.testsupport;

import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * Which kernels the OpenBLAS of this JVM runs: those that it chose for the processor, or those of the environment variable
 * OPENBLAS_CORETYPE where the build has them.
 */
public final class OpenBlasKernels {
    /** The tables of functions that builds for x86-64 have. */
    private static final List<String> NAMES = List.of(
            "PRESCOTT",
            "CORE2",
            "NEHALEM",
            "BARCELONA",
            "SANDYBRIDGE",
            "BULLDOZER",
            "PILEDRIVER",
            "STEAMROLLER",
            "EXCAVATOR",
            "HASWELL",
            "ZEN",
            "SKYLAKEX",
            "COOPERLAKE",
            "SAPPHIRERAPIDS");

    private OpenBlasKernels() {}

    /**
     * Asks the loaded library, as its own {@code openblas_get_corename} does: {@code gotoblas} points to the table in use.
     *
     * @return the name in capitals, or empty if no OpenBLAS is loaded or if it has but one set of kernels
     */
    public static Optional<String> running() {
        Pointer variable = Loader.addressof("gotoblas");
        if (variable == null) {
            return Optional.empty();
        }
        Pointer table = new PointerPointer<>(variable).get();
        return NAMES.stream()
                .filter(name -> table != null && table.equals(Loader.addressof("gotoblas_" + name)))
                .findFirst();
    }
}
