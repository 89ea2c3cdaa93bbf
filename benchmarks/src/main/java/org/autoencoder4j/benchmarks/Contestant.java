package org.autoencoder4j.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A step server that can be started: the library's or a peer's. */
record Contestant(String name, List<String> command, Map<String, String> environment) {
    /** As hard as NumPy can be: memory once taken is kept, so no page is touched for the first time again. */
    private static final Map<String, String> MALLOC_TUNED =
            Map.of("MALLOC_MMAP_MAX_", "0", "MALLOC_TRIM_THRESHOLD_", "100000000000");

    static Contestant ours(Path folder) {
        return new Contestant("autoencoder4j", List.of(folder.resolve("serve").toString()), Map.of());
    }

    /** Returns the peers that this machine can run. NumPy comes first, that which is first on the path. */
    static List<Contestant> peers(Path folder) {
        Map<String, Contestant> found = new LinkedHashMap<>();
        for (String python : List.of("python3", "/usr/bin/python3")) {
            version(python, "numpy").ifPresent(version -> {
                List<String> command = List.of(python, script(folder, "numpy_step.py"));
                String name = "NumPy " + version;
                found.putIfAbsent(name, new Contestant(name, command, Map.of()));
                name += ", malloc tuned";
                found.putIfAbsent(name, new Contestant(name, command, MALLOC_TUNED));
            });
            version(python, "torch").ifPresent(version -> {
                for (String variant : List.of("explicit", "autograd")) {
                    String name = "PyTorch " + version + ", " + variant;
                    List<String> command = List.of(python, script(folder, "torch_step.py"), "--variant", variant);
                    found.putIfAbsent(name, new Contestant(name, command, Map.of()));
                }
            });
        }
        return List.copyOf(found.values());
    }

    private static String script(Path folder, String name) {
        return folder.resolve("peers").resolve(name).toString();
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

    ProcessBuilder process(Path log, String... arguments) {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(all).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        builder.environment().putAll(environment);
        return builder;
    }
}
