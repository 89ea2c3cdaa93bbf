package org.autoencoder4j.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A process that runs steps on request: it prints {@code ready}, and answers {@code step R} with seconds. */
final class StepServer implements AutoCloseable {
    private final Contestant contestant;
    private final Process process;
    private final BufferedReader answers;
    private final Writer requests;

    private StepServer(Contestant contestant, Process process) {
        this.contestant = contestant;
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.requests = process.outputWriter(StandardCharsets.UTF_8);
    }

    static StepServer start(Contestant contestant, Path log, String... arguments) throws IOException {
        StepServer server =
                new StepServer(contestant, contestant.process(log, arguments).start());
        server.answer(line -> line.equals("ready"));
        return server;
    }

    Contestant contestant() {
        return contestant;
    }

    /** Returns the median seconds of some steps. */
    double seconds(int steps) throws IOException {
        requests.write("step " + steps + "\n");
        requests.flush();
        return Double.parseDouble(answer(line -> !line.isEmpty() && Character.isDigit(line.charAt(0))));
    }

    /** Runs steps for some seconds: compilers and caches need them. */
    void warmUp(double seconds, int steps) throws IOException {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        do {
            seconds(steps);
        } while (System.nanoTime() < end);
    }

    private String answer(Predicate<String> wanted) throws IOException {
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            if (wanted.test(line.trim())) {
                return line.trim();
            }
        }
        throw new IOException(contestant.name() + " has ended without an answer");
    }

    /** Runs a contestant to its end. */
    static void run(Contestant contestant, Path log, String... arguments) throws IOException, InterruptedException {
        Process process = contestant.process(log, arguments).start();
        process.outputWriter(StandardCharsets.UTF_8).close();
        if (process.waitFor() != 0) {
            throw new IOException(
                    contestant.name() + " has failed with " + Arrays.toString(arguments) + "; see " + log);
        }
    }

    @Override
    public void close() throws IOException {
        requests.write("quit\n");
        requests.close();
        process.onExit().orTimeout(10, TimeUnit.SECONDS).exceptionally(e -> {
            process.destroy();
            return process;
        });
    }
}
