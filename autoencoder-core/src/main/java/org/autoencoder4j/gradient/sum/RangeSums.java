package org.autoencoder4j.gradient.sum;

import java.util.function.Function;
import org.autoencoder4j.backend.internal.BlasThreads;
import org.autoencoder4j.gradient.Gradient;
import org.autoencoder4j.gradient.RangeEvaluator;
import org.autoencoder4j.gradient.sum.SummedGradient.At;
import org.autoencoder4j.parts.SampleSum;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Sums over ranges of what an evaluator says of them. */
final class RangeSums<P, G extends Gradient> implements SampleSum.Adder<At<P>, GradientSum> {
    private final RangeEvaluator<P, G> evaluator;
    private final Form form;
    private final Function<G, INDArray> activity;
    private @Nullable At<P> query;

    /** Whether the gradient is a sum or a mean. */
    @FunctionalInterface
    interface Form {
        GradientSum sums(Gradient gradient, INDArray activity, long samples);
    }

    RangeSums(RangeEvaluator<P, G> evaluator, Form form, Function<G, INDArray> activity) {
        this.evaluator = evaluator;
        this.form = form;
        this.activity = activity;
    }

    @Override
    public void begin(At<P> next) {
        query = next;
    }

    @Override
    public void end() {
        query = null;
    }

    @Override
    public GradientSum sum(long from, long to) {
        At<P> at = query;
        if (at == null) {
            throw new IllegalStateException("begin() comes first");
        }
        // Products that are cut among the threads of the BLAS may round otherwise; fused gradients see how many there
        // were.
        return BlasThreads.share(workers -> {
            G gradient = evaluator.at(at.parameters(), at.step(), from, to);
            return form.sums(gradient, activity.apply(gradient), to - from);
        });
    }
}
