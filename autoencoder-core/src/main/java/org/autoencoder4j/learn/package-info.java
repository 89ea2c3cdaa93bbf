/**
 * The dictionary behind samples of one's own in one call: {@link org.autoencoder4j.learn.DictionaryLearning} makes of samples
 * what {@link org.autoencoder4j.learn.Learned} holds.
 */
@NullMarked
package org.autoencoder4j.learn;

import org.jspecify.annotations.NullMarked;
