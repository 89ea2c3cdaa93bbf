package org.autoencoder4j.spark.internal;

import java.io.IOException;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.parts.Sum;

/** Adds up the parts of a task, of samples that every process can open. */
public final class OpenedTask<Q, S extends Sum<S>> implements Function<Integer, Answer> {
    private static final long serialVersionUID = 1;

    private final Question<Q, S> question;
    private final Broadcast<byte[]> source;
    private final Broadcast<byte[]> query;

    public OpenedTask(Question<Q, S> question, Broadcast<byte[]> source, Broadcast<byte[]> query) {
        this.question = question;
        this.source = source;
        this.query = query;
    }

    @Override
    public Answer call(Integer task) throws IOException {
        Desk<Batches, Q, S> desk;
        try {
            desk = Desks.take(question, () -> Desks.opened(question.source(), this::open));
        } catch (IllegalArgumentException e) {
            return Desk.failed(question, task, e);
        }
        boolean inOrder = false;
        try {
            Answer answer = desk.answer(question, task, query.value(), (batches, from, to) -> {});
            inOrder = answer.isSum();
            return answer;
        } finally {
            Desks.giveBack(question, desk, inOrder);
        }
    }

    private Batches open() throws IOException {
        Batches batches = SourceBytes.read(source.value()).open();
        question.samples().differenceTo(Description.of(batches)).ifPresent(difference -> {
            throw new IllegalArgumentException("an executor opens other samples than the driver, for which "
                    + difference + "; every process must see the same");
        });
        return batches;
    }
}
