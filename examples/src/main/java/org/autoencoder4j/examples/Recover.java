package org.autoencoder4j.examples;

import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;

/** The main job: learn the dictionary behind data. */
@Command(
        name = "recover",
        sortOptions = false,
        description = "Trains a tied autoencoder and tells how well it recovers the dictionary behind the data.")
final class Recover extends Example {
    @ArgGroup(validate = false, heading = "%nSynthetic data, whose dictionary is known:%n")
    private SyntheticRecovery synthetic = new SyntheticRecovery();

    @Override
    Optional<String> run() throws IOException {
        return synthetic.run(this);
    }
}
