/** Pictures of runs, as PNG and as SVG that needs nothing else: curves, maps of a grid, atoms as tiles. */
@NullMarked
package org.autoencoder4j.picture;

import org.jspecify.annotations.NullMarked;
