/**
 * What a step of paper 1 does to each column: the descent lemma, certificates of contraction, records of whole runs.
 *
 * <p>All computations are in DOUBLE, whatever the type of the arrays. Atoms, units and samples are counted from 0.
 */
@NullMarked
package org.autoencoder4j.check.descent;

import org.jspecify.annotations.NullMarked;
