package org.autoencoder4j.examples.dictionary;

import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.autoencoder4j.data.preprocessing.Whitening;
import org.autoencoder4j.examples.command.Example;
import org.autoencoder4j.examples.samples.Shape;
import org.autoencoder4j.learn.Learned;
import org.autoencoder4j.learn.SweepRow;
import org.autoencoder4j.picture.AtomsPicture;
import org.autoencoder4j.picture.Axis;
import org.autoencoder4j.picture.LineChart;
import org.autoencoder4j.picture.Picture;
import org.autoencoder4j.picture.Role;
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
        LineChart chart = new LineChart(
                "How well the dictionary describes the samples, sweep by sweep",
                Axis.linear("sweep"),
                Axis.linear("R^2 of the samples of the sweep"));
        example.output()
                .picture("history", () -> chart.curve(Role.R2, "R^2", r2).include(0));
        if (shape.isPresent()) {
            atoms(shape.get());
        }
    }

    private void atoms(Shape of) throws IOException {
        int[] order = byActivity(learned.fit().uses());
        if (learned.preprocessing() instanceof Whitening) {
            INDArray whitened = learned.coder().weights().transpose();
            example.output().picture("atoms-whitened", () -> atoms("whitened atoms", whitened, order, of));
        }
        INDArray atoms = learned.dictionary().transpose();
        example.output().picture("atoms", () -> atoms("atoms", atoms, order, of));
    }

    private static Picture atoms(String title, INDArray atoms, int[] order, Shape of) {
        double[][] all = atoms.toDoubleMatrix();
        double[][] ordered = Arrays.stream(order).mapToObj(unit -> all[unit]).toArray(double[][]::new);
        return new AtomsPicture(title, ordered, of.height(), of.width());
    }

    private static int[] byActivity(List<Long> uses) {
        return IntStream.range(0, uses.size())
                .boxed()
                .sorted(Comparator.comparingLong((Integer unit) -> -uses.get(unit)))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
