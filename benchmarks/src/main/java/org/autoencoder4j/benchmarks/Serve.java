package org.autoencoder4j.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.nd4j.linalg.api.buffer.DataType;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Runs steps of a workload on request: prints {@code ready}, answers each line {@code step R} with the median
 * seconds of R steps, and ends at {@code quit}.
 */
@Command(name = "serve", mixinStandardHelpOptions = true, description = "Runs steps of a case on request.")
final class Serve implements Callable<Integer> {
    @Parameters(description = "fig2, sparse, sparse50, large, w2weak, w2joint, ginf, kmatvec or eig")
    private String name = "fig2";

    @Option(names = "--dtype", description = "float32 or float64", defaultValue = "float32")
    private String dtype = "float32";

    @Option(names = "--dump", description = "write what the first step computes as raw float64, row by row, and end")
    private Path dump = Path.of("");

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Serve()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        Workload workload = Workload.of(name, type());
        if (!dump.toString().isEmpty()) {
            RawMatrix.write(workload.first().castTo(DataType.DOUBLE), dump);
            return 0;
        }
        serve(workload);
        return 0;
    }

    private DataType type() {
        return switch (dtype) {
            case "float32" -> DataType.FLOAT;
            case "float64" -> DataType.DOUBLE;
            default -> throw new IllegalArgumentException("--dtype = " + dtype + " must be float32 or float64");
        };
    }

    private static void serve(Workload workload) throws IOException {
        seconds(workload);
        System.out.println("ready");
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.trim().split(" +", -1);
            if (words[0].equals("quit")) {
                return;
            }
            double[] times = new double[words.length > 1 ? Integer.parseInt(words[1]) : 1];
            Arrays.setAll(times, i -> seconds(workload));
            Arrays.sort(times);
            System.out.println(String.format(Locale.ROOT, "%.9f", times[times.length / 2]));
        }
    }

    private static double seconds(Workload workload) {
        long start = System.nanoTime();
        workload.step();
        return (System.nanoTime() - start) * 1e-9;
    }
}
