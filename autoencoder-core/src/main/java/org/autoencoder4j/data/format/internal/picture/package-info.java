/** What is checked of a picture before it is decoded. */
@NullMarked
package org.autoencoder4j.data.format.internal.picture;

import org.jspecify.annotations.NullMarked;
