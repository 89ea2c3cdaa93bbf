package org.autoencoder4j.data.format.internal.array;

import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.autoencoder4j.data.format.tensor.internal.NumberType;

/**
 * The type of an {@code .npy} file's numbers. Its text is a byte order and a kind with its bytes ({@code <f8}), a
 * character of C ({@code <d}) or a name ({@code float64}).
 *
 * @param number the type
 * @param byteOrder the byte order; that of this machine where the text has none, or {@code =} or {@code |}
 */
record NpyType(NumberType number, ByteOrder byteOrder) {
    private static final Pattern TYPE = Pattern.compile("['\"]([<>=|]?)([a-zA-Z?][a-z0-9]*)['\"]");
    private static final Pattern BFLOAT16 = Pattern.compile("['\"]([<>=|]?)V2['\"]");
    private static final Pattern PLATFORM = Pattern.compile("['\"][<>=|]?[lLpP]['\"]");
    private static final Map<String, NumberType> NAMES = names();

    private static Map<String, NumberType> names() {
        Map<String, NumberType> names = new HashMap<>();
        for (NumberType type : NumberType.values()) {
            names.put(type.label(), type);
            String kind = type.label().startsWith("uint") ? "u" : type.label().substring(0, 1);
            names.put(kind + type.width(), type);
        }
        names.put("?", NumberType.BOOLEAN);
        names.put("b", NumberType.INT8);
        names.put("B", NumberType.UINT8);
        names.put("h", NumberType.INT16);
        names.put("H", NumberType.UINT16);
        names.put("i", NumberType.INT32);
        names.put("I", NumberType.UINT32);
        names.put("q", NumberType.INT64);
        names.put("Q", NumberType.UINT64);
        names.put("e", NumberType.FLOAT16);
        names.put("f", NumberType.FLOAT32);
        names.put("d", NumberType.FLOAT64);
        return Map.copyOf(names);
    }

    static NpyType of(String descr) {
        Matcher type = TYPE.matcher(descr);
        if (type.matches() && NAMES.containsKey(type.group(2))) {
            ByteOrder order = switch (type.group(1)) {
                case "<" -> ByteOrder.LITTLE_ENDIAN;
                case ">" -> ByteOrder.BIG_ENDIAN;
                default -> ByteOrder.nativeOrder();
            };
            return new NpyType(Objects.requireNonNull(NAMES.get(type.group(2))), order);
        }
        throw new IllegalArgumentException("its descr is " + NpyDictionary.shown(descr) + advice(descr));
    }

    /** How NumPy makes numbers that can be read of an array of another type, and loses nothing of them. */
    private static String advice(String descr) {
        Matcher bfloat = BFLOAT16.matcher(descr);
        if (bfloat.matches()) {
            String order = bfloat.group(1).equals(">") ? ">" : "<";
            return ", two bytes of unknown meaning; it is bfloat16 if ml_dtypes, JAX or PyTorch wrote it, and then exact as"
                    + " '<f4' (in NumPy: (array.view('" + order + "u2').astype('<u4') << 16).view('<f4'))";
        }
        if (PLATFORM.matcher(descr).matches()) {
            return ", which has 4 or 8 bytes, as the machine has it that wrote the file; its numbers must be converted"
                    + " there (in NumPy: array.astype('<i8') or, if they are unsigned, array.astype('<u8'))";
        }
        String kind = descr.equals("missing") ? "?" : (descr.replaceAll("[^a-zA-Z]", "") + "?").substring(0, 1);
        return ", which must be a type of real numbers, as '|u1', '<i8', '<f4' or '>f8' (in NumPy: "
                + switch (kind) {
                    case "c", "F", "D", "G" -> "save array.real and array.imag as two files";
                    case "V" -> "the file does not say what these bytes mean: convert them where they were made";
                    case "O" -> "np.array(array.tolist(), dtype='<f8') if they are numbers";
                    case "M", "m" -> "array.astype('<i8'), whose unit is the array's";
                    case "U", "S", "a" -> "array.astype('<f8') if they are numbers";
                    case "f", "g" -> "array.astype('<f8'), which is the most exact type that is read";
                    default -> "array.astype('<f8')";
                }
                + ")";
    }
}
