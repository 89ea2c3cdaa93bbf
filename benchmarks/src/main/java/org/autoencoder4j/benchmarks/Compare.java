package org.autoencoder4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lets the library and its peers take turns, and writes what came of it. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = "Times steps of the library and of the peers found on this machine, in turns.")
final class Compare implements Callable<Integer> {
    @Parameters(arity = "1..*", description = "cases, as CASE or CASE:float64; for example fig2 fig2:float64 sparse")
    private List<String> cases = List.of();

    @Option(names = "--rounds", description = "how often everybody has a turn", defaultValue = "9")
    private int rounds = 9;

    @Option(names = "--steps", description = "steps in a turn, of which the median counts", defaultValue = "5")
    private int steps = 5;

    @Option(names = "--warm-up", description = "seconds that each works before that", defaultValue = "8")
    private double warmUp = 8;

    @Option(
            names = "--peers",
            description = "a regular expression for the names of peers that take part (default: all that are found)",
            defaultValue = ".*")
    private Pattern chosen = Pattern.compile(".*");

    @Option(
            names = "--output",
            description = "folder for table and picture",
            defaultValue = "benchmarks/target/compare")
    private Path output = Path.of("");

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Compare()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path folder = Path.of(System.getProperty("autoencoder4j.benchmarks.folder", "benchmarks"));
        Contestant ours = Contestant.ours(folder);
        Files.createDirectories(output);
        Path log = output.resolve("contestants.log");
        List<Contest> contests = new ArrayList<>();
        for (String argument : cases) {
            String[] parts = argument.split(":", 2);
            String workload = parts[0];
            String dtype = parts.length > 1 ? parts[1] : "float32";
            Workload.writeData(workload);
            List<Contestant> peers = Contestant.peers(folder, Workload.hasLoss(workload)).stream()
                    .filter(peer -> chosen.matcher(peer.name()).matches())
                    .toList();
            for (Contestant peer : peers) {
                double difference = FirstResult.difference(workload, peer, ours, log, dtype);
                System.out.println(String.format(
                        Locale.ROOT, "%s: first result as in %s to %.1e", argument, peer.name(), difference));
            }
            List<Contestant> all = new ArrayList<>(List.of(ours));
            all.addAll(peers);
            contests.add(Contest.hold(
                    workload + " " + dtype,
                    all,
                    new Contest.Turns(rounds, steps, warmUp),
                    log,
                    workload,
                    "--dtype",
                    dtype));
            ContestReport report = new ContestReport(contests);
            report.write(output);
            System.out.println(new ContestReport(contests.subList(contests.size() - 1, contests.size())).markdown());
        }
        return 0;
    }
}
