package org.autoencoder4j.coding;

class LeastSquaresTest extends SparseEncoderContract {
    @Override
    SparseEncoder encoder(CodeSign sign) {
        return SparseEncoder.leastSquares(K, sign);
    }

    @Override
    boolean fits() {
        return true;
    }
}
