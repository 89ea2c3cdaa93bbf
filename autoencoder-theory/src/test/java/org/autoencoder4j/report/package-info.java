@NullMarked
package org.autoencoder4j.report;

import org.jspecify.annotations.NullMarked;
