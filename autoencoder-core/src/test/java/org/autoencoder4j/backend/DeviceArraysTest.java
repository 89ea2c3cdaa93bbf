package org.autoencoder4j.backend;

import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.autoencoder4j.backend.internal.EigenSolver.Job;
import org.autoencoder4j.backend.internal.Elements;
import org.autoencoder4j.backend.internal.OpenBlas;
import org.autoencoder4j.linalg.Cholesky;
import org.autoencoder4j.linalg.SymmetricEigen;
import org.autoencoder4j.linalg.SymmetricEigenTest;
import org.autoencoder4j.linalg.internal.Nd4jEigen;
import org.autoencoder4j.linalg.internal.PlainCholesky;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ExecutionerType;
import org.nd4j.linalg.factory.Nd4j;

/** What is done where ND4J keeps its arrays on a device: a part of ND4J is replaced by one that says so. */
class DeviceArraysTest {
    @FunctionalInterface
    private interface Work {
        void run() throws Exception;
    }

    /** Replaces a part of ND4J by one that answers some calls by itself. */
    private static <T> void replacing(
            String field, Class<T> type, BiFunction<String, Object[], Optional<Object>> answer, Work work)
            throws Exception {
        Field part = Nd4j.class.getDeclaredField(field);
        part.setAccessible(true);
        Object present = part.get(null);
        Object proxy =
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    Object[] given = arguments == null ? new Object[0] : arguments;
                    Optional<Object> own = answer.apply(method.getName(), given);
                    try {
                        return own.isPresent() ? own.get() : method.invoke(present, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        part.set(null, proxy);
        try {
            work.run();
        } finally {
            part.set(null, present);
        }
    }

    private static void onADevice(Work work) throws Exception {
        replacing(
                "OP_EXECUTIONER_INSTANCE",
                OpExecutioner.class,
                (name, arguments) -> name.equals("type") ? Optional.of(ExecutionerType.CUDA) : Optional.empty(),
                work);
    }

    /** The solvers differ in their last bits, and these tell which one was used. */
    @Test
    void openBlasIsNotGivenArraysOfADevice() throws Exception {
        INDArray matrix = Nd4j.eye(80)
                .castTo(DataType.FLOAT)
                .mul(9)
                .add(SymmetricEigenTest.symmetric(80).castTo(DataType.FLOAT));
        INDArray block = SymmetricEigenTest.symmetric(80).castTo(DataType.FLOAT).dup('f');
        INDArray factor = matrix.dup('f');
        INDArray solution = block.dup('f');
        assertEquals(0, new PlainCholesky().factorise(factor));
        new PlainCholesky().solve(factor, solution);
        INDArray values = new Nd4jEigen().solve(matrix.dup('f'), Job.VALUES);
        onADevice(() -> {
            assertEquals(Optional.empty(), OpenBlas.forArrays());
            assertIdentical(solution, Cholesky.of(matrix).orElseThrow().times(block));
            assertIdentical(values, SymmetricEigen.eigenvalues(matrix));
        });
    }

    @Test
    void writtenArraysAreAnnounced() throws Exception {
        INDArray source = Nd4j.ones(DataType.FLOAT, 12);
        INDArray target = Nd4j.zeros(DataType.FLOAT, 12);
        List<String> calls = new ArrayList<>();
        replacing(
                "affinityManager",
                AffinityManager.class,
                (name, arguments) -> {
                    if (name.matches("tagLocation|ensureLocation")) {
                        String which = arguments[0] == target ? "target" : arguments[0] == source ? "source" : "other";
                        calls.add(name + " " + which + " " + arguments[1]);
                    }
                    return Optional.empty();
                },
                () -> {
                    Elements from = Elements.of(source);
                    Elements to = Elements.of(target);
                    assertEquals(List.of("ensureLocation source HOST", "ensureLocation target HOST"), taken(calls));
                    from.copyTo(0, 12, to, 0);
                    assertEquals(List.of("tagLocation target HOST"), taken(calls));
                    from.scatterTo(0, 6, to, 0, 2);
                    assertEquals(List.of("tagLocation target HOST"), taken(calls));
                    to.readFrom(Channels.newChannel(new ByteArrayInputStream(new byte[48])), ByteOrder.LITTLE_ENDIAN);
                    assertEquals(List.of("tagLocation target HOST"), taken(calls));
                });
    }

    private static List<String> taken(List<String> calls) {
        List<String> taken = List.copyOf(calls);
        calls.clear();
        return taken;
    }
}
