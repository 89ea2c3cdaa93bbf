package org.autoencoder4j.spark;

import java.util.List;
import org.junit.jupiter.api.Tag;

/** The same on a cluster, with a table of eight parts. */
@Tag("slow")
class LargeTableClusterTest extends LocalClusterTest {
    @Override
    int rowsOfATable() {
        return 7 * 16384 + 3000;
    }

    @Override
    List<Integer> tasksOfRows() {
        return List.of(1, 2, 4, 7);
    }
}
