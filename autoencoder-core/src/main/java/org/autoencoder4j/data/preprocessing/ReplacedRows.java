package org.autoencoder4j.data.preprocessing;

import java.util.Arrays;
import org.autoencoder4j.backend.internal.Elements;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.internal.CopyingReader;
import org.autoencoder4j.data.internal.RowReader;
import org.nd4j.linalg.api.buffer.DataType;

/** Batches that are the same at every step, with others in place of some of their samples. */
final class ReplacedRows implements Batches {
    private final Batches source;
    private final long[] replaced;
    private final Batches replacements;

    /** The numbers of the samples that are replaced rise; the i-th of them becomes the i-th of the replacements. */
    ReplacedRows(Batches source, long[] replaced, Batches replacements) {
        this.source = source;
        this.replaced = replaced;
        this.replacements = replacements;
    }

    @Override
    public long size() {
        return source.size();
    }

    @Override
    public int features() {
        return source.features();
    }

    @Override
    public DataType dataType() {
        return source.dataType();
    }

    @Override
    public boolean changeWithStep() {
        return false;
    }

    @Override
    public Reader reader() {
        RowReader rows = RowReader.of(source);
        RowReader others = RowReader.of(replacements);
        return new CopyingReader(this) {
            @Override
            public void copyRow(long row, Elements target, long at) {
                int place = Arrays.binarySearch(replaced, row);
                if (place < 0) {
                    rows.copyRow(row, target, at);
                } else {
                    others.copyRow(place, target, at);
                }
            }
        };
    }

    @Override
    public String toString() {
        return source + " with " + replaced.length + " samples replaced";
    }
}
