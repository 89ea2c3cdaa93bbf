package org.autoencoder4j.learn;

import java.util.ArrayList;
import java.util.List;
import org.autoencoder4j.learn.SparsityPath.Point;
import org.autoencoder4j.learn.Training.Run;
import org.autoencoder4j.learn.Training.Start;
import org.autoencoder4j.progress.Work;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The least number of active units with which a dictionary reaches an R^2. */
final class PathSearch {
    private final Training training;
    private final double target;
    private final List<Point> points = new ArrayList<>();

    /**
     * What was found.
     *
     * @param run of the dictionary that was chosen
     * @param fit how well it describes the samples
     * @param path all points
     */
    record Found(Run run, Fit fit, SparsityPath path) {}

    /** One dictionary. */
    private record Candidate(int k, Run run, Fit fit) {}

    PathSearch(Training training, double target) {
        this.training = training;
        this.target = target;
    }

    /** Goes up from one active unit to at most a given number, and then between the last two. */
    Found find(INDArray weights, Start start, int mostActive) {
        Candidate below = candidate(weights, 1, start);
        Candidate found = below;
        while (!reaches(found) && found.k() < mostActive && !found.run().isBroken()) {
            below = found;
            int next = Math.min(mostActive, Math.max(below.k() + 1, below.k() * 3 / 2));
            found = further(below, next);
        }
        while (reaches(found) && found.k() > below.k() + 1 && !found.run().isBroken()) {
            Candidate middle = further(below, (below.k() + found.k()) / 2);
            if (middle.run().isBroken()) {
                found = new Candidate(
                        found.k(), found.run().endedAs(middle.run().reason()), found.fit());
                break;
            }
            if (reaches(middle)) {
                found = middle;
            } else {
                below = middle;
            }
        }
        return new Found(found.run(), found.fit(), new SparsityPath(target, points));
    }

    private boolean reaches(Candidate candidate) {
        return candidate.fit().r2() >= target;
    }

    /** Another candidate; if an interrupt ends it before it is one, that from which it begins, as broken. */
    private Candidate further(Candidate from, int k) {
        List<Candidate> made = new ArrayList<>();
        Run run = from.run().then(() -> {
            made.add(candidate(from.run().coder().weights(), k, Start.NEAR));
            return made.get(0).run();
        });
        return made.isEmpty() ? new Candidate(from.k(), run, from.fit()) : made.get(0);
    }

    private Candidate candidate(INDArray weights, int k, Start start) {
        Run run = training.run(weights, k, start);
        TrainingSamples samples = training.samples();
        Fit fit = Work.afterwards(() -> Fit.of(samples.preprocessing(), run.coder(), samples.own()));
        points.add(new Point(k, fit.r2(), fit.meanL0()));
        return new Candidate(k, run, fit);
    }
}
