package org.autoencoder4j.ntk.certificate;

import org.autoencoder4j.report.Report;
import org.autoencoder4j.report.Verdict;

/**
 * What a state of training guarantees of all that comes after it. Where it {@link #isCertain}, with e the error {@code
 * ||X - U||_F} and e_0 that of the state,
 *
 * <p>the flow has {@code e(t)^2 <= exp(-rate t) e_0^2} at all times;
 *
 * <p>descent has {@code e_k^2 <= (1 - eta rate)^k e_0^2} at all steps, if {@code eta} is at most {@link #largestStep}; of
 * steps eta_k that change, the factor of each is {@code 1 - eta_k rate}.
 *
 * <p>It is a proof about real numbers: nothing is drawn and no constant is unknown. The state's numbers are computed in
 * DOUBLE and taken with a relative room of 1e-9 to the safe side; what the rounding of a run adds is not in it.
 */
public sealed interface StartCertificate
        permits JointFlowCertificate, JointDescentCertificate, WeakFlowCertificate, WeakDescentCertificate {
    /**
     * Returns what the smallest eigenvalue of the kernel never falls below, if this is certain.
     *
     * @return mu; not above 0 if nothing is guaranteed
     */
    double mu();

    /**
     * Returns at what rate the squared error falls at least, if this is certain.
     *
     * @return {@code 2 mu / d} of the flow, {@code 2 c mu / d} of descent
     */
    double rate();

    /**
     * Returns the step size up to which the guarantee is given.
     *
     * @return eta at most; infinite for the flow, not above 0 if nothing is guaranteed
     */
    double largestStep();

    /**
     * Reports whether the guarantee is given. HOLDS if it is; INCONCLUSIVE if it would be but nobody has confirmed that the
     * eigenvalue which was found is the smallest, or if a
     * number is NaN, as none of a measured state is; FAILS says that this state guarantees nothing, and not that training will
     * fail. There are no conditions, so it is never NOT_APPLICABLE.
     *
     * @return the report
     */
    Report report();

    /**
     * Says whether the guarantee is given.
     *
     * @return whether the {@link #report} HOLDS
     */
    default boolean isCertain() {
        return report().verdict() == Verdict.HOLDS;
    }
}
