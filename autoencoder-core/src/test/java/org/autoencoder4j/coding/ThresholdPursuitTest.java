package org.autoencoder4j.coding;

class ThresholdPursuitTest extends SparseEncoderContract {
    @Override
    SparseEncoder encoder(CodeSign sign) {
        return SparseEncoder.pursuitTo(0.5, sign);
    }

    @Override
    boolean fits() {
        return true;
    }
}
