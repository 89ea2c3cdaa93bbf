/** What a step is: rates, constraints, schedules of the bias, and the rules made of them. */
@NullMarked
package org.autoencoder4j.descent;

import org.jspecify.annotations.NullMarked;
