package org.autoencoder4j.check.latents;

import static org.autoencoder4j.testsupport.ArrayAssert.assertClose;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.autoencoder4j.check.Samples;
import org.autoencoder4j.check.closeness.Incoherence;
import org.autoencoder4j.check.consistency.SupportSize;
import org.autoencoder4j.check.latents.law.SupportLaw;
import org.autoencoder4j.check.latents.law.ValueMoments;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.report.Verdict;
import org.autoencoder4j.sae.LatentActivation.Relu;
import org.autoencoder4j.sae.SparseAutoencoder;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SparseAutoencoderReportTest {
    private static SparseAutoencoder autoencoder(INDArray encoder, INDArray decoder) {
        return new SparseAutoencoder(
                encoder,
                Nd4j.zeros(DataType.DOUBLE, encoder.columns()),
                decoder,
                Nd4j.zeros(DataType.DOUBLE, encoder.rows()),
                true,
                new Relu());
    }

    @Test
    void duplicatesDeadDirectionsAndAlignmentByHand() {
        INDArray decoder = Nd4j.createFromArray(new double[][] {{2, 0, 3, 0, -1}, {0, 1, 4, 0, 0}});
        INDArray encoder = Nd4j.createFromArray(new double[][] {{1, 0, 3, 1, 1}, {1, 2, 4, 1, 0}});
        LatentGeometry geometry = LatentGeometry.of(autoencoder(encoder, decoder), 0.7);
        // cos((0, 1), (3, 4)) = 0.8 and cos((2, 0), (3, 4)) = 0.6; (2, 0) and (-1, 0) are antipodal.
        assertEquals(1, geometry.duplicateCount());
        AtomPair pair = geometry.duplicates().get(0);
        assertEquals(List.of(1, 2), List.of(pair.first(), pair.second()));
        assertEquals(0.8, pair.cosine(), 1e-15);
        assertEquals(1, geometry.coherence(), 1e-15);
        assertArrayEquals(new int[] {3}, geometry.deadUnits());
        assertEquals(2, geometry.alignment(0), 1e-15);
        assertEquals(Math.sqrt(0.5), geometry.cosine(0), 1e-15);
        assertEquals(25, geometry.alignment(2), 1e-15);
        assertEquals(-1, geometry.cosine(4), 1e-15);
        assertEquals(Verdict.FAILS, geometry.report().verdict());
        assertEquals(2, LatentGeometry.of(autoencoder(encoder, decoder), 0.5).duplicateCount());
    }

    /** More atoms than a block: the coherence is that of the dense checker, and a planted duplicate is found across blocks. */
    @Test
    void blocksMeet() {
        INDArray decoder = Samples.unitColumns(Samples.random(70), 60, 300);
        LatentGeometry geometry = LatentGeometry.of(autoencoder(decoder, decoder), 0.9);
        assertClose(Incoherence.of(decoder).coherence(), geometry.coherence(), 1e-12);
        assertEquals(0, geometry.duplicateCount());
        assertEquals(Verdict.HOLDS, geometry.report().verdict());
        INDArray copied = decoder.dup();
        copied.putColumn(280, decoder.getColumn(7).mul(3));
        LatentGeometry duplicate = LatentGeometry.of(autoencoder(decoder.dup(), copied), 0.9);
        assertEquals(1, duplicate.duplicateCount());
        assertEquals(7, duplicate.duplicates().get(0).first());
        assertEquals(280, duplicate.duplicates().get(0).second());
        assertThrows(IllegalArgumentException.class, () -> LatentGeometry.of(autoencoder(decoder, decoder), 1.1));
    }

    @Test
    void theWholeHasTheWorstVerdictOfItsParts() throws JsonProcessingException {
        INDArray decoder = Nd4j.eye(6).castTo(DataType.DOUBLE);
        SparseAutoencoder orthonormal = autoencoder(decoder, decoder);
        EncodedDictionary encoded = EncodedDictionary.of(orthonormal);
        LatentGeometry geometry = LatentGeometry.of(orthonormal, 0.5);
        // z_i = x_i exactly: off the support it is 0, a margin of nothing, which a ReLU without a bias cannot be sure
        // of.
        Report certificate = ThresholdCertificate.of(
                        encoded, LatentCodes.of(2, SupportSize.EXACTLY, 6, 1, 1), LatentNoise.none())
                .report();
        SparseAutoencoderReport report = SparseAutoencoderReport.of(encoded, geometry, certificate);
        assertEquals(Verdict.HOLDS, geometry.report().verdict());
        assertEquals(Verdict.INCONCLUSIVE, report.verdict());
        Report random = RandomCodeCertificate.of(
                        encoded, new SupportLaw.Uniform(2, 6), new ValueMoments.Constant(1), 0.1, 0.1)
                .report();
        SparseAutoencoderReport more = report.with(random);
        assertEquals(3, more.parts().size());
        JsonNode json = new ObjectMapper().readTree(more.toJson());
        assertEquals("INCONCLUSIVE", json.get("verdict").asText());
        assertEquals(3, json.get("parts").size());
        assertEquals(
                certificate.statement(),
                json.get("parts").get(1).get("statement").asText());
        assertTrue(more.text().startsWith("INCONCLUSIVE: SparseAutoencoder[features=6"), more.text());
        assertTrue(more.text().contains(random.text()));
    }
}
