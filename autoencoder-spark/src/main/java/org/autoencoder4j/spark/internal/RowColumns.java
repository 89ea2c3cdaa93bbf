package org.autoencoder4j.spark.internal;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;
import scala.collection.Seq;

/** Which columns of a table are the features, and how a row's numbers are taken from them. */
record RowColumns(List<String> names, List<Boolean> arrays, org.nd4j.linalg.api.buffer.DataType type)
        implements Serializable {
    RowColumns {
        names = new ArrayList<>(names);
        arrays = new ArrayList<>(arrays);
    }

    static RowColumns of(StructType schema, List<String> names, org.nd4j.linalg.api.buffer.DataType type) {
        if (names.isEmpty()) {
            throw new IllegalArgumentException("features is empty; there must be at least one column");
        }
        List<Boolean> arrays = new ArrayList<>();
        for (String name : names) {
            DataType found = typeOf(schema, name);
            boolean array = found instanceof ArrayType of && of.elementType() instanceof NumericType;
            if (!array && !(found instanceof NumericType)) {
                throw new IllegalArgumentException("column " + name + " has type " + found.simpleString()
                        + "; a feature must be a number or an array of numbers");
            }
            arrays.add(array);
        }
        return new RowColumns(names, arrays, type);
    }

    static void requireNumber(StructType schema, String name) {
        DataType found = typeOf(schema, name);
        if (!List.of(DataTypes.LongType, DataTypes.IntegerType, DataTypes.ShortType, DataTypes.ByteType)
                .contains(found)) {
            throw new IllegalArgumentException(
                    "column " + name + " has type " + found.simpleString() + "; row numbers must be whole numbers");
        }
    }

    private static DataType typeOf(StructType schema, String name) {
        if (!Arrays.asList(schema.fieldNames()).contains(name)) {
            throw new IllegalArgumentException(
                    "the table has no column " + name + ", but " + String.join(", ", schema.fieldNames()));
        }
        return schema.apply(name).dataType();
    }

    /**
     * The numbers of a row whose columns are those of this, in their order, from a place on.
     *
     * @throws IllegalArgumentException if one is missing or not to be used; the message begins with its column
     */
    double[] numbers(Row row, int place) {
        double[][] pieces = new double[names.size()][];
        for (int c = 0; c < pieces.length; c++) {
            String name = names.get(c);
            if (row.isNullAt(place + c)) {
                throw new IllegalArgumentException(name + " has no value");
            }
            Object value = row.get(place + c);
            pieces[c] = arrays.get(c) ? array(name, (Seq<?>) value) : new double[] {number(name, (Number) value)};
        }
        return Arrays.stream(pieces).flatMapToDouble(Arrays::stream).toArray();
    }

    private double[] array(String name, Seq<?> values) {
        double[] numbers = new double[values.length()];
        for (int i = 0; i < numbers.length; i++) {
            Object value = values.apply(i);
            if (value == null) {
                throw new IllegalArgumentException(name + "[" + i + "] has no value");
            }
            numbers[i] = number(name + "[" + i + "]", (Number) value);
        }
        return numbers;
    }

    private double number(String name, Number value) {
        double number = value.doubleValue();
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException(name + " is " + number + "; all must be finite");
        }
        if (type == org.nd4j.linalg.api.buffer.DataType.FLOAT && Float.isInfinite((float) number)) {
            throw new IllegalArgumentException(name + " is " + number + ", which is too large for FLOAT");
        }
        return number;
    }
}
