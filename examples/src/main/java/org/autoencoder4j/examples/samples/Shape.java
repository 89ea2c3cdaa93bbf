package org.autoencoder4j.examples.samples;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Height and width of a sample that is a picture, in pixels. */
public record Shape(int height, int width) {
    private static final Pattern TEXT = Pattern.compile("([1-9]\\d{0,4})[xX]([1-9]\\d{0,4})");

    public int pixels() {
        return height * width;
    }

    @Override
    public String toString() {
        return height + "x" + width;
    }

    /** Reads a shape from text such as 8x8. */
    public static final class Converter implements ITypeConverter<Shape> {
        @Override
        public Shape convert(String text) {
            Matcher shape = TEXT.matcher(text);
            if (!shape.matches()) {
                throw new TypeConversionException("'" + text + "' must be height x width, as in 8x8");
            }
            return new Shape(Integer.parseInt(shape.group(1)), Integer.parseInt(shape.group(2)));
        }
    }
}
