package org.autoencoder4j.data;

import static org.autoencoder4j.data.Messages.assertRejected;
import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.ViewIterator;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

class DataSetsTest {
    private static final INDArray ALL =
            Nd4j.linspace(DataType.DOUBLE, -4, 0.25, 84).reshape('c', 7, 12);

    private static DataSet set(INDArray features) {
        return new DataSet(features, Nd4j.ones(features.size(0), 1));
    }

    /** Gives these data sets, and cannot be reset. */
    private static DataSetIterator iterator(DataSet... sets) {
        Iterator<DataSet> all = List.of(sets).iterator();
        return new ViewIterator(sets.length == 0 ? set(ALL) : sets[0], 1) {
            @Override
            public boolean resetSupported() {
                return false;
            }

            @Override
            public boolean hasNext() {
                return all.hasNext();
            }

            @Override
            public DataSet next() {
                return all.next();
            }
        };
    }

    @Test
    void featuresOfAllSamplesAreRead() {
        DataSetIterator iterator = new ViewIterator(set(ALL), 3);
        iterator.next();
        for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
            Batches samples = DataSets.features(iterator, type);
            assertIdentical(ALL.castTo(type), samples.batch(0));
        }
        assertIdentical(
                ALL,
                DataSets.features(iterator(set(ALL.reshape('c', 7, 3, 2, 2).dup('f'))), DataType.DOUBLE)
                        .batch(0));
        INDArray whole = Nd4j.createFromArray(new int[][] {{1, 2}, {3, 4}});
        assertEquals(
                10,
                DataSets.features(iterator(set(whole)), DataType.FLOAT)
                        .batch(0)
                        .sumNumber()
                        .intValue());
    }

    @Test
    void whatCannotBeSamplesIsTold() {
        assertRejected("the iterator has no data set", () -> DataSets.features(iterator(), DataType.FLOAT));
        assertRejected(
                "data set 1 has samples of 3 features and data set 0 of 12",
                () -> DataSets.features(iterator(set(ALL), set(Nd4j.ones(2, 3))), DataType.FLOAT));
        assertRejected(
                "data set 0 has features of shape [5]",
                () -> DataSets.features(iterator(new DataSet(Nd4j.ones(5), Nd4j.ones(5))), DataType.FLOAT));
        DataSet masked = set(ALL);
        masked.setFeaturesMaskArray(Nd4j.ones(7, 12));
        assertRejected("has a mask", () -> DataSets.features(iterator(masked), DataType.FLOAT));
        INDArray bad = ALL.dup();
        bad.putScalar(2, 3, 1e300);
        assertRejected("NaN or infinite, at [2, 3]", () -> DataSets.features(iterator(set(bad)), DataType.FLOAT));
        assertRejected("INT", () -> DataSets.features(iterator(set(ALL)), DataType.INT32));
    }
}
