package org.autoencoder4j.onnx;

import ai.onnx.proto.OnnxMl;
import java.util.Arrays;
import java.util.List;
import org.autoencoder4j.backend.internal.MatrixLines;
import org.autoencoder4j.sae.LatentActivation;
import org.autoencoder4j.sae.LatentActivation.HardThreshold;
import org.autoencoder4j.sae.LatentActivation.JumpRelu;
import org.autoencoder4j.sae.LatentActivation.Relu;
import org.autoencoder4j.sae.SparseAutoencoder;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tribuo.util.onnx.ONNXContext;
import org.tribuo.util.onnx.ONNXInitializer;
import org.tribuo.util.onnx.ONNXOperators;
import org.tribuo.util.onnx.ONNXRef;

/** The graph: products, the activation as comparisons and choices, products. */
final class ModelGraph {
    private final ONNXContext graph = new ONNXContext();
    private final SparseAutoencoder sae;

    private ModelGraph(SparseAutoencoder sae) {
        this.sae = sae;
        graph.setName("autoencoder");
    }

    static OnnxMl.GraphProto of(SparseAutoencoder sae) {
        ModelGraph model = new ModelGraph(sae);
        model.build();
        return model.graph.buildGraph();
    }

    private void build() {
        ONNXRef<?> observations = graph.floatInput("observations", sae.features());
        ONNXInitializer offset = graph.array("b_dec", floats(sae.decoderBias()));
        ONNXRef<?> input =
                sae.centresInput() ? apply(ONNXOperators.SUB, "centred", observations, offset) : observations;
        ONNXRef<?> products = apply(
                ONNXOperators.GEMM,
                "products",
                input,
                matrix("W_enc", sae.encoder()),
                graph.array("b_enc", floats(sae.encoderBias())));
        ONNXRef<?> codes = activate(products);
        graph.assignTo(codes, graph.floatOutput("codes", sae.units()));
        INDArray atoms = sae.decoder().transpose();
        ONNXRef<?> reconstructions = apply(ONNXOperators.GEMM, "decoded", codes, matrix("W_dec", atoms), offset);
        graph.assignTo(reconstructions, graph.floatOutput("reconstructions", sae.features()));
    }

    private ONNXRef<?> activate(ONNXRef<?> products) {
        LatentActivation activation = sae.activation();
        ONNXRef<?> zero = graph.array("zero", new float[1]);
        if (activation instanceof HardThreshold hard) {
            float lambda = atLeast(hard.lambda());
            ONNXRef<?> above = apply(
                    ONNXOperators.GREATER_OR_EQUAL, "above", products, graph.array("lambda", new float[] {lambda}));
            ONNXRef<?> below = apply(
                    ONNXOperators.LESS_OR_EQUAL, "below", products, graph.array("minus_lambda", new float[] {-lambda}));
            ONNXRef<?> negative = apply(ONNXOperators.WHERE, "negative", below, products, zero);
            return apply(ONNXOperators.WHERE, "kept", above, products, negative);
        }
        ONNXRef<?> fires =
                apply(ONNXOperators.GREATER, "fires", products, graph.array("threshold", thresholds(activation)));
        return apply(ONNXOperators.WHERE, "kept", fires, products, zero);
    }

    /** The greatest numbers of 32 bits that are not above the thresholds; those below 0 act as 0. */
    private float[] thresholds(LatentActivation activation) {
        float[] thresholds = new float[sae.units()];
        if (activation instanceof JumpRelu jump) {
            double[] exact = jump.thresholds();
            for (int i = 0; i < thresholds.length; i++) {
                float nearest = (float) Math.max(0, exact[i]);
                thresholds[i] = nearest <= Math.max(0, exact[i]) ? nearest : Math.nextDown(nearest);
            }
        } else if (!(activation instanceof Relu)) {
            throw new IllegalArgumentException("the activation is " + activation
                    + "; relu, a hard threshold and jumpRelu can be written as an ONNX model");
        }
        return thresholds;
    }

    private static float atLeast(double lambda) {
        float nearest = (float) lambda;
        return nearest >= lambda ? nearest : Math.nextUp(nearest);
    }

    private ONNXRef<?> apply(ONNXOperators operator, String name, ONNXRef<?>... arguments) {
        List<ONNXRef<?>> all = Arrays.asList(arguments);
        return graph.operation(operator, all, name);
    }

    private static float[] floats(INDArray vector) {
        return vector.toFloatVector();
    }

    /** Row by row, so that beside the model only one copy in 'c' order is in memory. */
    private ONNXInitializer matrix(String name, INDArray matrix) {
        int columns = matrix.columns();
        return graph.floatTensor(name, List.of(matrix.rows(), columns), numbers -> {
            try (INDArray ordered = matrix.dup('c')) {
                MatrixLines lines = new MatrixLines(ordered, columns, columns);
                double[] row = new double[columns];
                for (int i = 0; i < matrix.rows(); i++) {
                    lines.read(i, 0, row, 0, columns);
                    for (double number : row) {
                        numbers.put((float) number);
                    }
                }
            }
        });
    }
}
