package org.autoencoder4j.random;

import java.util.random.RandomGenerator;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.NormalizedGaussianSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/**
 * The numbers of one stream. The 64 random bits are those of a named generator of the JDK, whose algorithm is fixed by
 * its name. What is made of them is not left to the JDK, which changes it from release to release (its normal numbers
 * of Java 17 and 25 differ in a rare branch), but comes from Commons RNG: normal and exponential numbers by ziggurat,
 * bounded integers without bias. Not thread-safe.
 */
final class StreamGenerator implements RandomGenerator {
    private final RandomGenerator bits;
    private final UniformRandomProvider uniform;
    private final NormalizedGaussianSampler gaussian;

    StreamGenerator(RandomGenerator bits) {
        this.bits = bits;
        this.uniform = bits::nextLong;
        this.gaussian = ZigguratSampler.NormalizedGaussian.of(uniform);
    }

    @Override
    public long nextLong() {
        return bits.nextLong();
    }

    @Override
    public long nextLong(long bound) {
        return uniform.nextLong(bound);
    }

    @Override
    public long nextLong(long origin, long bound) {
        return uniform.nextLong(origin, bound);
    }

    @Override
    public int nextInt() {
        return uniform.nextInt();
    }

    @Override
    public int nextInt(int bound) {
        return uniform.nextInt(bound);
    }

    @Override
    public int nextInt(int origin, int bound) {
        return uniform.nextInt(origin, bound);
    }

    @Override
    public double nextDouble() {
        return uniform.nextDouble();
    }

    @Override
    public double nextDouble(double bound) {
        return uniform.nextDouble(bound);
    }

    @Override
    public double nextDouble(double origin, double bound) {
        return uniform.nextDouble(origin, bound);
    }

    @Override
    public float nextFloat() {
        return uniform.nextFloat();
    }

    @Override
    public float nextFloat(float bound) {
        return uniform.nextFloat(bound);
    }

    @Override
    public float nextFloat(float origin, float bound) {
        return uniform.nextFloat(origin, bound);
    }

    @Override
    public boolean nextBoolean() {
        return uniform.nextBoolean();
    }

    @Override
    public void nextBytes(byte[] bytes) {
        uniform.nextBytes(bytes);
    }

    @Override
    public double nextGaussian() {
        return gaussian.sample();
    }

    @Override
    public double nextGaussian(double mean, double deviation) {
        if (!(deviation >= 0)) {
            throw new IllegalArgumentException("deviation = " + deviation + " must not be negative");
        }
        return mean + deviation * gaussian.sample();
    }

    @Override
    public double nextExponential() {
        return ZigguratSampler.Exponential.of(uniform).sample();
    }
}
