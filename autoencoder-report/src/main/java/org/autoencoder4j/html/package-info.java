/** One HTML file that tells a run: what was asked, pictures, tables, checks with their verdicts, and how to repeat it. */
@NullMarked
package org.autoencoder4j.html;

import org.jspecify.annotations.NullMarked;
