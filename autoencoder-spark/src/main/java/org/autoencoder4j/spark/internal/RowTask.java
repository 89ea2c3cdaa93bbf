package org.autoencoder4j.spark.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;
import org.autoencoder4j.parts.Sum;

/** Adds up the parts of a task, of rows that are kept here. */
final class RowTask<Q, S extends Sum<S>> implements Function2<Integer, Iterator<RowBlock>, Iterator<Answer>> {
    private static final long serialVersionUID = 1;

    private final Question<Q, S> question;
    private final Broadcast<byte[]> query;

    RowTask(Question<Q, S> question, Broadcast<byte[]> query) {
        this.question = question;
        this.query = query;
    }

    @Override
    public Iterator<Answer> call(Integer task, Iterator<RowBlock> blocks) throws IOException {
        Desk<BlockBatches, Q, S> desk;
        try {
            desk = Desks.take(question, () -> new BlockBatches(question.samples()));
        } catch (IllegalArgumentException e) {
            return List.of(Desk.failed(question, task, e)).iterator();
        }
        boolean inOrder = false;
        try {
            Answer answer = desk.answer(
                    question,
                    task,
                    query.value(),
                    (batches, from, to) ->
                            batches.load(take(blocks, question.samples().features(), to)));
            inOrder = answer.isSum();
            return List.of(answer).iterator();
        } finally {
            desk.batches().load(List.of());
            Desks.giveBack(question, desk, inOrder);
        }
    }

    /** Takes the blocks of a part, or of its beginning. */
    private static List<RowBlock> take(Iterator<RowBlock> blocks, int features, long to) {
        List<RowBlock> taken = new ArrayList<>();
        long end = 0;
        while (end < to) {
            RowBlock block = blocks.next();
            if (!block.failure().isEmpty()) {
                throw new IllegalArgumentException(block.failure());
            }
            taken.add(block);
            end = block.first() + block.numbers() / features;
        }
        return taken;
    }
}
