package org.autoencoder4j.coding;

class StagewisePursuitTest extends SparseEncoderContract {
    @Override
    SparseEncoder encoder(CodeSign sign) {
        return SparseEncoder.stagewise(K, sign);
    }

    @Override
    boolean fits() {
        return true;
    }
}
