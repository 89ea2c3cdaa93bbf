package org.autoencoder4j.provenance;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.autoencoder4j.backend.Backend;
import org.autoencoder4j.backend.Checks;

/**
 * The software and the machine that compute. Two runs with the same settings give the same bits where the library, ND4J, the
 * BLAS and its core type are the same; another core type adds in another order, and so may change last digits.
 *
 * @param library the version of this library, "unknown" if it was not built by Maven
 * @param commit the commit from which it was built, if the jar states it or the system property
 *     {@code autoencoder4j.commit} does
 * @param nd4j the version of ND4J, "unknown" where its jar was packed into another
 * @param backend the name of ND4J's backend, for example {@code "CpuBackend"}
 * @param blas the BLAS and its version, for example {@code "OpenBLAS 0.3.31-1.5.13"}
 * @param coreType the kernels that the BLAS really runs, see {@link Backend#coreType}
 * @param threads how many threads the BLAS uses, at least 1
 * @param jvm name and version of the virtual machine
 * @param os name and version of the operating system
 * @param architecture that of the processor, as the JVM calls it
 * @param processors how many the JVM may use, at least 1
 */
public record Environment(
        String library,
        Optional<String> commit,
        String nd4j,
        String backend,
        String blas,
        Optional<String> coreType,
        int threads,
        String jvm,
        String os,
        String architecture,
        int processors) {
    /**
     * Puts a description together.
     *
     * @param library the version of this library
     * @param commit the commit
     * @param nd4j the version of ND4J
     * @param backend the backend
     * @param blas the BLAS and its version
     * @param coreType its kernels
     * @param threads its threads
     * @param jvm the virtual machine
     * @param os the operating system
     * @param architecture the architecture
     * @param processors the processors
     * @throws IllegalArgumentException if threads or processors are below 1
     */
    public Environment {
        Checks.atLeast("threads", threads, 1);
        Checks.atLeast("processors", processors, 1);
    }

    /**
     * Describes where this runs. Starts ND4J; after that it takes less than a millisecond. The number of threads is that of now: within
     * a run of this library it may be 1, where the library shares the work itself.
     *
     * @return the description
     * @throws org.autoencoder4j.backend.BackendException if there is no backend
     */
    public static Environment current() {
        Backend found = Backend.describe();
        return new Environment(
                Library.version(),
                Library.commit(),
                Library.nd4j(),
                found.name(),
                found.blas(),
                found.coreType(),
                Math.max(1, found.threads()),
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                String.valueOf(System.getProperty("os.arch")),
                Runtime.getRuntime().availableProcessors());
    }

    /**
     * Returns all of it for a reader.
     *
     * @return values by name, in a fixed order; what is not known is left away
     */
    public Map<String, String> entries() {
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put("library", library);
        commit.ifPresent(value -> entries.put("commit", value));
        entries.put("ND4J", nd4j);
        entries.put("backend", backend);
        entries.put("BLAS", blas);
        coreType.ifPresent(value -> entries.put("core type", value));
        entries.put("BLAS threads", Integer.toString(threads));
        entries.put("JVM", jvm);
        entries.put("operating system", os);
        entries.put("architecture", architecture);
        entries.put("processors", Integer.toString(processors));
        return Collections.unmodifiableMap(entries);
    }

    /**
     * Says in what this differs from another.
     *
     * @param other the other
     * @return for each difference its name and both values, this one's first, for example
     *     {@code "core type HASWELL, not SKYLAKEX"}; empty if they are the same
     */
    public List<String> differencesTo(Environment other) {
        Map<String, String> theirs = other.entries();
        Map<String, String> all = new LinkedHashMap<>(entries());
        theirs.forEach(all::putIfAbsent);
        List<String> differences = new ArrayList<>();
        for (String name : all.keySet()) {
            String mine = entries().getOrDefault(name, "unknown");
            String yours = theirs.getOrDefault(name, "unknown");
            if (!mine.equals(yours)) {
                differences.add(name + " " + mine + ", not " + yours);
            }
        }
        return differences;
    }

    /**
     * Tells whether the same program gives the same bits on both: library, ND4J, backend, BLAS, core type, threads of the BLAS
     * and architecture are the same, and no commit has changes beside it that it does not name ({@code -dirty}). Training does not depend on the threads, but some checks call a BLAS that shares sums among
     * them. The virtual machine does not count.
     *
     * @param other the other
     * @return whether it does; no if one of them does not know its core type
     */
    public boolean givesTheBitsOf(Environment other) {
        return coreType.isPresent()
                && library.equals(other.library)
                && commit.equals(other.commit)
                && commit.filter(name -> name.endsWith("-dirty")).isEmpty()
                && nd4j.equals(other.nd4j)
                && backend.equals(other.backend)
                && blas.equals(other.blas)
                && coreType.equals(other.coreType)
                && threads == other.threads
                && architecture.equals(other.architecture);
    }
}
