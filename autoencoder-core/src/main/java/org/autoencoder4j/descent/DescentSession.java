package org.autoencoder4j.descent;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.autoencoder4j.gradient.Evaluator;
import org.autoencoder4j.gradient.Fingerprint;
import org.autoencoder4j.gradient.Gradient;
import org.autoencoder4j.network.Parameters;
import org.autoencoder4j.provenance.Provenance;
import org.autoencoder4j.storage.SavedFolder;
import org.autoencoder4j.storage.Settings;
import org.autoencoder4j.train.Step;
import org.autoencoder4j.train.UpdateRule;
import org.autoencoder4j.train.internal.CollinearColumns;
import org.autoencoder4j.train.internal.RunIdentity;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A run of descent, for any kind of parameters. It owns two sets of them, the present and the one before, and writes the
 * next into the older of the two. Once a loss rises it needs a third set, for the best so far must not be overwritten;
 * nothing is copied but then. Memory is flat.
 *
 * @param <P> the parameters
 */
final class DescentSession<P extends Parameters<P>> implements UpdateRule.Session<P> {
    private static final String FORMAT = "autoencoder4j-descent-1";
    private static final String PARAMETERS = "parameters";
    private static final String BEST = "best";
    private static final int MOST_RETRIES = 40;

    /** So many steps later a function of the step is looked at once more. */
    static final long LATER = 1000;

    private final Descent<P> rule;
    private final LearningRate learningRate;
    private final Evaluator<P, ? extends Gradient> evaluator;
    private final Motion motion;
    private P current;
    private P previous;
    private @Nullable P spare;
    private @Nullable P best;
    private double bestLoss;
    private @Nullable Gradient gradient;
    private boolean isResult = true;
    private @Nullable Map<String, INDArray> undone;
    private double lossBefore = Double.NaN;
    private long step;
    private double scale;
    private int keptColumns;
    private double firstLoss;
    private double firstNorm;
    private @Nullable Fingerprint data;

    private DescentSession(Descent<P> rule, P current, Optional<P> best, Motion motion, SessionState state) {
        this.rule = rule;
        this.learningRate = rule.learningRate();
        this.evaluator = rule.source().evaluator();
        this.motion = motion;
        this.current = current;
        this.previous = current.copy();
        this.spare = best.orElse(null);
        this.best = spare;
        this.bestLoss = state.bestLoss();
        this.step = state.step();
        this.scale = state.scale();
        this.keptColumns = state.keptColumns();
        this.firstLoss = state.firstLoss();
        this.firstNorm = state.firstNorm();
    }

    /** Begins a run with parameters that it takes over. */
    static <P extends Parameters<P>> DescentSession<P> start(Descent<P> rule, P initial) {
        return new DescentSession<>(rule, initial, Optional.empty(), Motion.of(rule, initial), SessionState.START);
    }

    static <P extends Parameters<P>> DescentSession<P> resume(Descent<P> rule, Path folder) throws IOException {
        Settings saved = Settings.read(SavedFolder.verified(folder), FORMAT);
        SessionState state = SessionState.of(saved);
        RunIdentity.requireOptions(saved, options(rule, state.step()));
        P parameters = rule.reader().read(folder.resolve(PARAMETERS));
        Optional<P> best = state.hasBest() ? Optional.of(rule.reader().read(folder.resolve(BEST))) : Optional.empty();
        Motion motion = Motion.of(rule, parameters, state.hasBest(), folder);
        DescentSession<P> session = new DescentSession<>(rule, parameters, best, motion, state);
        session.identity(session.evaluator.at(parameters, session.step)).requireSame(saved);
        return session;
    }

    @Override
    public Step<P> evaluate() {
        Gradient found = evaluator.at(current, step);
        Map<String, INDArray> directions = undone;
        for (int i = 0; i < MOST_RETRIES && directions != null; i++) {
            if (!learningRate.rejects(found.loss() - found.lossResolution(), lossBefore)) {
                break;
            }
            scale *= learningRate.shrinkage();
            keptColumns = motion.repeat(previous, current, directions, rate(step - 1), step);
            found = evaluator.at(current, step);
        }
        if (Double.isNaN(firstLoss)) {
            firstLoss = found.loss();
            firstNorm = norm(found);
        }
        gradient = found;
        isResult = Double.isFinite(found.loss());
        if (Double.isFinite(found.loss()) && found.loss() < bestLoss) {
            bestLoss = found.loss();
            best = current;
        }
        return new Step<>(step, current, found, motion.trained(found), rate(step), keptColumns);
    }

