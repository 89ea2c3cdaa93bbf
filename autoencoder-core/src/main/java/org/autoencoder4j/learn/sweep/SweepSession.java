package org.autoencoder4j.learn.sweep;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.backend.internal.Vectors;
import org.autoencoder4j.coding.SparseCoder;
import org.autoencoder4j.coding.SparseEncoder;
import org.autoencoder4j.gradient.Fingerprint;
import org.autoencoder4j.learn.sweep.SweepGradient.LastUpdate;
import org.autoencoder4j.learn.sweep.SweepPlan.Course;
import org.autoencoder4j.learn.sweep.SweepPlan.Outcome;
import org.autoencoder4j.learn.sweep.SweepPlan.Spread;
import org.autoencoder4j.learn.sweep.SweepPlan.Stage;
import org.autoencoder4j.learn.sweep.SweepReader.Task;
import org.autoencoder4j.learn.sweep.SweepSource.Dictionary;
import org.autoencoder4j.learn.sweep.SweepSource.Found;
import org.autoencoder4j.learn.sweep.SweepSource.Wanted;
import org.autoencoder4j.learn.sweep.SweepState.Visit;
import org.autoencoder4j.learn.sweep.internal.Columns;
import org.autoencoder4j.learn.sweep.internal.UpdateMemory;
import org.autoencoder4j.provenance.Provenance;
import org.autoencoder4j.storage.SavedFolder;
import org.autoencoder4j.storage.Settings;
import org.autoencoder4j.train.Step;
import org.autoencoder4j.train.UpdateRule;
import org.autoencoder4j.train.internal.CollinearColumns;
import org.autoencoder4j.train.internal.RunIdentity;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A run of sweeps. It owns the present weights and the best so far, and writes the next over the present. */
final class SweepSession implements UpdateRule.Session<SparseCoder> {
    private static final String FORMAT = "autoencoder4j-sweeps-1";
    private static final String PARAMETERS = "parameters";
    private static final String BEST = "best";

    private final DictionarySweeps rule;
    private final SweepPlan plan;
    private final DictionaryUpdate update;
    private final SparseCoder present;
    private final SparseCoder best;
    private final INDArray gradient;
    private final SweepSource.Sweeping sweeping;
    private final double[][] memory;
    private SweepState state;
    private Dictionary dictionary;
    /** The atoms of the newest sweep: those of a result, also if an interrupt ends the sweep with the next. */
    private double[][] swept;

    private @Nullable Evaluated evaluated;
    private @Nullable Fingerprint data;

    /** What was found at the present weights. */
    private record Evaluated(Step<SparseCoder> step, SweepGradient gradient, Optional<WorstSamples> worst) {}

    private SweepSession(
            DictionarySweeps rule, SparseCoder present, SparseCoder best, SweepState state, double[][] memory) {
        this.rule = rule;
        this.plan = rule.plan(present);
        this.update = rule.update(present.units());
        this.present = present;
        this.best = best;
        this.state = state;
        this.memory = memory;
        this.gradient = Nd4j.create(present.dataType(), new long[] {present.features(), present.units()}, 'f');
        this.dictionary = Dictionary.of(present.weights());
        this.swept = dictionary.atoms();
        this.sweeping = rule.samples().begin(present.weights());
    }

    /** Begins a run with a coder that it takes over. */
    static SweepSession start(DictionarySweeps rule, SparseCoder initial) {
        requireFitting(rule, initial);
        SweepPlan plan = rule.plan(initial);
        if (rule.course() != Course.ALTERNATING) {
            Checks.between("the most active units", plan.most(), 1, initial.features() - 1L);
        }
        double[][] columns = HeapMatrix.columns(initial.weights());
        for (int i = 0; i < columns.length; i++) {
            if (!Columns.normalise(columns[i])) {
                throw new IllegalArgumentException("column " + i + " of the weights has the length "
                        + Vectors.scaledNorm(columns[i]) + "; each must have a direction");
            }
        }
        Columns.write(columns, initial.weights());
        SweepState state = SweepState.first(plan.first(rule.course()));
        return new SweepSession(rule, initial, initial.copy(), state, memory(rule, initial));
    }

