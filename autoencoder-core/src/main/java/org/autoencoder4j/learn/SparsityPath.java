package org.autoencoder4j.learn;

import java.util.Comparator;
import java.util.List;

/**
 * How well dictionaries of one size describe the samples with ever more active units: where the curve bends, more of them
 * are no longer worth it.
 *
 * @param target the R^2 that was wanted
 * @param points the points that were computed, by rising k, at least one
 */
public record SparsityPath(double target, List<Point> points) {
    /**
     * One dictionary of the path.
     *
     * @param mostActive k, the most active units of a sample
     * @param r2 the R^2 of all samples, in their own units
     * @param meanL0 the mean number of active units
     */
    public record Point(int mostActive, double r2, double meanL0) {}

    /**
     * Puts points together.
     *
     * @param target the R^2 that was wanted
     * @param points the points, in any order; copied
     */
    public SparsityPath {
        points = points.stream()
                .sorted(Comparator.comparingInt(Point::mostActive))
                .toList();
    }

    /**
     * Tells whether a point reaches the target.
     *
     * @return whether there is one
     */
    public boolean reachesTarget() {
        return points.stream().anyMatch(this::reaches);
    }

    /**
     * Returns the point of the dictionary that was chosen: the first that reaches the target, or if none does the last.
     *
     * @return the point
     */
    public Point chosen() {
        return points.stream().filter(this::reaches).findFirst().orElse(points.get(points.size() - 1));
    }

    boolean reaches(Point point) {
        return point.r2() >= target;
    }
}
