package org.autoencoder4j.gradient.internal.form;

import org.autoencoder4j.backend.internal.NativeReals;
import org.autoencoder4j.backend.internal.PartialProduct;
import org.autoencoder4j.gradient.internal.rows.EncoderParameters;
import org.autoencoder4j.gradient.internal.rows.LaneSums;
import org.autoencoder4j.gradient.internal.rows.Parts;
import org.autoencoder4j.gradient.internal.rows.Shape;
import org.jspecify.annotations.Nullable;

/** What every form has: the parameters of the present step, and for each lane what it adds up beside the gradient. */
abstract class LaneForm implements GradientForm {
    final Shape shape;
    private final LaneSums[] sums;
    private Parts parts;
    private @Nullable EncoderParameters parameters;

    LaneForm(Shape shape, int lanes) {
        this.shape = shape;
        this.sums = new LaneSums[lanes];
        this.parts = Parts.of(1, lanes);
        for (int lane = 0; lane < lanes; lane++) {
            sums[lane] = new LaneSums(shape.units());
        }
    }

    @Override
    public void begin(EncoderParameters present, int workers) {
        parameters = present;
        parts = Parts.of(workers, sums.length);
    }

    /** Cuts the work of a lane. */
    final Parts parts() {
        return parts;
    }

    /** Computes {@code P = W^T Y} of samples Y that are columns here: m numbers for each. */
    final void products(NativeReals observations, int samples, NativeReals target) {
        parts.compute(product(observations, samples), target);
    }

    /** The product {@code W^T Y}. */
    final PartialProduct product(NativeReals columns, int samples) {
        return Parts.product(parameters(), columns, samples);
    }

    final EncoderParameters parameters() {
        EncoderParameters present = parameters;
        if (present == null) {
            throw new IllegalStateException("begin() comes first");
        }
        return present;
    }

    @Override
    public void clear(int lane) {
        sums[lane].clear();
    }

    @Override
    public final LaneSums sums(int lane) {
        return sums[lane];
    }
}
