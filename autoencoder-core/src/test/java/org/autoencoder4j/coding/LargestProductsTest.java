package org.autoencoder4j.coding;

class LargestProductsTest extends SparseEncoderContract {
    @Override
    SparseEncoder encoder(CodeSign sign) {
        return SparseEncoder.largest(K, sign);
    }

    @Override
    boolean fits() {
        return false;
    }
}
