package org.autoencoder4j.ntk.certificate;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The search for the best of several choices of a theorem's free parts. Units that can flip are counted for all of them. Only
 * if no choice will do so, norms are computed, in the order of what choices promise if the norm is as small as the count
 * allows, and as long as one promises more than what was found: first the norm of all that any sample flips, one for each
 * choice, and if none will do the greatest over the samples, up to n of them.
 *
 * @param <T> what is certified
 */
final class CertificateSearch<T> {
    /** Free parts, what they let flip, and what follows from its norm. */
    interface Choice<T> {
        /** How far each unit may move; infinite or not a number where nothing is known. */
        double[] reach();

        T certificate(double flipNorm);
    }

    private final StartState state;
    private final FlippedDecoder decoder;
    private final Predicate<T> suits;
    private final Comparator<T> better;

    /** What suits must still suit, and be no worse, with a smaller norm. */
    CertificateSearch(StartState state, Predicate<T> suits, Comparator<T> better) {
        this.state = state;
        this.decoder = new FlippedDecoder(state);
        this.suits = suits;
        this.better = better;
    }

    static <T> T at(StartState state, Choice<T> choice, FlipBound bound) {
        FlippedDecoder decoder = new FlippedDecoder(state);
        return choice.certificate(
                bound == FlipBound.COUNTED
                        ? Math.min(state.normA(), decoder.counted(List.of(choice.reach()))[0])
                        : decoder.spectral(choice.reach(), norm -> true));
    }

    /** The best certificate that suits; if there is none, the nearest by counting. */
    T best(List<? extends Choice<T>> choices, Comparator<T> nearer) {
        double[] counted = decoder.counted(choices.stream().map(Choice::reach).toList());
        List<T> found = IntStream.range(0, counted.length)
                .mapToObj(k -> choices.get(k).certificate(Math.min(state.normA(), counted[k])))
                .toList();
        return found.stream()
                .filter(suits)
                .max(better)
                .or(() -> byNorms(choices, counted))
                .orElseGet(() -> found.stream().max(nearer).orElseThrow());
    }

    private record Promise<T>(Choice<T> choice, T certificate) {}

    private Optional<T> byNorms(List<? extends Choice<T>> choices, double[] counted) {
        List<Promise<T>> order = IntStream.range(0, counted.length)
                .mapToObj(k -> new Promise<T>(choices.get(k), choices.get(k).certificate(decoder.least(counted[k]))))
                .filter(promise -> suits.test(promise.certificate()))
                .sorted((one, other) -> better.compare(other.certificate(), one.certificate()))
                .toList();
        return byNorm(order, choice -> decoder.united(choice.reach()))
                .or(() -> byNorm(
                        order,
                        choice -> decoder.spectral(choice.reach(), norm -> suits.test(choice.certificate(norm)))));
    }

    private Optional<T> byNorm(List<Promise<T>> order, ToDoubleFunction<Choice<T>> norm) {
        Optional<T> best = Optional.empty();
        for (Promise<T> promise : order) {
            if (best.filter(found -> better.compare(found, promise.certificate()) >= 0)
                    .isPresent()) {
                break;
            }
            T next = promise.choice().certificate(norm.applyAsDouble(promise.choice()));
            best = Stream.concat(best.stream(), Stream.of(next)).filter(suits).max(better);
        }
        return best;
    }
}
