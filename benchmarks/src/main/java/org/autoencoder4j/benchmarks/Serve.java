package org.autoencoder4j.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.train.LearningRate;
import org.autoencoder4j.train.SampleGradient;
import org.autoencoder4j.train.TiedDescent;
import org.autoencoder4j.train.UpdateRule;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Runs steps of gradient descent on request: prints {@code ready}, answers each line {@code step R} with the median
 * seconds of R steps, and ends at {@code quit}.
 */
@Command(name = "serve", mixinStandardHelpOptions = true, description = "Runs steps of a case on request.")
final class Serve implements Callable<Integer> {
    private static final double LEARNING_RATE = 0.01;

    @Parameters(description = "fig2, sparse, sparse50 or large")
    private String name = "fig2";

    @Option(names = "--dtype", description = "float32 or float64", defaultValue = "float32")
    private String dtype = "float32";

    @Option(names = "--dump", description = "write the first gradient as raw float64, m x n row by row, and end")
    private Path dump = Path.of("");

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Serve()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        Case workload = Case.named(name);
        DataType type = dtype.equals("float64") ? DataType.DOUBLE : DataType.FLOAT;
        SampleGradient source = SampleGradient.of(workload.observations(type));
        TiedAutoencoder start = workload.start(type);
        if (!dump.toString().isEmpty()) {
            INDArray gradient = source.at(start, 0).weights();
            RawMatrix.write(gradient.castTo(DataType.DOUBLE).transpose(), dump);
            return 0;
        }
        serve(TiedDescent.of(source, LearningRate.constant(LEARNING_RATE)).start(start));
        return 0;
    }

    private static void serve(UpdateRule.Session<TiedAutoencoder> session) throws IOException {
        seconds(session);
        System.out.println("ready");
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.trim().split(" +", -1);
            if (words[0].equals("quit")) {
                return;
            }
            double[] times = new double[words.length > 1 ? Integer.parseInt(words[1]) : 1];
            Arrays.setAll(times, i -> seconds(session));
            Arrays.sort(times);
            System.out.println(String.format(Locale.ROOT, "%.9f", times[times.length / 2]));
        }
    }

    private static double seconds(UpdateRule.Session<TiedAutoencoder> session) {
        long start = System.nanoTime();
        session.evaluate();
        session.advance();
        return (System.nanoTime() - start) * 1e-9;
    }
}
