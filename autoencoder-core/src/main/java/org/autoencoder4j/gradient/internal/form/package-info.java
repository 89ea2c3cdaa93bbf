/** The forms of the batch gradient: dense or sparse codes, by the residual or by Gram matrices. */
@NullMarked
package org.autoencoder4j.gradient.internal.form;

import org.jspecify.annotations.NullMarked;
