package org.autoencoder4j.check.consistency;

/**
 * An interval of numbers, ends included.
 *
 * @param low its lower end
 * @param high its upper end
 */
public record Interval(double low, double high) {}