    /** What the update remembers when a run begins. */
    private static double[][] memory(DictionarySweeps rule, SparseCoder coder) {
        DictionaryUpdate update = rule.update(coder.units());
        int width = update.remembered(coder.features(), coder.units());
        if (width > 0 && rule.course() != Course.ALTERNATING) {
            throw new IllegalArgumentException("the update " + update.name()
                    + " remembers earlier sweeps, but other sweeps than alternating() replace atoms, of which it would"
                    + " remember the old ones");
        }
        return new double[coder.units()][width];
    }

    private static void requireFitting(DictionarySweeps rule, SparseCoder coder) {
        DictionaryUpdate update = rule.update(coder.units());
        if (update.readsSamples() && !rule.samples().canRevisit()) {
            throw new IllegalArgumentException("the update " + update.name()
                    + " reads each sample once more, but the samples are in parts, of which only sums are made; use"
                    + " DictionarySweeps.of(Batches), or another update");
        }
        if (rule.samples().features() != coder.features()) {
            throw new IllegalArgumentException(
                    "the samples have " + rule.samples().features() + " features; the coder has " + coder.features()
                            + ": they must have the same");
        }
        Checks.sameType("the samples", rule.samples().dataType(), "the coder", coder.dataType());
    }

    static SweepSession resume(DictionarySweeps rule, Path folder) throws IOException {
        Settings saved = Settings.read(SavedFolder.verified(folder), FORMAT);
        SparseCoder present = rule.loadParameters(folder.resolve(PARAMETERS));
        SparseCoder best = rule.loadParameters(folder.resolve(BEST));
        requireFitting(rule, present);
        SweepState state = SweepState.of(saved);
        SweepSession session = new SweepSession(rule, present, best, state, memory(rule, present));
        RunIdentity.requireOptions(saved, session.options());
        UpdateMemory.read(folder, session.memory);
        session.identity().requireSame(saved);
        return session;
    }

    @Override
    public Step<SparseCoder> evaluate() {
        return evaluated().step();
    }

    /** Evaluates at most once for each update. */
    private Evaluated evaluated() {
        Evaluated found = evaluated;
        if (found == null) {
            found = sweep();
            evaluated = found;
            swept = dictionary.atoms();
            double loss = found.gradient().loss();
            state = state.begun(loss, found.step().gradientNorm());
            if (Double.isFinite(loss) && loss < state.bestLoss()) {
                state = state.withBest(loss);
                best.weights().assign(present.weights());
            }
        }
        return found;
    }

    private Evaluated sweep() {
        Stage stage = state.stage();
        boolean mayReplace = stage.phase() == Phase.FINDING || stage.phase() == Phase.REFINING;
        int worst = mayReplace ? WorstSamples.kept(stage.samples(), present.units()) : 0;
        Found found = sweeping.read(task(state.visit()), dictionary, new Wanted(update.needsMoment(), worst));
        Columns.write(gradient(found.sums()), gradient);
        SweepGradient told = new SweepGradient(gradient, found.sums(), stage, state.last());
        return new Evaluated(
                new Step<>(state.step(), present, told, List.of(SparseCoder.WEIGHTS), 1, state.kept()),
                told,
                found.worst());
    }

    private Task task(Visit visit) {
        SparseEncoder encoder = visit.phase() == Phase.FINDING
                ? SparseEncoder.leastSquares(visit.sparsity(), present.encoder().sign())
                : present.encoder();
        return new Task(visit.first(), visit.count(), encoder, state.stage().onlyExplained());
    }

    private static double[][] gradient(SweepSums sums) {
        double[][] columns = new double[sums.units()][sums.features()];
        double scale = -1.0 / Math.max(1, sums.counted());
        for (int i = 0; i < columns.length; i++) {
            for (int j = 0; j < columns[i].length; j++) {
                columns[i][j] = scale * sums.residualProducts(i)[j];
            }
        }
        return columns;
    }

