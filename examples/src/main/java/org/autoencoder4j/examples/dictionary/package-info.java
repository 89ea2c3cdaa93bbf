/** Dictionaries behind samples, learned and looked at: {@code recover}, {@code encode}, {@code patches}, {@code digits}. */
@NullMarked
package org.autoencoder4j.examples.dictionary;

import org.jspecify.annotations.NullMarked;
