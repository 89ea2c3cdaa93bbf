package org.autoencoder4j.gradient.internal.form;

import org.autoencoder4j.gradient.internal.rows.LaneSums;
import org.autoencoder4j.gradient.internal.rows.Parameters;
import org.autoencoder4j.gradient.internal.rows.Shape;
import org.jspecify.annotations.Nullable;

/** What every form has: the parameters of the present step, and for each lane what it adds up beside the gradient. */
abstract class LaneForm implements GradientForm {
    final Shape shape;
    private final LaneSums[] sums;
    private @Nullable Parameters parameters;

    LaneForm(Shape shape, int lanes) {
        this.shape = shape;
        this.sums = new LaneSums[lanes];
        for (int lane = 0; lane < lanes; lane++) {
            sums[lane] = new LaneSums(shape.units());
        }
    }

    @Override
    public void begin(Parameters present, int workers) {
        parameters = present;
    }

    final Parameters parameters() {
        Parameters present = parameters;
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
