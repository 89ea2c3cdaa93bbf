package org.autoencoder4j.examples.cluster;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkConf;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.descent.LearningRate;
import org.autoencoder4j.descent.TiedDescent;
import org.autoencoder4j.examples.command.Closing;
import org.autoencoder4j.examples.command.Example;
import org.autoencoder4j.examples.command.Json;
import org.autoencoder4j.examples.command.Table;
import org.autoencoder4j.gradient.sum.PartedGradient;
import org.autoencoder4j.init.Initialiser;
import org.autoencoder4j.model.Dictionaries;
import org.autoencoder4j.model.GenerativeModel;
import org.autoencoder4j.model.law.ValueLaw;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.parts.PartedSamples;
import org.autoencoder4j.random.RandomStreams;
import org.autoencoder4j.spark.BatchesSource;
import org.autoencoder4j.spark.LocalCluster;
import org.autoencoder4j.spark.SparkSamples;
import org.autoencoder4j.train.StoppingRule;
import org.autoencoder4j.train.Trainer;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The same training on a cluster and in one process. */
@Command(
        name = "spark",
        sortOptions = false,
        description =
                "Trains on several JVMs of this machine with Apache Spark, and again in one, on fresh samples of a"
                        + " sparse-coding model. Fails if the results do not have the same bits. Tells what each step took.")
public final class Spark extends Example {
    private static final double ENOUGH = 0.8;

    private int failedTasks;
    private double[] residentMegabytes = {};

    @Option(names = "--n", paramLabel = "n", description = "Features of a sample (default: ${DEFAULT-VALUE}).")
    private int n = 64;

    @Option(names = "--m", paramLabel = "m", description = "Hidden units (default: ${DEFAULT-VALUE}).")
    private int m = 128;

    @Option(names = "--k", paramLabel = "K", description = "Atoms of a sample (default: ${DEFAULT-VALUE}).")
    private int k = 5;

    @Option(
            names = "--samples",
            paramLabel = "N",
            description = "Fresh samples at each step (default: ${DEFAULT-VALUE}).")
    private int samples = 500_000;

    @Option(names = "--steps", paramLabel = "T", description = "Steps (default: ${DEFAULT-VALUE}).")
    private int steps = 5;

    @Option(
            names = "--executors",
            paramLabel = "E",
            description = "JVMs beside this one, each with one thread for tasks (default: ${DEFAULT-VALUE}).")
    private int executors = 2;

    @Option(names = "--heap", paramLabel = "MB", description = "Heap of each of them (default: ${DEFAULT-VALUE}).")
    private int heap = 512;

    @Option(names = "--tasks", paramLabel = "P", description = "Tasks of a step, at most (default: ${DEFAULT-VALUE}).")
    private int tasks = 8;

    @Option(
            names = "--kill",
            paramLabel = "STEP",
            description = "Kills one of the JVMs in the middle of this step, from 1 to T (default: none).")
    private int kill;

    @Override
    public Optional<String> run() throws IOException {
        Checks.between("--k", k, 1, m);
        Checks.atLeast("--samples", samples, 1);
        Checks.atLeast("--steps", steps, 1);
        Checks.atLeast("--executors", executors, 1);
        Checks.atLeast("--heap", heap, 1);
        Checks.atLeast("--tasks", tasks, 1);
        Checks.between("--kill", kill, 0, steps);
        TimedRun there = onTheCluster();
        TimedRun here = new TimedRun(ExecutorProcesses::ownProcessorSeconds);
        train("in one process", PartedSamples.of(source().open()), here);
        return report(there, here);
    }

    /** Reads no field when it is called, as it is called in other processes. */
    private BatchesSource source() {
        GenerativeModel model =
                GenerativeModel.sparseCoding(dictionary(), k, ValueLaw.symmetricUniform(0.8, 1.2), 0.01);
        RandomStreams streams = streams();
        int size = samples;
        return () -> model.batches(streams, size);
    }

    private INDArray dictionary() {
        return Dictionaries.gaussian(n, m, dtype(), streams());
    }

