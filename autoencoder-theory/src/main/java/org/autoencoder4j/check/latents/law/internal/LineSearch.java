package org.autoencoder4j.check.latents.law.internal;

import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.univariate.BrentOptimizer;
import org.apache.commons.math3.optim.univariate.SearchInterval;
import org.apache.commons.math3.optim.univariate.UnivariateObjectiveFunction;

/** Where a function that falls and then rises is least. */
public final class LineSearch {
    /** A function is flat at its least value, so that this much off changes it by the square. */
    private static final double PRECISION = 1e-5;

    private static final int MOST = 200;

    private LineSearch() {}

    /**
     * Goes down from a start by steps that double, and then by Brent's method between the last three.
     *
     * @param reach how far from the start it goes at most
     */
    public static double least(DoubleUnaryOperator function, double start, double step, double reach) {
        boolean rises = function.applyAsDouble(start + step) > function.applyAsDouble(start);
        double stride = rises ? -step : step;
        double before = rises ? start + step : start;
        double middle = rises ? start : start + step;
        double after = middle + stride;
        double atMiddle = function.applyAsDouble(middle);
        double atAfter = function.applyAsDouble(after);
        while (atAfter < atMiddle && Math.abs(after - start) < reach) {
            before = middle;
            middle = after;
            atMiddle = atAfter;
            stride *= 2;
            after = start + Math.copySign(Math.min(reach, Math.abs(middle + stride - start)), stride);
            atAfter = function.applyAsDouble(after);
        }
        return atAfter < atMiddle ? after : between(function, before, middle, after);
    }

    private static double between(DoubleUnaryOperator function, double before, double middle, double after) {
        return new BrentOptimizer(PRECISION, PRECISION * Math.abs(after - before))
                .optimize(
                        new UnivariateObjectiveFunction(function::applyAsDouble),
                        GoalType.MINIMIZE,
                        new SearchInterval(Math.min(before, after), Math.max(before, after), middle),
                        new MaxEval(MOST))
                .getPoint();
    }
}
