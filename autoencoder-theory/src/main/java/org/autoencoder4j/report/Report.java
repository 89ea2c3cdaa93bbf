package org.autoencoder4j.report;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.autoencoder4j.provenance.Provenance;
import org.jspecify.annotations.Nullable;

/**
 * A statement, the numbers measured for it, and the verdict that follows from them.
 *
 * <p>It is put together by copy methods, and everything keeps the order in which it was added:
 *
 * <pre>{@code
 * Report report = Report.on("the dictionary is mu-incoherent", Reference.asPrinted("NWH19", "Definition 1"))
 *         .requiring(new Bound("max | ||A_i|| - 1 |", 2e-16, Relation.AT_MOST, 1e-6))
 *         .claiming(new Bound("mu", 1.79, Relation.AT_MOST, 2))
 *         .with("coherence", 0.8)
 *         .witnessedBy("atoms 0 and 3");
 * }</pre>
 *
 * <p>It comes in three forms: {@link #toString} is one line, {@link #text} is everything for a reader, and
 * {@link #toJson} is everything for a program.
 *
 * <p>Immutable; threads may share it.
 */
public final class Report {
    private final String statement;
    private final Reference reference;
    private final List<Bound> conditions;
    private final List<Bound> bounds;
    private final Map<String, Double> findings;
    private final @Nullable String witness;
    private final @Nullable Provenance provenance;

    private Report(
            String statement,
            Reference reference,
            List<Bound> conditions,
            List<Bound> bounds,
            Map<String, Double> findings,
            @Nullable String witness,
            @Nullable Provenance provenance) {
        this.statement = statement;
        this.reference = reference;
        this.conditions = conditions;
        this.bounds = bounds;
        this.findings = findings;
        this.witness = witness;
        this.provenance = provenance;
    }

    /**
     * Begins a report without any numbers.
     *
     * @param statement what is claimed, in words
     * @param reference where the statement is from
     * @return the report
     */
    public static Report on(String statement, Reference reference) {
        return new Report(statement, reference, List.of(), List.of(), Map.of(), null, null);
    }

    /**
     * Adds a condition of the statement.
     *
     * @param condition a bound that must be kept for the statement to claim anything
     * @return a copy with the condition
     */
    public Report requiring(Bound condition) {
        return new Report(statement, reference, added(conditions, condition), bounds, findings, witness, provenance);
    }

    /**
     * Adds something that the statement claims.
     *
     * @param bound the claim
     * @return a copy with the bound
     */
    public Report claiming(Bound bound) {
        return new Report(statement, reference, conditions, added(bounds, bound), findings, witness, provenance);
    }

    /**
     * Adds a measured number about which the statement claims nothing.
     *
     * @param name what is measured; one word in camel case, since it becomes a JSON name
     * @param value the number
     * @return a copy with the finding; a finding of the same name is replaced
     */
    public Report with(String name, double value) {
        Map<String, Double> more = new LinkedHashMap<>(findings);
        more.put(name, value);
        return new Report(
                statement, reference, conditions, bounds, Collections.unmodifiableMap(more), witness, provenance);
    }

    /**
     * Names the object that decides: the pair, unit, support or sample at which the worst value is taken.
     *
     * @param description the object, in words
     * @return a copy with the witness
     */
    public Report witnessedBy(String description) {
        return new Report(statement, reference, conditions, bounds, findings, description, provenance);
    }

    /**
     * Says how the numbers were made. It has no part in the verdict.
     *
     * @param made the record, for example that of the training result that was measured, or {@code Provenance.current()}
     * @return a copy with the record
     */
    public Report madeBy(Provenance made) {
        return new Report(statement, reference, conditions, bounds, findings, witness, made);
    }

    private static List<Bound> added(List<Bound> list, Bound bound) {
        List<Bound> more = new ArrayList<>(list);
        more.add(bound);
        return Collections.unmodifiableList(more);
    }

    /**
     * Returns what is claimed.
     *
     * @return the statement, in words
     */
    public String statement() {
        return statement;
    }

    /**
     * Returns where the statement is from.
     *
     * @return the reference
     */
    public Reference reference() {
        return reference;
    }

    /**
     * Returns the conditions of the statement.
     *
     * @return the conditions, in the order in which they were added; unmodifiable
     */
    public List<Bound> conditions() {
        return conditions;
    }

