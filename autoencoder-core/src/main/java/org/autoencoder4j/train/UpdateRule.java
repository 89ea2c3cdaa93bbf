package org.autoencoder4j.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.autoencoder4j.provenance.Provenance;

/**
 * A way to improve parameters step by step. A rule is an immutable description; what changes lives in a
 * {@link Session}.
 *
 * @param <P> the parameters
 */
public interface UpdateRule<P> {
    /**
     * Begins a run.
     *
     * @param initial where it starts; copied, so that the caller keeps it
     * @return a new session at step 0
     * @throws IllegalArgumentException if the parameters do not fit the rule's data
     */
    Session<P> start(P initial);

    /**
     * Goes on with a run that {@link Session#save} wrote; the run continues exactly as it would have. The rules of this
     * library compute the gradient at the saved parameters to see that the data are the same.
     *
     * @param folder the folder
     * @return a session at the saved step
     * @throws IOException if the folder cannot be read
     * @throws IllegalArgumentException if its content is damaged or was changed, or if it was written with other data or
     *     options; the message names the difference
     */
    Session<P> resume(Path folder) throws IOException;

    /**
     * Writes parameters alone, without a run.
     *
     * @param parameters the parameters
     * @param folder a new folder, which becomes a {@linkplain org.autoencoder4j.storage.SavedFolder saved folder}
     * @throws IOException if it cannot be written
     */
    void saveParameters(P parameters, Path folder) throws IOException;

    /**
     * Reads what {@link #saveParameters} wrote.
     *
     * @param folder the folder
     * @return the parameters, bit for bit
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if its content is damaged or does not fit this rule
     */
    P loadParameters(Path folder) throws IOException;

    /**
     * A run in progress. One thread uses it.
     *
     * @param <P> the parameters
     */
    interface Session<P> {
        /**
         * Computes the gradient at the present parameters. A rule that backs off may first undo and shorten the last
         * update.
         *
         * @return the present step
         */
        Step<P> evaluate();

        /**
         * Does one update, with the gradient that {@link #evaluate} has just computed.
         *
         * @throws IllegalStateException if there is none
         */
        void advance();

        /**
         * Returns the newest parameters at which {@link #evaluate} has found a finite loss, or the present ones if there are none.
         * After an {@link #advance} that was not evaluated, because an interrupt has ended that, these are those before it.
         *
         * @return a copy
         */
        P result();

        /**
         * Returns the parameters with the least loss of all that {@link #evaluate} has found finite, each on the batch of
         * its step; the present ones if there are none.
         *
         * @return a copy
         */
        P best();

        /**
         * Computes the loss of the best parameters on the batch of a step; the same number as before if all steps have the
         * same batch. What {@link #evaluate} found is lost: {@link #advance} needs another.
         *
         * @param step the step, at least 0
         * @return the loss
         */
        double lossOfBest(long step);

        /**
         * Returns the columns of {@link #result} that say nothing of their own: with a cosine of at least 0.99 to another,
         * up to sign, or of a length that is 0 or not finite.
         *
         * @return their numbers, in their order; none where the rule does not train a dictionary
         */
        List<Integer> collinearColumns();

        /**
         * Says of a record what the run knows of itself: rule and options, type and data. A trainer asks once, before the
         * first step.
         *
         * @param here where the run is computed
         * @return the record with what the run knows; by default the same
         */
        default Provenance describe(Provenance here) {
            return here;
        }

        /**
         * Writes everything that is needed to go on, into a new folder.
         *
         * @param folder the folder, which must not exist yet
         * @throws IOException if it cannot be written
         */
        void save(Path folder) throws IOException;
    }
}
