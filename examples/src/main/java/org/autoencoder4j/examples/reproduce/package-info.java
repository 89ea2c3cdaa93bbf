/** Whether a run that is repeated gives the same files: what its summary says, and cell by cell what differs. */
@NullMarked
package org.autoencoder4j.examples.reproduce;

import org.jspecify.annotations.NullMarked;
