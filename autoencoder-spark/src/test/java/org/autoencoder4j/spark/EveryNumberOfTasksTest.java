package org.autoencoder4j.spark;

import java.util.List;
import org.junit.jupiter.api.Tag;

/** The same on a cluster, with tables among all numbers of tasks. */
@Tag("slow")
class EveryNumberOfTasksTest extends LocalClusterTest {
    @Override
    List<Integer> tasksOfRows() {
        return List.of(1, 2, 4, 7);
    }
}
