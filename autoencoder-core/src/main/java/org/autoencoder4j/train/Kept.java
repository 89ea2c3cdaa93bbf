package org.autoencoder4j.train;

/**
 * What a stopping rule kept of a run.
 *
 * @param parameters the parameters of the step that was the best by the rule's measure; a copy
 * @param row what was recorded at that step
 * @param <P> the parameters
 * @see StoppingRule.Watch#isBest
 */
public record Kept<P>(P parameters, History.Row row) {}
