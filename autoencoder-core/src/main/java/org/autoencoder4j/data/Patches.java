package org.autoencoder4j.data;

import java.util.random.RandomGenerator;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.backend.internal.Elements;
import org.autoencoder4j.random.RandomStreams;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Cuts pictures into patches and time series into windows, which become samples. */
public final class Patches {
    private Patches() {}

    /**
     * Cuts out all patches, overlapping ones too. Cost: {@code (height - p + 1) (width - p + 1) p^2} numbers.
     *
     * @param image grey values, {@code height x width}, FLOAT or DOUBLE
     * @param size p, the height and width of a patch, from 1 to the lesser of the image's
     * @return one patch a row, {@code (height - p + 1) (width - p + 1) x p^2} in 'c' order and of the image's type; the
     *     pixels of a patch row by row, the patches by their upper left corners, row by row
     * @throws IllegalArgumentException if image is no matrix or size is not in its range
     */
    public static INDArray all(INDArray image, int size) {
        requireSize(image, size);
        long across = image.columns() - size + 1L;
        long count = (image.rows() - size + 1L) * across;
        return cut(image, size, count, patch -> patch / across * image.columns() + patch % across);
    }

    /**
     * Cuts out patches at random places, each place equally likely and drawn anew for each patch. Patch i depends on the
     * image's shape, the size, i and the streams' seed.
     *
     * @param image grey values, {@code height x width}, FLOAT or DOUBLE
     * @param size p, the height and width of a patch, from 1 to the lesser of the image's
     * @param count the number of patches, at least 1
     * @param streams the source of randomness; its purpose {@code "patches"} is used
     * @return one patch a row, {@code count x p^2} in 'c' order and of the image's type; the pixels of a patch row by row
     * @throws IllegalArgumentException if image is no matrix, or size or count are not in their ranges
     */
    public static INDArray random(INDArray image, int size, int count, RandomStreams streams) {
        requireSize(image, size);
        Checks.atLeast("count", count, 1);
        long[] corners = new long[count];
        RandomGenerator random = streams.at("patches", 0, 0);
        for (int patch = 0; patch < count; patch++) {
            if (patch % RandomStreams.BLOCK_SIZE == 0) {
                random = streams.at("patches", 0, patch / RandomStreams.BLOCK_SIZE);
            }
            long top = random.nextInt(image.rows() - size + 1);
            corners[patch] = top * image.columns() + random.nextInt(image.columns() - size + 1);
        }
        return cut(image, size, count, patch -> corners[(int) patch]);
    }

    /**
     * Cuts a time series into windows: window k holds the values {@code k stride .. k stride + width - 1}. Values after
     * the last whole window are left out.
     *
     * @param series a vector of length N, or an {@code N x 1} matrix, FLOAT or DOUBLE
     * @param width the number of values in a window, from 1 to N
     * @param stride the distance from one window to the next, at least 1; equal to width, windows do not overlap
     * @return one window a row, {@code floor((N - width) / stride) + 1} of them, in 'c' order and of the series' type
     * @throws IllegalArgumentException if series is neither, or width or stride are not in their ranges
     */
    public static INDArray windows(INDArray series, int width, int stride) {
        INDArray column = series.rank() == 1 ? series.reshape(series.length(), 1) : series;
        Checks.matrix("series", column, -1, 1, "a time series has one column");
        Checks.between("width", width, 1, column.length());
        Checks.atLeast("stride", stride, 1);
        Elements source = contiguous(column);
        INDArray windows = Nd4j.createUninitialized(
                column.dataType(), new long[] {(column.length() - width) / stride + 1, width}, 'c');
        Elements target = Elements.of(windows);
        for (long window = 0; window < windows.size(0); window++) {
            source.copyTo(window * stride, width, target, window * width);
        }
        return windows;
    }

    /**
     * Takes from each sample the mean of its own entries, as is usual for patches of natural images, whose brightness
     * says little.
     *
     * @param observations {@code N x n}, FLOAT or DOUBLE
     * @return the samples with mean 0, {@code N x n} in 'c' order
     * @throws IllegalArgumentException if observations is no such matrix
     */
    public static INDArray withoutMeans(INDArray observations) {
        Checks.matrix("observations", observations);
        return observations.dup('c').subiColumnVector(observations.mean(true, 1));
    }

    /** Where the patch of a number begins in the image. */
    @FunctionalInterface
    private interface Corner {
        long of(long patch);
    }

    private static INDArray cut(INDArray image, int size, long count, Corner corner) {
        Elements source = contiguous(image);
        int pixels = Math.multiplyExact(size, size);
        INDArray patches = Nd4j.createUninitialized(image.dataType(), new long[] {count, pixels}, 'c');
        Elements target = Elements.of(patches);
        for (long patch = 0; patch < count; patch++) {
            long from = corner.of(patch);
            for (int row = 0; row < size; row++) {
                source.copyTo(from + (long) row * image.columns(), size, target, patch * pixels + (long) row * size);
            }
        }
        return patches;
    }

    private static void requireSize(INDArray image, int size) {
        Checks.matrix("image", image);
        Checks.between("size", size, 1, Math.min(image.rows(), image.columns()));
    }

    private static Elements contiguous(INDArray array) {
        boolean ready = array.ordering() == 'c' && Elements.isContiguous(array);
        return Elements.of(ready ? array : array.dup('c'));
    }
}