    /**
     * Returns what the statement claims.
     *
     * @return the bounds, in the order in which they were added; unmodifiable
     */
    public List<Bound> bounds() {
        return bounds;
    }

    /**
     * Returns the further measured numbers.
     *
     * @return the findings by name, in the order in which they were added; unmodifiable
     */
    public Map<String, Double> findings() {
        return findings;
    }

    /**
     * Returns the object that decides.
     *
     * @return the witness, in words, if there is one
     */
    public Optional<String> witness() {
        return Optional.ofNullable(witness);
    }

    /**
     * Returns how the numbers were made.
     *
     * @return the record, if {@link #madeBy} told it
     */
    public Optional<Provenance> provenance() {
        return Optional.ofNullable(provenance);
    }

    /**
     * Derives the verdict, by one rule for all statements. In this order: a NaN anywhere: {@code INCONCLUSIVE}; a
     * condition is false: {@code NOT_APPLICABLE}; a condition cannot be decided, or there is no bound:
     * {@code INCONCLUSIVE}; a bound is violated: {@code FAILS}; a bound cannot be decided: {@code INCONCLUSIVE}; else
     * {@code HOLDS}. What is false, violated or undecided is told by {@link Bound#verdict}.
     *
     * @return the verdict
     */
    public Verdict verdict() {
        if (hasNaN()) {
            return Verdict.INCONCLUSIVE;
        }
        Verdict condition = worst(conditions);
        return switch (condition) {
            case FAILS -> Verdict.NOT_APPLICABLE;
            case HOLDS -> bounds.isEmpty() ? Verdict.INCONCLUSIVE : worst(bounds);
            default -> condition;
        };
    }

    private boolean hasNaN() {
        return all().anyMatch(Bound::hasNaN) || findings.values().stream().anyMatch(value -> value.isNaN());
    }

    private Stream<Bound> all() {
        return Stream.concat(conditions.stream(), bounds.stream());
    }

    private static Verdict worst(List<Bound> bounds) {
        List<Verdict> verdicts = bounds.stream().map(Bound::verdict).toList();
        return Stream.of(Verdict.FAILS, Verdict.INCONCLUSIVE)
                .filter(verdicts::contains)
                .findFirst()
                .orElse(Verdict.HOLDS);
    }

    /**
     * Returns everything for a reader: statement, reference, verdict, each condition and bound with its own verdict, the
     * findings, the witness, and how the numbers were made.
     *
     * @return several lines, each ended by a line feed
     */
    public String text() {
        StringBuilder text = new StringBuilder();
        line(text, verdict() + ": " + statement + " (" + reference + ")");
        conditions.forEach(condition -> line(text, "  if    " + condition + ": " + condition.verdict()));
        bounds.forEach(bound -> line(text, "  then  " + bound + ": " + bound.verdict()));
        findings.forEach((name, value) -> line(text, "  found " + name + " = " + Numbers.brief(value)));
        witness().ifPresent(description -> line(text, "  at    " + description));
        provenance()
                .ifPresent(
                        made -> made.entries().forEach((name, value) -> line(text, "  made  " + name + ": " + value)));
        return text.toString();
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append('\n');
    }

    /**
     * Returns everything for a program: an object with {@code statement}, {@code reference}, {@code verdict},
     * {@code conditions}, {@code bounds}, {@code findings} and, if there is one, {@code witness} and {@code provenance}. Numbers have all their
     * digits; JSON has no NaN and no infinity, so these are the strings {@code "NaN"}, {@code "Infinity"} and
     * {@code "-Infinity"}, which {@code Double.parseDouble} reads.
     *
     * @return valid JSON; the same numbers give the same text
     */
    public String toJson() {
        return JsonReport.of(this);
    }

    /**
     * Returns the verdict with the numbers that decide it: the conditions and bounds that are not kept, or else all
     * bounds.
     *
     * @return one line
     */
    @Override
    public String toString() {
        List<Bound> deciding =
                all().filter(bound -> bound.verdict() != Verdict.HOLDS).toList();
        String numbers = (deciding.isEmpty() ? bounds : deciding)
                .stream().map(Bound::toString).collect(joining(", "));
        return verdict() + ": " + statement + " (" + reference + ")" + (numbers.isEmpty() ? "" : ": " + numbers);
    }
}
