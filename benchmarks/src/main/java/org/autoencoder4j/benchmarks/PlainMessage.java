package org.autoencoder4j.benchmarks;

import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** Tells in one sentence what went wrong, where the user can do something about it. */
final class PlainMessage {
    private PlainMessage() {}

    static int print(Exception failure, CommandLine command, ParseResult ignored) throws Exception {
        if (failure instanceof IOException || failure instanceof IllegalArgumentException) {
            command.getErr().println(command.getCommandName() + ": " + failure.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
        throw failure;
    }
}
