/** What the modules' tests share. */
@NullMarked
package org.autoencoder4j.testsupport;

import org.jspecify.annotations.NullMarked;
