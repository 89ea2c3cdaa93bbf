/** Laws of random codes of sparse autoencoders: how supports are drawn, and what is known of the values on them. */
@NullMarked
package org.autoencoder4j.check.latents.law;

import org.jspecify.annotations.NullMarked;
