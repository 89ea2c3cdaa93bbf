package org.autoencoder4j.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A step server that can be started: the library's or a peer's. */
record Contestant(String name, List<String> command, Map<String, String> environment) {
    /** As hard as NumPy can be: memory once taken is kept, so no page is touched for the first time again. */
    private static final Map<String, String> MALLOC_TUNED =
            Map.of("MALLOC_MMAP_MAX_", "0", "MALLOC_TRIM_THRESHOLD_", "100000000000");

    static Contestant ours(Path folder) {
        return new Contestant("autoencoder4j", List.of(folder.resolve("serve").toString()), Map.of());
    }

    /**
     * Returns the peers that this machine can run, each with the first Python on the path that has it.
     *
     * @param withLoss whether the workload has a loss, which can be differentiated automatically
     */
    static List<Contestant> peers(Path folder, boolean withLoss) {
        List<Contestant> found = new ArrayList<>();
        Python.with("numpy").ifPresent(python -> {
            List<String> command = List.of(python.command(), script(folder, "numpy_step.py"));
            String name = "NumPy " + python.version();
            found.add(new Contestant(name, command, Map.of()));
            found.add(new Contestant(name + ", malloc tuned", command, MALLOC_TUNED));
        });
        Python.with("torch").ifPresent(python -> {
            for (String variant : withLoss ? List.of("explicit", "autograd") : List.of("explicit")) {
                List<String> command = List.of(python.command(), script(folder, "torch_step.py"), "--variant", variant);
                found.add(new Contestant("PyTorch " + python.version() + ", " + variant, command, Map.of()));
            }
        });
        return found;
    }

    private static String script(Path folder, String name) {
        return folder.resolve("peers").resolve(name).toString();
    }

    /** A Python that has a module. */
    private record Python(String command, String version) {
        static Optional<Python> with(String module) {
            return Stream.of("python3", "/usr/bin/python3")
                    .flatMap(command -> version(command, module).stream().map(found -> new Python(command, found)))
                    .findFirst();
        }

        private static Optional<String> version(String python, String module) {
            try {
                Process process = new ProcessBuilder(
                                python, "-c", "import " + module + "; print(" + module + ".__version__)")
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
                String version = process.inputReader().readLine();
                boolean ended = process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
                return Optional.ofNullable(version).filter(v -> ended);
            } catch (IOException e) {
                return Optional.empty();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }
    }

    ProcessBuilder process(Path log, String... arguments) {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(all).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        builder.environment().putAll(environment);
        return builder;
    }
}
