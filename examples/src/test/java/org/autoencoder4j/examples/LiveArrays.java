package org.autoencoder4j.examples;

import java.util.Map;
import org.nd4j.linalg.api.memory.deallocation.DeallocatorService;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How many arrays with memory of their own can still be reached: those that ND4J has not freed once the garbage collector
 * has run. Unlike the memory of a process it depends on neither the collector's mood nor other code.
 */
final class LiveArrays {
    private static final int CALM = 5;

    private LiveArrays() {}

    /** Collects garbage until the number stays as it is. */
    static int count() {
        Map<?, ?> known = known();
        int least = known.size();
        for (int calm = 0; calm < CALM; calm++) {
            System.gc();
            sleep();
            if (known.size() < least) {
                least = known.size();
                calm = 0;
            }
        }
        return least;
    }

    private static Map<?, ?> known() {
        try {
            var field = DeallocatorService.class.getDeclaredField("referenceMap");
            field.setAccessible(true);
            return (Map<?, ?>) field.get(Nd4j.getDeallocatorService());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("ND4J keeps its arrays elsewhere in this version", e);
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(10);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
