package org.autoencoder4j.examples;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.autoencoder4j.data.preprocessing.Whitening;
import org.autoencoder4j.learn.Learned;
import org.autoencoder4j.learn.SweepRow;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A dictionary in pictures: how it was learned, and its atoms if they have a shape. */
final class DictionaryPictures {
    private final Example example;
    private final Learned learned;
    private final Optional<Shape> shape;

    DictionaryPictures(Example example, Learned learned, Optional<Shape> shape) {
        this.example = example;
        this.learned = learned;
        this.shape = shape;
    }

    void draw() throws IOException {
        double[] r2 = learned.history().stream()
                .mapToDouble(SweepRow::r2)
                .map(each -> each < 0 ? Double.NaN : each)
                .toArray();
        LineChart chart =
                new LineChart(example.spec().name(), "sweep", "R^2 of the sweep's samples", LineChart.Scale.LINEAR);
        example.output()
                .png("history.png", () -> chart.curve("R^2", r2).include(0).picture());
        if (shape.isPresent()) {
            atoms(shape.get());
        }
    }

    private void atoms(Shape of) throws IOException {
        int[] order = byActivity(learned.fit().uses());
        if (learned.preprocessing() instanceof Whitening) {
            INDArray whitened = learned.coder().weights().transpose();
            example.output().png("atoms-whitened.png", () -> AtomsPicture.of(whitened, order, of));
        }
        INDArray atoms = learned.dictionary().transpose();
        example.output().png("atoms.png", () -> AtomsPicture.of(atoms, order, of));
    }

    private static int[] byActivity(List<Long> uses) {
        return IntStream.range(0, uses.size())
                .boxed()
                .sorted(Comparator.comparingLong((Integer unit) -> -uses.get(unit)))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
