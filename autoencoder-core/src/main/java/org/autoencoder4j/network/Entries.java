package org.autoencoder4j.network;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Functions of each entry of an array, computed in double on the heap. */
final class Entries {
    private Entries() {}

    static INDArray map(INDArray array, DoubleUnaryOperator function) {
        double[] entries = array.dup('c').data().asDouble();
        Arrays.setAll(entries, i -> function.applyAsDouble(entries[i]));
        return Nd4j.create(entries, array.shape(), 'c').castTo(array.dataType());
    }
}
