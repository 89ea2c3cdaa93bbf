package org.autoencoder4j.coding;

class ThresholdedProductsTest extends SparseEncoderContract {
    @Override
    SparseEncoder encoder(CodeSign sign) {
        return SparseEncoder.threshold(0.9, sign);
    }

    @Override
    boolean fits() {
        return false;
    }
}
