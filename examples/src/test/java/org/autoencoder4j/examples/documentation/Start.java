package org.autoencoder4j.examples.documentation;

import java.io.IOException;
import java.nio.file.Path;
import org.autoencoder4j.backend.Backend;
import org.autoencoder4j.coding.Codes;
import org.autoencoder4j.data.format.ColumnSelection;
import org.autoencoder4j.data.format.DataFile;
import org.autoencoder4j.data.format.DataOptions;
import org.autoencoder4j.learn.DictionaryLearning;
import org.autoencoder4j.learn.Learned;
import org.autoencoder4j.random.RandomStreams;
import org.nd4j.linalg.api.buffer.DataType;

/** Learns a dictionary for the rows of a file. */
public final class Start {
    private Start() {}

    public static void main(String[] arguments) throws IOException {
        Backend.require(); // one sentence instead of a stack trace if there is none
        DataOptions options = DataOptions.usual().withColumns(ColumnSelection.of("1-64")); // the 65th is a label
        DataFile data = DataFile.read(Path.of(arguments[0]), DataType.FLOAT, options);
        Learned learned = DictionaryLearning.withDefaults().fit(data.samples(), RandomStreams.of(1));
        Codes codes = learned.codes(data.samples()); // only what is not 0

        System.out.println(data.description());
        System.out.println(learned);
        for (int i = codes.starts()[0]; i < codes.starts()[1]; i++) {
            System.out.printf("sample 0 has unit %d, %.1f times%n", codes.active()[i], codes.values()[i]);
        }
        learned.save(Path.of(arguments[1])); // a new folder
    }
}
