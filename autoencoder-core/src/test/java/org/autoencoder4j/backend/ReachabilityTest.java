package org.autoencoder4j.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.ref.Reference;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.autoencoder4j.backend.internal.Combination;
import org.autoencoder4j.linalg.Cholesky;
import org.autoencoder4j.linalg.SymmetricEigen;
import org.autoencoder4j.linalg.SymmetricOperator;
import org.autoencoder4j.linalg.internal.Asymmetry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Arrays that nobody but a running native call needs are not freed under it, while other threads collect garbage and fill
 * what was freed. Compiled code forgets an array at its last use, so a JVM of its own compiles early. Its small heap is
 * collected many times during a call, and where the C library is GNU's, what is freed is unmapped at once, so that the next
 * access to it ends the JVM.
 */
@Tag("slow")
class ReachabilityTest {
    private static final int ORDER = 500;
    private static final int RUNS = 100;

    /** A computation that is right or wrong to the bit; no array is held but by the call at work. */
    enum Work {
        SOLVES {
            @Override
            BooleanSupplier prepared() {
                INDArray matrix = positive();
                INDArray block = matrix.get(NDArrayIndex.all(), NDArrayIndex.interval(0, 300))
                        .mul(3)
                        .addi(1);
                double expected = sum(Cholesky.of(matrix).orElseThrow().times(block));
                return () -> sum(Cholesky.of(matrix).orElseThrow().times(block)) == expected;
            }
        },
        SOLVES_OF_ONE {
            @Override
            BooleanSupplier prepared() {
                INDArray matrix = positive();
                INDArray vector = matrix.getColumn(7).dup().addi(1).reshape('f', ORDER, 1);
                double expected = sum(Cholesky.of(matrix).orElseThrow().times(vector));
                return () -> sum(Cholesky.of(matrix).orElseThrow().times(vector)) == expected;
            }
        },
        EIGENVALUES {
            @Override
            BooleanSupplier prepared() {
                INDArray matrix = positive();
                double expected = sum(SymmetricEigen.eigenvalues(matrix));
                return () -> sum(SymmetricEigen.eigenvalues(matrix)) == expected;
            }
        },
        PRODUCTS {
            @Override
            BooleanSupplier prepared() {
                INDArray matrix = positive();
                INDArray vector = matrix.getColumn(7).dup().reshape('f', ORDER, 1);
                double expected = sum(SymmetricOperator.of(matrix.dup()).times(vector.dup()));
                return () -> sum(SymmetricOperator.of(matrix.dup()).times(vector.dup())) == expected;
            }
        },
        SUMS {
            @Override
            BooleanSupplier prepared() {
                INDArray matrix = positive();
                INDArray target = matrix.dup();
                Combination.set(target, matrix.dup(), 2, matrix.dup());
                double expected = sum(target);
                return () -> {
                    Combination.set(target, matrix.dup(), 2, matrix.dup());
                    return sum(target) == expected && Asymmetry.of(matrix.dup()).difference() == 0;
                };
            }
        };

        abstract BooleanSupplier prepared();

        private static INDArray positive() {
            double[] numbers =
                    IntStream.range(0, ORDER * ORDER).mapToDouble(i -> place(i)).toArray();
            return Nd4j.createFromArray(numbers).reshape('f', ORDER, ORDER);
        }

        private static double place(int i) {
            int row = i % ORDER;
            int column = i / ORDER;
            return (row == column ? ORDER : 0) + Math.sin(7.0 * row * column + row + column);
        }

        private static double sum(INDArray array) {
            try {
                double sum = 0;
                double[] numbers = array.data().asDouble();
                for (int i = 0; i < numbers.length; i++) {
                    sum += numbers[i] * (1 + i % 7);
                }
                return sum;
            } finally {
                Reference.reachabilityFence(array);
            }
        }
    }

    /** Runs one kind of work beside threads that have garbage collected and take what is free. */
    static final class Program {
        private static final AtomicReference<byte[]> GARBAGE = new AtomicReference<>();

        public static void main(String[] arguments) throws InterruptedException {
            BooleanSupplier work = Work.valueOf(arguments[0]).prepared();
            AtomicBoolean ended = new AtomicBoolean();
            List<Thread> others = Stream.<Runnable>of(Program::collect, Program::fill)
                    .map(task -> new Thread(() -> {
                        while (!ended.get()) {
                            task.run();
                        }
                    }))
                    .toList();
            others.forEach(Thread::start);
            int wrong = 0;
            for (int run = 0; run < RUNS; run++) {
                wrong += work.getAsBoolean() ? 0 : 1;
            }
            ended.set(true);
            for (Thread other : others) {
                other.join();
            }
            System.out.println(wrong + " wrong");
        }

        private static void collect() {
            for (int i = 0; i < 10_000; i++) {
                GARBAGE.set(new byte[1 << 14]);
            }
            System.gc();
        }

        private static void fill() {
            Nd4j.valueArrayOf(new long[] {ORDER, ORDER}, 1e9, DataType.DOUBLE).close();
        }
    }

    @ParameterizedTest
    @EnumSource(Work.class)
    void nothingIsFreedUnderANativeCall(Work work) throws Exception {
        OtherJvm.Outcome outcome = OtherJvm.run(
                Program.class,
                OtherJvm.classPath().toList(),
                List.of(
                        "-Xmx128m",
                        "-Xmn4m",
                        "-XX:+UseSerialGC",
                        "-XX:CompileThresholdScaling=0.1",
                        "-XX:ErrorFile=target/hs_err.log",
                        "-Dorg.bytedeco.javacpp.maxphysicalbytes=0"),
                List.of(work.name()),
                Map.of("OMP_NUM_THREADS", "1", "MALLOC_MMAP_THRESHOLD_", "65536"));
        assertEquals(0, outcome.exitCode(), outcome::toString);
        assertEquals(List.of("0 wrong"), outcome.output());
    }
}