    @Override
    public void advance() {
        Gradient used = gradient;
        if (used == null) {
            throw new IllegalStateException("advance() needs an evaluate() before it");
        }
        Map<String, INDArray> directions = motion.directions(current, used, step + 1);
        P next = unused();
        keptColumns = motion.move(current, next, directions, rate(step), step + 1);
        previous = current;
        current = next;
        lossBefore = used.loss();
        undone = learningRate.shrinkage() < 1 ? motion.keep(directions, used) : null;
        gradient = null;
        isResult = false;
        step++;
    }

    /** The set that holds neither the present parameters nor the best. */
    private P unused() {
        if (best != previous) {
            return previous;
        }
        P free = spare == null ? current.copy() : spare;
        spare = previous;
        return free;
    }

    @Override
    public P result() {
        return newestFinite().copy();
    }

    /** The present parameters count only when their loss is known: an interrupt may come before that. */
    private P newestFinite() {
        return isResult ? current : previous;
    }

    @Override
    public P best() {
        return (best == null ? current : best).copy();
    }

    @Override
    public double lossOfBest(long onStep) {
        gradient = null;
        return evaluator.at(best == null ? current : best, onStep).loss();
    }

    @Override
    public List<Integer> collinearColumns() {
        return newestFinite().dictionary().map(CollinearColumns::of).orElse(List.of());
    }

    private double rate(long atStep) {
        return scale * learningRate.at(atStep);
    }

    /** The norm over what is trained. */
    private double norm(Gradient found) {
        return found.norm(motion.trained(found));
    }

    @Override
    public void save(Path folder) throws IOException {
        if (gradient == null) {
            evaluate();
        }
        RunIdentity identity = identity(Objects.requireNonNull(gradient));
        boolean hasBest = best != null && best != current;
        SavedFolder.write(folder, unfinished -> {
            current.save(unfinished.resolve(PARAMETERS));
            motion.save(unfinished);
            if (hasBest) {
                Objects.requireNonNull(best).save(unfinished.resolve(BEST));
            }
            double least = hasBest ? bestLoss : Double.POSITIVE_INFINITY;
            SessionState state = new SessionState(step, scale, keptColumns, firstLoss, firstNorm, least);
            Settings.write(unfinished, FORMAT, settings -> {
                state.write(settings);
                identity.write(settings);
            });
        });
    }

    @Override
    public Provenance describe(Provenance here) {
        Map<String, String> told = new LinkedHashMap<>();
        told.put("gradient", RunIdentity.nameOf(rule.source()));
        told.put("parameters", RunIdentity.nameOf(current) + " of " + shapes(current.arrays()));
        told.putAll(new TreeMap<>(current.settings()));
        told.putAll(options(rule, step));
        INDArray first = current.arrays().values().iterator().next();
        Provenance described = here.withRule("Descent", told).withType(first.dataType());
        return fingerprint().digest().map(described::withData).orElse(described);
    }

    private static String shapes(Map<String, INDArray> arrays) {
        return arrays.entrySet().stream()
                .map(array ->
                        array.getKey() + " " + Arrays.toString(array.getValue().shape()))
                .collect(Collectors.joining(", "));
    }

    private Fingerprint fingerprint() {
        Fingerprint known = data;
        if (known == null) {
            known = rule.source().fingerprint();
            data = known;
        }
        return known;
    }

    private RunIdentity identity(Gradient found) {
        Map<String, String> options = options(rule, step);
        options.put("trained arrays", String.join(", ", motion.trained(found)));
        return new RunIdentity(options, fingerprint(), found.loss(), norm(found));
    }

    /** The options of a rule; functions of the step are known by their values at this step and at a later one. */
    private static Map<String, String> options(Descent<?> rule, long step) {
        LearningRate rate = rule.learningRate();
        Map<String, String> options = new LinkedHashMap<>();
        options.put("learningRate", digits(rate.at(step)) + ", later " + digits(rate.at(step + LATER)));
        options.put("shrinkage", digits(rate.shrinkage()));
        options.put("optimizer", rule.optimizer().name());
        rule.constraints().forEach((array, constraints) -> {
            if (!constraints.isEmpty()) {
                options.put(
                        "constraint on " + array,
                        constraints.stream()
                                .map(constraint -> constraint.name(step + 1))
                                .collect(Collectors.joining(", ")));
            }
        });
        rule.factors().forEach((array, factor) -> {
            if (factor != 1) {
                options.put("factor of " + array, digits(factor));
            }
        });
        return options;
    }

    /** So few digits that they are the same wherever a formula is computed. */
    static String digits(double number) {
        return String.format(Locale.ROOT, "%.8e", number);
    }
}
