package org.autoencoder4j.check.latents;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.report.Verdict;

/**
 * All that was found of one sparse autoencoder, as one text and one JSON object. Each part has a verdict of its own; the whole
 * has the worst: {@code FAILS} before {@code INCONCLUSIVE} before {@code HOLDS}, and parts that are {@code NOT_APPLICABLE} do
 * not count.
 *
 * <p>Immutable; threads may share it.
 */
public final class SparseAutoencoderReport {
    private final String autoencoder;
    private final List<Report> parts;

    private SparseAutoencoderReport(String autoencoder, List<Report> parts) {
        this.autoencoder = autoencoder;
        this.parts = parts;
    }

    /**
     * Begins with the geometry of the columns and the certificate for all codes.
     *
     * @param encoded the autoencoder's encoder against its dictionary
     * @param geometry how its columns stand to each other
     * @param certificate the {@link ThresholdCertificate#report} or {@link TopKCertificate#report}
     * @return the report
     */
    public static SparseAutoencoderReport of(EncodedDictionary encoded, LatentGeometry geometry, Report certificate) {
        return new SparseAutoencoderReport(encoded.autoencoder().toString(), List.of(geometry.report(), certificate));
    }

    /**
     * Adds another part, for example {@link RandomCodeCertificate#report}.
     *
     * @param part the part
     * @return a copy with it
     */
    public SparseAutoencoderReport with(Report part) {
        List<Report> more = new ArrayList<>(parts);
        more.add(part);
        return new SparseAutoencoderReport(autoencoder, List.copyOf(more));
    }

    /** The reports, in the order in which they were added. */
    List<Report> parts() {
        return parts;
    }

    /**
     * Derives the verdict on the whole.
     *
     * @return the worst of the parts; {@code NOT_APPLICABLE} if all are
     */
    public Verdict verdict() {
        List<Verdict> verdicts = parts.stream().map(Report::verdict).toList();
        for (Verdict verdict : List.of(Verdict.FAILS, Verdict.INCONCLUSIVE, Verdict.HOLDS)) {
            if (verdicts.contains(verdict)) {
                return verdict;
            }
        }
        return Verdict.NOT_APPLICABLE;
    }

    /**
     * Returns everything for a reader.
     *
     * @return several lines, each ended by a line feed
     */
    public String text() {
        StringBuilder text = new StringBuilder(verdict() + ": " + autoencoder + "\n");
        parts.forEach(part -> text.append(part.text()));
        return text.toString();
    }

    /**
     * Returns everything for a program: an object with {@code autoencoder}, {@code verdict} and {@code parts}, each of them as
     * {@link Report#toJson}.
     *
     * @return valid JSON; the same numbers give the same text
     */
    public String toJson() {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode root = mapper.createObjectNode();
        root.put("autoencoder", autoencoder);
        root.put("verdict", verdict().name());
        ArrayNode array = root.putArray("parts");
        for (Report part : parts) {
            try {
                array.add(mapper.readTree(part.toJson()));
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
        }
        return root.toPrettyString();
    }

    @Override
    public String toString() {
        return "SparseAutoencoderReport[" + verdict() + ", " + parts.size() + " parts]";
    }
}
