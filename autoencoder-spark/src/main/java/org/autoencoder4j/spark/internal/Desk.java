package org.autoencoder4j.spark.internal;

import org.autoencoder4j.data.Batches;
import org.autoencoder4j.parts.SampleParts;
import org.autoencoder4j.parts.SampleSum;
import org.autoencoder4j.parts.Sum;
import org.autoencoder4j.parts.TreeSum;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a task works: samples, and what adds them up, with its buffers. One task at a time has it. */
record Desk<B extends Batches, Q, S extends Sum<S>>(B batches, SampleSum.Adder<Q, S> adder) {
    private static final Logger LOG = LoggerFactory.getLogger(Desk.class);

    /** Makes ready for a part. */
    @FunctionalInterface
    interface Loading<B> {
        void load(B batches, long from, long to);
    }

    /** Adds up the parts of a task; what fails because of samples or the query is the answer. */
    Answer answer(Question<Q, S> question, int task, byte[] query, Loading<B> loading) {
        try {
            adder.begin(question.what().query(query));
            TreeSum<S> tree = new TreeSum<>();
            SampleParts parts = question.parts();
            for (int part = question.firstPart(task); part < question.firstPart(task + 1); part++) {
                long from = parts.start(part);
                long to = parts.start(part + 1);
                loading.load(batches, from, to);
                tree.add(part, adder.sum(from, to));
            }
            return Answer.of(tree.nodes());
        } catch (IllegalArgumentException e) {
            return failed(question, task, e);
        } finally {
            adder.end();
        }
    }

    /** Another try would meet the same: so the answer is what was wrong. */
    static Answer failed(Question<?, ?> question, int task, IllegalArgumentException e) {
        LOG.info("task {} failed", task, e);
        return Answer.failed(question.failure(task, e));
    }
}
