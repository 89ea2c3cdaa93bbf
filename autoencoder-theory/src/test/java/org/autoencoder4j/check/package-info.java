@NullMarked
package org.autoencoder4j.check;

import org.jspecify.annotations.NullMarked;
