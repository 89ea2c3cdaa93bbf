package org.autoencoder4j.spark.internal;

import java.io.IOException;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.parts.SampleSum;
import org.autoencoder4j.parts.Sum;
import org.autoencoder4j.parts.TreeSum;
import org.autoencoder4j.spark.BatchesSource;

/** Adds up the parts of a task, of samples that every process can open. */
public final class OpenedTask<Q, S extends Sum<S>> implements Function<Integer, Answer> {
    private static final long serialVersionUID = 1;

    private final Question<Q, S> question;
    private final BatchesSource source;
    private final Broadcast<byte[]> query;

    public OpenedTask(Question<Q, S> question, BatchesSource source, Broadcast<byte[]> query) {
        this.question = question;
        this.source = source;
        this.query = query;
    }

    @Override
    public Answer call(Integer task) throws IOException {
        try {
            SampleSum.Adder<Q, S> adder = AdderPool.take(question);
            if (adder == null) {
                adder = question.what().adder(open());
            }
            adder.begin(question.what().query(query.value()));
            TreeSum<S> tree =
                    TreeSum.of(adder, question.parts(), question.firstPart(task), question.firstPart(task + 1));
            AdderPool.giveBack(question, adder);
            return Answer.of(tree.nodes());
        } catch (IllegalArgumentException e) {
            // Another try would read the same.
            return question.failed(task, e);
        }
    }

    private Batches open() throws IOException {
        Batches batches = source.open();
        Description here = Description.of(batches);
        if (!here.equals(question.samples())) {
            throw new IllegalArgumentException("an executor opens other samples than the driver: " + here
                    + " in place of " + question.samples() + "; every process must see the same");
        }
        return batches;
    }
}