    @Override
    public void advance() {
        Evaluated used = evaluated;
        if (used == null) {
            throw new IllegalStateException("advance() needs an evaluate() before it");
        }
        SweepSums sums = used.gradient().sums();
        Task task = task(state.visit());
        Dictionary before = dictionary;
        double[][] atoms = before.atoms();
        Sweep sweep = new Sweep(atoms, before.gram(), sums, memory, visitor -> sweeping.revisit(task, before, visitor));
        double[][] next = requireAtoms(update.atoms(sweep), atoms);
        int kept = Columns.normalise(next, atoms);
        double[] distances = Columns.distances(next, atoms);
        Spread movement = Spread.of(distances);
        int swaps = used.worst()
                .map(worst -> new Swaps(
                                sweep, worst.inOrder(), present.encoder().sign())
                        .apply(next, used.gradient().lossResolution() * 2 * sums.samples()))
                .orElse(0);
        Outcome outcome = new Outcome(
                swaps,
                sums.explainedShare(),
                movement.median(),
                Spread.of(sums.errors()).median(),
                Columns.greatestRatio(distances, sums.errors(), SweepGradient.rounding(present.dataType())),
                sums.residualEnergy() / sums.samples());
        Columns.write(next, present.weights());
        dictionary = Dictionary.of(present.weights());
        state = state.next(plan.next(state.stage(), outcome), new LastUpdate(swaps, movement.greatest()), kept);
        evaluated = null;
    }

    private double[][] requireAtoms(double[][] next, double[][] atoms) {
        boolean fits = next.length == atoms.length;
        for (int i = 0; fits && i < next.length; i++) {
            fits = next[i].length == atoms[i].length && next[i] != atoms[i];
        }
        if (!fits) {
            throw new IllegalArgumentException("the update " + update.name() + " must make " + atoms.length
                    + " new arrays of " + atoms[0].length + " numbers each, one for each unit; begin with"
                    + " sweep.copyOfAtoms()");
        }
        return next;
    }

    @Override
    public SparseCoder result() {
        SparseCoder result = present.copy();
        if (swept != dictionary.atoms()) {
            Columns.write(swept, result.weights());
        }
        return result;
    }

    @Override
    public SparseCoder best() {
        return best.copy();
    }

    @Override
    public double lossOfBest(long onStep) {
        evaluated = null;
        SweepSums sums = rule.samples()
                .begin(best.weights())
                .read(task(state.visit(onStep)), Dictionary.of(best.weights()), Wanted.SUMS_ALONE)
                .sums();
        return sums.residualEnergy() / (2 * sums.samples());
    }

    @Override
    public List<Integer> collinearColumns() {
        return CollinearColumns.of(swept == dictionary.atoms() ? present.weights() : result().weights());
    }

    @Override
    public void save(Path folder) throws IOException {
        RunIdentity identity = identity();
        SavedFolder.write(folder, unfinished -> {
            present.save(unfinished.resolve(PARAMETERS));
            best.save(unfinished.resolve(BEST));
            UpdateMemory.write(unfinished, memory);
            Settings.write(unfinished, FORMAT, settings -> {
                state.write(settings);
                identity.write(settings);
            });
        });
    }

    @Override
    public Provenance describe(Provenance here) {
        Map<String, String> told = new LinkedHashMap<>();
        told.put("parameters", present.features() + " features, " + present.units() + " units");
        told.putAll(options());
        Provenance described = here.withRule("DictionarySweeps", told).withType(present.dataType());
        return fingerprint().digest().map(described::withData).orElse(described);
    }

    private Fingerprint fingerprint() {
        Fingerprint known = data;
        if (known == null) {
            known = rule.samples().fingerprint();
            data = known;
        }
        return known;
    }

    private RunIdentity identity() {
        Step<SparseCoder> step = evaluate();
        return new RunIdentity(options(), fingerprint(), step.gradient().loss(), step.gradientNorm());
    }

    private Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("encoder", present.encoder().name());
        options.put("update", update.name());
        options.put("start", rule.course().toString());
        options.put("samples of a sweep", "at most " + plan.samples());
        return options;
    }
}
