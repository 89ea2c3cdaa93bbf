package org.autoencoder4j.backend.internal;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.presets.openblas_nolapack;

/**
 * OpenBLAS's own number of threads. JavaCPP has no type for a function without arguments; one that is not looked at does
 * no harm.
 */
final class OpenBlasCount extends openblas_nolapack.MklSetNumThreadsLocal {
    OpenBlasCount() {
        put(Loader.addressof("openblas_get_num_threads"));
    }

    int threads() {
        return call(0);
    }
}
