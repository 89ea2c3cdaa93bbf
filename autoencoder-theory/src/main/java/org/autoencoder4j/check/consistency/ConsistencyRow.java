package org.autoencoder4j.check.consistency;

/**
 * A result of a {@link ConsistencyStudy}.
 *
 * @param point the point of the grid
 * @param consistent how many samples had their support and signs recovered there
 */
public record ConsistencyRow(ConsistencyPoint point, Proportion consistent) {}