    private TimedRun onTheCluster() throws IOException {
        ExecutorProcesses processes = new ExecutorProcesses();
        AtomicInteger killed = new AtomicInteger();
        TaskWatch watch =
                new TaskWatch(kill, () -> ExecutorProcesses.killOne().ifPresent(one -> killed.incrementAndGet()));
        TimedRun run;
        try (LocalCluster cluster = cluster()) {
            cluster.session().sparkContext().addSparkListener(watch);
            run = new TimedRun(processes::processorSeconds);
            SparkSamples there = SparkSamples.of(cluster.context(), source()).withTasks(tasks);
            train("on the cluster", there, run);
        }
        failedTasks = watch.failed();
        residentMegabytes = processes.peakMegabytes();
        results().put("killedExecutors", killed.get());
        return run;
    }

    private LocalCluster cluster() throws IOException {
        try {
            return LocalCluster.start(executors, heap, new SparkConf());
        } catch (IllegalStateException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private void train(String what, PartedSamples from, TimedRun run) {
        TiedDescent rule = TiedDescent.of(PartedGradient.tied(from), LearningRate.constant(1));
        Trainer.of(rule, StoppingRule.steps(steps))
                .withListener(run)
                .withListener(progressLine(what, steps))
                .train(start());
    }

    private TiedAutoencoder start() {
        INDArray weights = Initialiser.near(dictionary(), 0.3).weights(m, streams());
        return TiedAutoencoder.withoutBias(weights, Activation.hardThreshold(0.6));
    }

    private Optional<String> report(TimedRun there, TimedRun here) throws IOException {
        Optional<String> difference = there.difference(here);
        int rows = Math.min(there.rows().size(), here.rows().size());
        Table table = new Table("step", "loss", "seconds", "cpuSeconds", "secondsInOne", "cpuSecondsInOne");
        for (int i = 0; i < rows; i++) {
            TimedRun.Row one = here.rows().get(i);
            TimedRun.Row row = there.rows().get(i);
            table.row(i, row.loss(), row.seconds(), row.processorSeconds(), one.seconds(), one.processorSeconds());
        }
        output().csv("spark.csv", table);
        double median = there.medianSeconds(kill);
        double processor = there.meanProcessorSeconds(kill);
        double alone = here.meanProcessorSeconds(0);
        results()
                .put("sameBits", difference.isEmpty())
                .put("secondsOfAStep", median)
                .put("secondsOfAStepInOne", here.medianSeconds(0))
                .put("cpuSecondsOfAStep", processor)
                .put("cpuSecondsOfAStepInOne", alone)
                .put("throughputPerCore", alone / processor)
                .put("failedTasks", failedTasks)
                .set("residentMegabytes", Json.array(residentMegabytes));
        if (kill > 0 && kill < rows) {
            results().put("killedStepInOthers", there.rows().get(kill).seconds() / median);
        }
        table.print(console());
        new Table("where", "seconds of a step", "processor seconds", "throughput per core", "peak MB of each JVM")
                .row(executors + " executors", median, processor, alone / processor, resident())
                .row("one process", here.medianSeconds(0), alone, 1, "")
                .print(console());
        return difference;
    }

    private String resident() {
        return String.join(
                " ",
                Arrays.stream(residentMegabytes)
                        .mapToObj(each -> String.format(Locale.ROOT, "%.0f", each))
                        .toList());
    }

    @Override
    protected Closing closing(boolean failed) {
        if (failed) {
            return new Closing(
                    "The cluster gave another result than one process, which must not be.",
                    "please report it, with summary.json and the model of the processor.");
        }
        String disturbed = results().has("killedStepInOthers")
                ? Closing.sentence(
                        ", although one JVM was killed in step %d, which took %.1f times as long as the others",
                        kill, result("killedStepInOthers"))
                : "";
        return new Closing(
                Closing.sentence(
                        "%d JVMs gave the same bits as one%s, at %.2f of its throughput per core.",
                        executors, disturbed, result("throughputPerCore")),
                result("throughputPerCore") < ENOUGH
                        ? "more --samples: a step has a cost of its own, which then counts less."
                        : "docs/SPARK.md tells how to run on a real cluster, and what that takes.");
    }
}
