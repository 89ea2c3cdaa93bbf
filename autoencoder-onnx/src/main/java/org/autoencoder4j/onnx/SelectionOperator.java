package org.autoencoder4j.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import java.util.Map;
import java.util.Set;
import org.tribuo.util.onnx.ONNXAttribute;
import org.tribuo.util.onnx.ONNXOperator;

/** The operators of ONNX that select some of many numbers, which Tribuo does not list. */
enum SelectionOperator implements ONNXOperator {
    /** The greatest numbers of each row and their places; of equal ones those of lower places. */
    TOP_K("TopK", 2, 2),
    /** A copy of an array with other numbers at some places of each row. */
    SCATTER_ELEMENTS("ScatterElements", 3, 1);

    private static final int VERSION = 11;
    private static final ONNXAttribute AXIS = new ONNXAttribute("axis", AttributeType.INT, true);

    private final String name;
    private final int inputs;
    private final int outputs;

    SelectionOperator(String name, int inputs, int outputs) {
        this.name = name;
        this.inputs = inputs;
        this.outputs = outputs;
    }

    @Override
    public String getOpName() {
        return name;
    }

    @Override
    public int getNumInputs() {
        return inputs;
    }

    @Override
    public int getNumOptionalInputs() {
        return 0;
    }

    @Override
    public int getNumOutputs() {
        return outputs;
    }

    @Override
    public Map<String, ONNXAttribute> getAttributes() {
        return Map.of(AXIS.getName(), AXIS);
    }

    @Override
    public Set<String> getMandatoryAttributeNames() {
        return Set.of(AXIS.getName());
    }

    @Override
    public int getOpVersion() {
        return VERSION;
    }

    @Override
    public String getOpDomain() {
        return "";
    }
}
