package org.autoencoder4j.onnx;

import ai.onnx.proto.OnnxMl;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.autoencoder4j.backend.internal.MatrixLines;
import org.autoencoder4j.sae.LatentActivation;
import org.autoencoder4j.sae.LatentActivation.HardThreshold;
import org.autoencoder4j.sae.LatentActivation.JumpRelu;
import org.autoencoder4j.sae.LatentActivation.Relu;
import org.autoencoder4j.sae.LatentActivation.TopK;
import org.autoencoder4j.sae.SparseAutoencoder;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tribuo.util.onnx.ONNXContext;
import org.tribuo.util.onnx.ONNXInitializer;
import org.tribuo.util.onnx.ONNXNode;
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
        ONNXRef<?> weights =
                isRescaled() ? apply(ONNXOperators.DIV, "weights", codes, graph.array("divisors", lengths(1))) : codes;
        ONNXRef<?> reconstructions = apply(ONNXOperators.GEMM, "decoded", weights, matrix("W_dec", atoms), offset);
        graph.assignTo(reconstructions, graph.floatOutput("reconstructions", sae.features()));
    }

    private ONNXRef<?> activate(ONNXRef<?> products) {
        LatentActivation activation = sae.activation();
        ONNXRef<?> zero = graph.array("zero", new float[1]);
        if (activation instanceof TopK top) {
            return greatest(top, products, zero);
        }
        if (activation instanceof HardThreshold hard) {
            float lambda = atLeast(hard.lambda());
            ONNXRef<?> below =
                    apply(ONNXOperators.LESS, "below", products, graph.array("lambda", new float[] {lambda}));
            ONNXRef<?> negative = apply(
                    ONNXOperators.LESS_OR_EQUAL, "negative", products, graph.array("minus_lambda", new float[] {-lambda
                    }));
            ONNXRef<?> small = apply(ONNXOperators.WHERE, "small", negative, products, zero);
            return apply(ONNXOperators.WHERE, "kept", below, small, products);
        }
        // What is NaN is not below its threshold, and stays.
        ONNXRef<?> rests =
                apply(ONNXOperators.LESS_OR_EQUAL, "rests", products, graph.array("threshold", thresholds(activation)));
        return apply(ONNXOperators.WHERE, "kept", rests, zero, products);
    }

    /** The k greatest, of equal ones those of the lower latents, put where they were among zeros. */
    private ONNXRef<?> greatest(TopK top, ONNXRef<?> products, ONNXRef<?> zero) {
        ONNXRef<?> counted = top.rescaled()
                ? apply(ONNXOperators.MUL, "counted", products, graph.array("norms", lengths(0)))
                : products;
        List<ONNXNode> kept = graph.operation(
                SelectionOperator.TOP_K,
                List.of(counted, graph.array("k", new long[] {top.k()})),
                List.of("greatest", "places"),
                Map.of("axis", 1));
        ONNXRef<?> values = kept.get(0);
        if (top.relu()) {
            ONNXRef<?> negative = apply(ONNXOperators.LESS_OR_EQUAL, "negative", values, zero);
            values = apply(ONNXOperators.WHERE, "positive", negative, zero, values);
        }
        // No number is greater than itself: so many zeros as there are products.
        ONNXRef<?> never = apply(ONNXOperators.GREATER, "never", counted, counted);
        ONNXRef<?> zeros = apply(ONNXOperators.WHERE, "zeros", never, counted, zero);
        List<ONNXRef<?>> scattered = List.of(zeros, kept.get(1), values);
        return graph.operation(SelectionOperator.SCATTER_ELEMENTS, scattered, "kept", Map.of("axis", 1));
    }

    private boolean isRescaled() {
        return sae.activation() instanceof TopK top && top.rescaled();
    }

    /** The lengths of the decoder's columns, with another number in place of 0. */
    private float[] lengths(float insteadOfZero) {
        double[] norms = sae.decoderNorms();
        float[] lengths = new float[norms.length];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = norms[i] > 0 ? (float) norms[i] : insteadOfZero;
        }
        return lengths;
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
                    + "; relu, a hard threshold, jumpRelu and topK can be written as an ONNX model");
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
