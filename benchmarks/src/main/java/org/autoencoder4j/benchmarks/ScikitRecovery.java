package org.autoencoder4j.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.autoencoder4j.coding.CodeSign;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** scikit-learn's MiniBatchDictionaryLearning, in a process of its own. */
record ScikitRecovery(List<String> command) {
    /** Returns the one that a Python on this machine has. */
    static ScikitRecovery find(Path scripts) throws IOException, InterruptedException {
        for (String python : List.of("/usr/bin/python3", "python3")) {
            if (has(python)) {
                return new ScikitRecovery(List.of(
                        python,
                        scripts.resolve("peers").resolve("sklearn_recover.py").toString()));
            }
        }
        throw new IOException("no Python on this machine has scikit-learn; on Debian: apt-get install python3-sklearn");
    }

    private static boolean has(String python) throws InterruptedException {
        try {
            return new ProcessBuilder(python, "-c", "import sklearn, scipy")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Learns with a weight of the L1 norm. */
    Recovery run(RecoveryTask task, Path folder, double alpha, int batch, double limit)
            throws IOException, InterruptedException {
        task.write(folder);
        int features = task.dictionary().rows();
        DataType type = task.dictionary().dataType();
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(folder.toString(), "--features", Integer.toString(features)));
        all.addAll(List.of("--dtype", type == DataType.FLOAT ? "float32" : "float64"));
        all.addAll(List.of("--alpha", Double.toString(alpha)));
        if (task.sign() == CodeSign.SIGNED) {
            all.add("--signed");
        }
        all.addAll(List.of("--batch", Integer.toString(batch), "--limit", Double.toString(limit)));
        ProcessBuilder builder = new ProcessBuilder(all).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        // What benchmarks/java sets for our threads.
        builder.environment().remove("OMP_WAIT_POLICY");
        Process process = builder.start();
        String line;
        try (Stream<String> lines = process.inputReader().lines()) {
            line = lines.reduce("", (first, second) -> second);
        }
        if (process.waitFor() != 0) {
            throw new IOException("scikit-learn has failed: " + String.join(" ", all));
        }
        String[] words = line.split(" ", -1);
        INDArray atoms = RawMatrix.read(folder.resolve("D"), task.dictionary().columns(), features, DataType.DOUBLE)
                .transpose()
                .dup('f');
        atoms.diviRowVector(atoms.norm2(0));
        INDArray weights = atoms.castTo(type);
        return Recovery.of(
                "scikit-learn " + words[4] + " alpha " + alpha,
                parse(words[0]),
                Double.parseDouble(words[1]),
                Long.parseLong(words[2]),
                words[3].equals("True"),
                task,
                weights,
                limit);
    }

    private static double parse(String seconds) {
        return seconds.toLowerCase(Locale.ROOT).equals("nan") ? Double.NaN : Double.parseDouble(seconds);
    }
}
