package org.autoencoder4j.network;

import java.util.List;
import java.util.stream.Stream;
import org.autoencoder4j.testsupport.SymmetricOperatorContract;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The promises of an operator, against the explicit Jacobian by reverse mode, one output at a time. */
class TangentKernelTest extends SymmetricOperatorContract {
    @Override
    protected Stream<Subject> subjects() {
        return Stream.of(DataType.FLOAT, DataType.DOUBLE)
                .flatMap(type -> DeepAutoencoderTest.all().map(a -> subject(DeepAutoencoderTest.cast(a, type))));
    }

    private static Subject subject(DeepAutoencoder a) {
        INDArray x = DeepAutoencoderTest.normal("X", 5, a.features()).castTo(a.dataType());
        TangentKernel kernel = TangentKernel.of(a, x);
        return new Subject(
                a.toString(),
                kernel.dimension(),
                kernel.dataType(),
                kernel::times,
                kernel::dense,
                explicit(a, x),
                Definiteness.POSITIVE_SEMIDEFINITE);
    }

    private static INDArray explicit(DeepAutoencoder a, INDArray x) {
        INDArray[] rows = new INDArray[(int) x.length()];
        for (int i = 0; i < rows.length; i++) {
            INDArray one = Nd4j.zeros(a.dataType(), x.length());
            one.putScalar(i, 1);
            List<INDArray> gradient = a.jacobianTransposeTimes(x, one.reshape('c', x.shape()));
            rows[i] = Nd4j.concat(
                    0,
                    gradient.stream()
                            .map(g -> g.dup('f').reshape(new long[] {g.length()}))
                            .toArray(INDArray[]::new));
        }
        INDArray jacobian = Nd4j.vstack(rows);
        return jacobian.mmul(jacobian.transpose()).mul(a.features());
    }
}
