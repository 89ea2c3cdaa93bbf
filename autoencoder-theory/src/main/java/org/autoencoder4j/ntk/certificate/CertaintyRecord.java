package org.autoencoder4j.ntk.certificate;

import org.autoencoder4j.report.Report;
import org.autoencoder4j.report.Verdict;

/**
 * What was certain at one step of a run. Immutable; threads may share it.
 *
 * @param step how many updates were done
 * @param eta the step size of the next one
 * @param residual {@code ||X - U||_F} at these parameters, with its room
 * @param flow what they guarantee of the flow
 * @param descent what they guarantee of descent
 * @param descentAtEta whether descent is certain with steps of at most eta
 */
public record CertaintyRecord(
        long step, double eta, double residual, StartCertificate flow, StartCertificate descent, Report descentAtEta) {
    /**
     * Says whether descent is certain to converge from here with steps of at most eta.
     *
     * @return whether {@link #descentAtEta} HOLDS
     */
    public boolean descentIsCertain() {
        return descentAtEta.verdict() == Verdict.HOLDS;
    }
}
