package org.autoencoder4j.descent;

/** A rate that shrinks when the loss rises by more than a fraction. */
record BackingOffRate(LearningRate base, double tolerance, double shrinkage) implements LearningRate {
    @Override
    public double at(long step) {
        return base.at(step);
    }

    @Override
    public boolean rejects(double loss, double before) {
        return !(loss <= (1 + tolerance) * before);
    }
}
