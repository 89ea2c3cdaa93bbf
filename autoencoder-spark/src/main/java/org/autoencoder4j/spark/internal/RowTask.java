package org.autoencoder4j.spark.internal;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;
import org.autoencoder4j.parts.SampleParts;
import org.autoencoder4j.parts.SampleSum;
import org.autoencoder4j.parts.Sum;
import org.autoencoder4j.parts.TreeSum;

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
    public Iterator<Answer> call(Integer task, Iterator<RowBlock> blocks) {
        return List.of(answer(task, blocks)).iterator();
    }

    private Answer answer(int task, Iterator<RowBlock> blocks) {
        try {
            BlockBatches batches = new BlockBatches(question.samples());
            SampleSum.Adder<Q, S> adder = question.what().adder(batches);
            adder.begin(question.what().query(query.value()));
            TreeSum<S> tree = new TreeSum<>();
            SampleParts parts = question.parts();
            for (int part = question.firstPart(task); part < question.firstPart(task + 1); part++) {
                long from = parts.start(part);
                long to = parts.start(part + 1);
                batches.load(take(blocks, question.samples().features(), to));
                tree.add(part, adder.sum(from, to));
            }
            return Answer.of(tree.nodes());
        } catch (IllegalArgumentException e) {
            // Another try would read the same.
            return question.failed(task, e);
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
