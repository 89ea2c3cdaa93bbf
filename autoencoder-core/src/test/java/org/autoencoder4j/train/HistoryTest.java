package org.autoencoder4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
    @TempDir
    Path folder;

    private Path file;
    private List<String> lines;

    @BeforeEach
    void write() throws IOException {
        History history = new History();
        for (int step = 0; step < 4; step++) {
            history.add(new History.Row(step, 1.0 / (step + 1), Double.NaN, 0.1, 0.5, 2, 1, 0, 0, Map.of()));
        }
        file = folder.resolve("history.csv");
        history.toCsv(file);
        assertEquals(history.rows(), History.fromCsv(file).rows());
        lines = Files.readAllLines(file);
    }

    private String refusal() {
        String message = assertThrows(IllegalArgumentException.class, () -> History.fromCsv(file))
                .getMessage();
        assertTrue(message.contains(file.toString()), message);
        return message;
    }

    private String refusalOf(String row) throws IOException {
        Files.write(file, List.of(lines.get(0), lines.get(1), row));
        return refusal();
    }

    @Test
    void aBadRowIsNamedWithItsFileAndLine() throws IOException {
        for (String row : List.of(
                "1,0.5",
                lines.get(2) + ",7",
                lines.get(2).replace("0.5", "half"),
                "",
                "one" + lines.get(2).substring(1))) {
            String message = refusalOf(row);
            assertTrue(message.contains("line 3"), message);
        }
    }

    @Test
    void aMissingRowIsNoticed() throws IOException {
        assertTrue(refusalOf(lines.get(3)).contains("line 3"));
    }

    @Test
    void whatIsNoTextIsRefused() throws IOException {
        Files.write(file, (lines.get(0) + "\n\u00fc").getBytes(StandardCharsets.ISO_8859_1));
        refusal();
    }
}
