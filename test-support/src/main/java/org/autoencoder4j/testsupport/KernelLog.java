package org.autoencoder4j.testsupport;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** Writes one line into the log of each JVM that ran tests: which OpenBLAS kernels its numbers come from. */
public final class KernelLog implements BeforeAllCallback {
    @Override
    public void beforeAll(ExtensionContext context) {
        context.getRoot().getStore(Namespace.create(KernelLog.class)).getOrComputeIfAbsent("line at the end", key ->
                (AutoCloseable) KernelLog::write);
    }

    private static void write() {
        OpenBlasKernels.running().ifPresent(name -> System.out.println("OpenBLAS kernels: " + name));
    }
}
