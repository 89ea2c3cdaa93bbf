package org.autoencoder4j.examples.dictionary;

import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
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
        INDArray atoms = learned.dictionary().transpose();
        int[] order = fromSmoothToFine(atoms.toDoubleMatrix(), of);
        String what = order.length + " atoms of " + of.height() + " x " + of.width() + " pixels, from smooth to fine";
        if (learned.preprocessing() instanceof Whitening) {
            INDArray whitened = learned.coder().weights().transpose();
            example.output()
                    .picture(
                            "atoms-whitened",
                            () -> atoms(what + ", as whitened samples have them", whitened, order, of));
        }
        example.output().picture("atoms", () -> atoms(what, atoms, order, of));
    }

    private static Picture atoms(String title, INDArray atoms, int[] order, Shape of) {
        double[][] all = atoms.toDoubleMatrix();
        double[][] ordered = Arrays.stream(order).mapToObj(unit -> all[unit]).toArray(double[][]::new);
        return new AtomsPicture(title, ordered, of.height(), of.width());
    }

    private static int[] fromSmoothToFine(double[][] atoms, Shape of) {
        return IntStream.range(0, atoms.length)
                .boxed()
                .sorted(Comparator.comparingDouble(unit -> roughness(atoms[unit], of)))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** The squared differences of neighbouring pixels, of the squared pixels. */
    private static double roughness(double[] atom, Shape of) {
        double differences = 0;
        double squares = 0;
        for (int pixel = 0; pixel < atom.length; pixel++) {
            squares += atom[pixel] * atom[pixel];
            if (pixel % of.width() > 0) {
                differences += Math.pow(atom[pixel] - atom[pixel - 1], 2);
            }
            if (pixel >= of.width()) {
                differences += Math.pow(atom[pixel] - atom[pixel - of.width()], 2);
            }
        }
        return squares == 0 ? 0 : differences / squares;
    }
}
