package org.autoencoder4j.learn.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.autoencoder4j.learn.sweep.SweepGradient.LastUpdate;
import org.autoencoder4j.learn.sweep.SweepPlan.Stage;
import org.autoencoder4j.storage.Settings;

/**
 * What a run of sweeps is besides its arrays.
 *
 * @param step how many updates were done
 * @param stage what the present sweep is
 * @param last what the update before it did
 * @param kept how many columns that update could not normalise
 * @param firstLoss the loss of the first sweep, NaN before that
 * @param firstNorm the norm of the gradient there
 * @param bestLoss the least loss so far, infinite before there is one
 * @param visits what the last sweeps have read, the present one last
 */
record SweepState(
        long step,
        Stage stage,
        LastUpdate last,
        int kept,
        double firstLoss,
        double firstNorm,
        double bestLoss,
        List<Visit> visits) {
    /** Steps whose samples are known: those of which a run that has ended is asked, and a few. */
    private static final int KNOWN = 16;

    /**
     * Which samples a sweep has read, and how it has coded them.
     *
     * @param step the step
     * @param first the first sample
     * @param count how many
     * @param phase the phase
     * @param sparsity the most active units
     */
    record Visit(long step, long first, long count, Phase phase, int sparsity) {}

    static SweepState first(Stage stage) {
        return new SweepState(
                0,
                stage,
                LastUpdate.NONE,
                0,
                Double.NaN,
                Double.NaN,
                Double.POSITIVE_INFINITY,
                List.of(visit(0, 0, stage)));
    }

    private static Visit visit(long step, long first, Stage stage) {
        return new Visit(step, first, stage.samples(), stage.phase(), stage.sparsity());
    }

    /** The present sweep. */
    Visit visit() {
        return visits.get(visits.size() - 1);
    }

    /** The sweep of a step, or the one known whose step is the nearest. */
    Visit visit(long ofStep) {
        long newest = step - ofStep;
        return visits.get((int) Math.max(0, visits.size() - 1 - Math.max(0, newest)));
    }

    /** With what was found first. */
    SweepState begun(double loss, double norm) {
        return Double.isNaN(firstLoss) ? new SweepState(step, stage, last, kept, loss, norm, bestLoss, visits) : this;
    }

    SweepState withBest(double loss) {
        return new SweepState(step, stage, last, kept, firstLoss, firstNorm, loss, visits);
    }

    /** After an update: the next samples are those after the present ones. */
    SweepState next(Stage following, LastUpdate update, int notNormalised) {
        List<Visit> more = new ArrayList<>(visits.subList(Math.max(0, visits.size() - KNOWN + 1), visits.size()));
        more.add(visit(step + 1, visit().first() + visit().count(), following));
        return new SweepState(
                step + 1, following, update, notNormalised, firstLoss, firstNorm, bestLoss, List.copyOf(more));
    }

    void write(ObjectNode settings) {
        settings.put("step", step).put("keptColumns", kept).put("swaps", last.swaps());
        settings.put("firstLoss", firstLoss).put("firstGradientNorm", firstNorm).put("bestLoss", bestLoss);
        settings.put("done", stage.done()).put("stalls", stage.stalls());
        putFinite(settings, "movement", last.movement());
        putFinite(settings, "leastResidual", stage.leastResidual());
        ArrayNode all = settings.putArray("visits");
        for (Visit visit : visits) {
            all.addObject()
                    .put("step", visit.step())
                    .put("first", visit.first())
                    .put("count", visit.count())
                    .put("phase", visit.phase().name())
                    .put("sparsity", visit.sparsity());
        }
    }

    /** JSON has no numbers but finite ones. */
    private static void putFinite(ObjectNode settings, String field, double number) {
        if (Double.isFinite(number)) {
            settings.put(field, number);
        }
    }

    static SweepState of(Settings saved) {
        List<Visit> visits = new ArrayList<>();
        for (JsonNode node : saved.node().path("visits")) {
            Settings visit = new Settings(saved.file(), node);
            visits.add(new Visit(
                    visit.count("step"),
                    visit.count("first"),
                    visit.count("count"),
                    phase(visit),
                    Math.toIntExact(visit.count("sparsity"))));
        }
        if (visits.isEmpty()) {
            throw saved.wrong("visits", "a list of at least one");
        }
        Visit present = visits.get(visits.size() - 1);
        Stage stage = new Stage(
                present.phase(),
                present.sparsity(),
                Math.toIntExact(saved.count("done")),
                present.count(),
                finite(saved, "leastResidual", Double.POSITIVE_INFINITY),
                Math.toIntExact(saved.count("stalls")));
        return new SweepState(
                saved.count("step"),
                stage,
                new LastUpdate(Math.toIntExact(saved.count("swaps")), finite(saved, "movement", Double.NaN)),
                Math.toIntExact(saved.count("keptColumns")),
                saved.number("firstLoss"),
                saved.number("firstGradientNorm"),
                saved.number("bestLoss"),
                List.copyOf(visits));
    }

    private static double finite(Settings saved, String field, double otherwise) {
        return saved.node().has(field) ? saved.number(field) : otherwise;
    }

    private static Phase phase(Settings visit) {
        for (Phase phase : Phase.values()) {
            if (phase.name().equals(visit.text("phase"))) {
                return phase;
            }
        }
        throw visit.wrong("phase", "a phase of a run");
    }
}
