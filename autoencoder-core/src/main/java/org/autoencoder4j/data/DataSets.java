package org.autoencoder4j.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.Elements;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/** Takes samples from the iterators of Deeplearning4j. */
public final class DataSets {
    private DataSets() {}

    /**
     * Reads the features of all samples of an iterator into memory. Labels are left out. The first axis of the features
     * are the samples; all others become one in C order. An iterator that can be reset is reset first, and afterwards
     * stands at its end. Cost: the samples twice in memory until they are together.
     *
     * @param iterator the iterator, with at least one sample; its features are arrays of rank 2 or more with the same
     *     number of features for each sample, and have no mask
     * @param type FLOAT or DOUBLE, to which the features are rounded
     * @return the samples, as the batch of every step
     * @throws IllegalArgumentException if there are no samples, or features are not such arrays; or if an entry is NaN or
     *     infinite, or too large for the type
     */
    public static Batches features(DataSetIterator iterator, DataType type) {
        Checks.realType("type", type);
        if (iterator.resetSupported()) {
            iterator.reset();
        }
        List<INDArray> pieces = new ArrayList<>();
        while (iterator.hasNext()) {
            INDArray piece = matrix(iterator.next(), pieces.size(), type);
            pieces.add(piece);
            if (piece.columns() != pieces.get(0).columns()) {
                throw new IllegalArgumentException("data set " + (pieces.size() - 1) + " has samples of "
                        + piece.columns() + " features and data set 0 of "
                        + pieces.get(0).columns() + "; all must have the same number");
            }
        }
        if (pieces.isEmpty()) {
            throw new IllegalArgumentException("the iterator has no data set; it must have at least one sample");
        }
        return Batches.of(together(pieces, type));
    }

    private static INDArray matrix(DataSet set, int number, DataType type) {
        INDArray features = set.getFeatures();
        if (features == null || features.isEmpty() || features.rank() < 2) {
            throw new IllegalArgumentException("data set " + number + " has features of shape "
                    + (features == null ? "none" : Arrays.toString(features.shape()))
                    + "; it must have a row for each sample, at least one");
        }
        if (set.getFeaturesMaskArray() != null) {
            throw new IllegalArgumentException(
                    "data set " + number + " has a mask for its features; samples that are not"
                            + " whole must be filled in or left out first");
        }
        long samples = features.size(0);
        INDArray copy = Nd4j.createUninitialized(type, features.shape(), 'c').assign(features);
        return copy.reshape('c', samples, features.length() / samples);
    }

    private static INDArray together(List<INDArray> pieces, DataType type) {
        long samples = pieces.stream().mapToLong(piece -> piece.size(0)).sum();
        INDArray all = Nd4j.createUninitialized(
                type, new long[] {samples, pieces.get(0).columns()}, 'c');
        Elements target = Elements.of(all);
        long at = 0;
        for (INDArray piece : pieces) {
            Elements.of(piece).copyTo(0, piece.length(), target, at);
            at += piece.length();
        }
        return all;
    }
}
