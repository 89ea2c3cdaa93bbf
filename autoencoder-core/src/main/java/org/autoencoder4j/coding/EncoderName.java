package org.autoencoder4j.coding;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of this library's encoders, from which they are made again: a kind and its settings, the sign last. */
final class EncoderName {
    private static final Pattern NAME = Pattern.compile("(\\w+)\\((.+), (SIGNED|NON_NEGATIVE)\\)");

    private EncoderName() {}

    static Optional<SparseEncoder> parse(String name) {
        Matcher parts = NAME.matcher(name);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            return encoder(parts.group(1), parts.group(2).split(", "), CodeSign.valueOf(parts.group(3)))
                    .filter(encoder -> encoder.name().equals(name));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private static Optional<SparseEncoder> encoder(String kind, String[] settings, CodeSign sign) {
        return switch (kind) {
            case "threshold" -> Optional.of(SparseEncoder.threshold(Double.parseDouble(settings[0]), sign));
            case "pursuitTo" -> Optional.of(SparseEncoder.pursuitTo(Double.parseDouble(settings[0]), sign));
            case "largest" -> Optional.of(SparseEncoder.largest(Integer.parseInt(settings[0]), sign));
            case "leastSquares" -> Optional.of(SparseEncoder.leastSquares(Integer.parseInt(settings[0]), sign));
            case "pursuit" -> Optional.of(SparseEncoder.pursuit(Integer.parseInt(settings[0]), sign));
            case "stagewise" -> Optional.of(SparseEncoder.stagewise(Integer.parseInt(settings[0]), sign));
            case "thresholdingPursuit" ->
                Optional.of(SparseEncoder.thresholdingPursuit(
                        Integer.parseInt(settings[0]), Integer.parseInt(settings[1]), sign));
            default -> Optional.empty();
        };
    }
}
