/** What every example has: options, an output folder, a summary with provenance, a progress line, tables. */
@NullMarked
package org.autoencoder4j.examples.command;

import org.jspecify.annotations.NullMarked;
