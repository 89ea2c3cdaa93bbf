package org.autoencoder4j.examples.width;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.autoencoder4j.model.Dictionaries;
import org.autoencoder4j.random.RandomStreams;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A kind of samples of length 1: n orthonormal ones, or n random directions in d dimensions. */
record SampleSet(Kind kind, int count, int features) {
    /** How samples are made. */
    enum Kind {
        ORTHONORMAL,
        RANDOM
    }

    /** Of "orthonormal:2" and "random:4x3". */
    static final class Converter implements ITypeConverter<SampleSet> {
        private static final Pattern ORTHONORMAL = Pattern.compile("orthonormal:([1-9]\\d{0,3})");
        private static final Pattern RANDOM = Pattern.compile("random:([1-9]\\d{0,3})x([1-9]\\d{0,3})");

        @Override
        public SampleSet convert(String text) {
            Matcher orthonormal = ORTHONORMAL.matcher(text);
            if (orthonormal.matches()) {
                int count = Integer.parseInt(orthonormal.group(1));
                return new SampleSet(Kind.ORTHONORMAL, count, count);
            }
            Matcher random = RANDOM.matcher(text);
            if (random.matches()) {
                return new SampleSet(Kind.RANDOM, Integer.parseInt(random.group(1)), Integer.parseInt(random.group(2)));
            }
            throw new TypeConversionException("'" + text + "' must be orthonormal:N or random:NxD");
        }
    }

    INDArray draw(int draw, RandomStreams streams) {
        if (kind == Kind.ORTHONORMAL) {
            return Nd4j.eye(count).castTo(DataType.DOUBLE);
        }
        RandomStreams own =
                RandomStreams.of(streams.at("samples", features, draw).nextLong());
        return Dictionaries.gaussian(features, count, DataType.DOUBLE, own)
                .transpose()
                .dup('c');
    }

    @Override
    public String toString() {
        return kind == Kind.ORTHONORMAL ? "orthonormal:" + count : "random:" + count + "x" + features;
    }
}
