package org.autoencoder4j.examples.cluster;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.autoencoder4j.examples.command.ResidentMemory;

/** The executors of a cluster on this machine: the JVMs that this process has started. */
final class ExecutorProcesses {
    private static final double SECOND = 1e9;

    private final Map<Long, Double> seconds = new TreeMap<>();
    private final Map<Long, Double> peaks = new TreeMap<>();

    private static Stream<ProcessHandle> alive() {
        return ProcessHandle.current()
                .descendants()
                .filter(process ->
                        process.info().command().orElse("").replace(".exe", "").endsWith("java"));
    }

    /** The processor time of this process and its executors so far, NaN where the system does not tell it. */
    double processorSeconds() {
        alive().forEach(this::look);
        return ownProcessorSeconds()
                + seconds.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /** The processor time of this process. */
    static double ownProcessorSeconds() {
        return seconds(ProcessHandle.current()).orElse(Double.NaN);
    }

    private static Optional<Double> seconds(ProcessHandle process) {
        return process.info().totalCpuDuration().map(Duration::toNanos).map(nanos -> nanos / SECOND);
    }

    /** Of one that has ended in between, what was seen before stays. */
    private void look(ProcessHandle executor) {
        seconds(executor).ifPresent(now -> seconds.put(executor.pid(), now));
        ResidentMemory.of(executor.pid()).ifPresent(memory -> {
            try {
                peaks.put(executor.pid(), memory.peakMegabytes());
            } catch (UncheckedIOException e) {
                peaks.putIfAbsent(executor.pid(), Double.NaN);
            }
        });
    }

    /** The greatest resident memory of each, in units of 10^6 bytes; of none where the system does not tell it. */
    double[] peakMegabytes() {
        return peaks.values().stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** Ends one of them at once, as a machine does that fails. */
    static Optional<ProcessHandle> killOne() {
        Optional<ProcessHandle> first = alive().min(Comparator.comparing(ProcessHandle::pid));
        first.ifPresent(ProcessHandle::destroyForcibly);
        return first;
    }
}
