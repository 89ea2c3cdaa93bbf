package org.autoencoder4j.ntk.kernel;

import java.util.ArrayList;
import java.util.List;
import org.autoencoder4j.backend.internal.HeapMatrix;
import org.autoencoder4j.linalg.SymmetricEigen;
import org.autoencoder4j.ntk.kernel.Directions.Chords;
import org.autoencoder4j.progress.Work;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Which samples point the same way or opposite ways, to rounding. Each is paired with the first such sample only. */
final class SamplePairs {
    private static final int BLOCK = 256;
    /** Beyond this absolute cosine the angle is had from the vectors. */
    private static final double NEAR = 0.99;

    private static final double DEPENDENT = 1e-12;

    private final Directions directions;
    private final double tolerance;
    private final List<SamplePair> parallel = new ArrayList<>();
    private final List<SamplePair> antipodal = new ArrayList<>();
    private SamplePair nearest = new SamplePair(0, 0, Math.PI);

    private SamplePairs(Directions directions) {
        this.directions = directions;
        this.tolerance = directions.dataType() == DataType.DOUBLE ? 1e-12 : 1e-6;
    }

    static SamplePairs of(Directions directions) {
        SamplePairs pairs = new SamplePairs(directions);
        INDArray rows = directions.rows().castTo(DataType.DOUBLE);
        try (Work work = Work.begin("angles between samples: samples", directions.count())) {
            for (int from = 0; from < directions.count(); from += BLOCK) {
                int to = Math.min(directions.count(), from + BLOCK);
                INDArray panel = rows.get(NDArrayIndex.interval(from, to), NDArrayIndex.all())
                        .dup('c');
                INDArray others = rows.get(NDArrayIndex.interval(0, to), NDArrayIndex.all());
                double[][] cosines = HeapMatrix.rows(Nd4j.gemm(panel, others.dup('c'), false, true));
                for (int j = from; j < to; j++) {
                    pairs.pairUp(j, cosines[j - from]);
                }
                work.advance(to - from);
            }
        }
        return pairs;
    }

    private void pairUp(int j, double[] cosines) {
        boolean hasParallel = directions.length(j) == 0;
        boolean hasOpposite = hasParallel;
        for (int i = 0; i < j; i++) {
            if (directions.length(i) == 0 || directions.length(j) == 0) {
                continue;
            }
            if (Math.abs(cosines[i]) <= NEAR) {
                nearest = nearer(new SamplePair(i, j, Math.acos(cosines[i])));
                continue;
            }
            Chords chords = directions.chords(i, directions, j);
            SamplePair pair = new SamplePair(i, j, chords.angle());
            nearest = nearer(pair);
            if (!hasParallel && chords.angle() <= tolerance) {
                parallel.add(pair);
                hasParallel = true;
            }
            if (!hasOpposite && chords.supplement() <= tolerance) {
                antipodal.add(pair);
                hasOpposite = true;
            }
        }
    }

    private SamplePair nearer(SamplePair pair) {
        return pair.angle() < nearest.angle() ? pair : nearest;
    }

    List<SamplePair> parallel() {
        return parallel;
    }

    List<SamplePair> antipodal() {
        return antipodal;
    }

    /** The pair of the least angle. */
    SamplePair nearest() {
        return nearest;
    }

    /** How many directions of antipodal pairs depend on the others; samples that are parallel count once. */
    int dependentDirections() {
        List<double[]> chosen = antipodal.stream()
                .filter(pair -> parallel.stream().noneMatch(other -> other.second() == pair.second()))
                .map(pair -> directions.unit(pair.second()))
                .toList();
        if (chosen.isEmpty()) {
            return 0;
        }
        INDArray rows = Nd4j.createFromArray(chosen.toArray(double[][]::new));
        double[] squares =
                SymmetricEigen.eigenvalues(Nd4j.gemm(rows, rows, false, true)).toDoubleVector();
        int dependent = 0;
        while (dependent < squares.length && squares[dependent] <= DEPENDENT * squares[squares.length - 1]) {
            dependent++;
        }
        return dependent;
    }
}
