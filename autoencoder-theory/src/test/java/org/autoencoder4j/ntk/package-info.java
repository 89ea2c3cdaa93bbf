@NullMarked
package org.autoencoder4j.ntk;

import org.jspecify.annotations.NullMarked;
