package org.autoencoder4j.backend.internal;

import java.util.function.IntConsumer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.presets.openblas_nolapack;

/**
 * Sets the number of threads of OpenBLAS. {@link openblas_nolapack#blas_set_num_threads} looks for the functions of
 * several libraries at each call, which takes 0.5 ms and leaves 60 kB of garbage; here it is found once.
 */
final class OpenBlasThreads extends openblas_nolapack.SetNumThreads {
    private OpenBlasThreads(Pointer function) {
        put(function);
    }

    /** Returns OpenBLAS's own function, or where there is none, or another library beside it, what JavaCPP does. */
    static IntConsumer setter() {
        Loader.load(org.bytedeco.openblas.global.openblas_nolapack.class);
        Pointer function = Loader.addressof("openblas_set_num_threads");
        return function == null || Loader.addressof("MKL_Set_Num_Threads") != null
                ? openblas_nolapack::blas_set_num_threads
                : new OpenBlasThreads(function)::call;
    }
}
