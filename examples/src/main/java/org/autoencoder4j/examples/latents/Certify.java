package org.autoencoder4j.examples.latents;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.check.consistency.SupportSize;
import org.autoencoder4j.check.latents.AtomPair;
import org.autoencoder4j.check.latents.EncodedDictionary;
import org.autoencoder4j.check.latents.LatentCodes;
import org.autoencoder4j.check.latents.LatentGeometry;
import org.autoencoder4j.check.latents.LatentNoise;
import org.autoencoder4j.check.latents.RandomCodeCertificate;
import org.autoencoder4j.check.latents.SparseAutoencoderReport;
import org.autoencoder4j.check.latents.ThresholdCertificate;
import org.autoencoder4j.check.latents.TopKCertificate;
import org.autoencoder4j.check.latents.TopKCurve;
import org.autoencoder4j.examples.command.Closing;
import org.autoencoder4j.examples.command.Example;
import org.autoencoder4j.examples.command.ReportOption;
import org.autoencoder4j.examples.command.Table;
import org.autoencoder4j.examples.samples.ReadingOptions;
import org.autoencoder4j.html.HtmlReport;
import org.autoencoder4j.picture.LineChart;
import org.autoencoder4j.picture.Picture;
import org.autoencoder4j.picture.Role;
import org.autoencoder4j.report.Report;
import org.autoencoder4j.report.Verdict;
import org.autoencoder4j.sae.LatentActivation;
import org.autoencoder4j.sae.SparseAutoencoder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What can be said of a sparse autoencoder that somebody has trained. */
@Command(
        name = "certify",
        sortOptions = false,
        description =
                "Tells which latents of a sparse autoencoder find their atom in every code of up to k atoms, which fail and"
                        + " at which code, and how its columns stand to each other. Computes in double; whatever the verdicts, exit"
                        + " code 0 means that they were computed.")
public final class Certify extends Example {
    private static final int MOST_TOLD = 20;

    @Mixin
    private final TrainedAutoencoder trained = new TrainedAutoencoder();

    @Mixin
    private final AskedCodes asked = new AskedCodes();

    @Option(
            names = "--limit",
            paramLabel = "SECONDS",
            description = "Time for the pairs that TopK's bounds leave open (default: ${DEFAULT-VALUE}).")
    private int limit = 60;

    @Option(
            names = "--cosine",
            paramLabel = "C",
            description = "Atoms with a greater cosine are near duplicates (default: ${DEFAULT-VALUE}).")
    private double cosine = 0.9;

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description =
                    "Samples, N x n, of any kind that recover reads: how often each latent fires goes into the table and the"
                            + " picture.")
    private @Nullable Path data;

    @Mixin
    private final ReadingOptions reading = new ReadingOptions();

    @Mixin
    @SuppressWarnings("unused")
    private final ReportOption report = new ReportOption();

    private final ObjectMapper mapper = new ObjectMapper();
    private final CertifiedCurves curves = new CertifiedCurves();
    private Table worst = new Table("unit");
    private String ofCodes = "";

    @Override
    public Optional<String> run() throws IOException {
        asked.requireOptions(data != null);
        if (data == null) {
            reading.refuseFor(null);
        }
        trained.requireOptions(asked.k());
        Checks.atLeast("--limit", limit, 0);
        Checks.between("--cosine", cosine, 0, 1);
        SparseAutoencoder autoencoder = trained.read(settled(), asked.k());
        asked.requireFor(autoencoder);
        Optional<CodeEstimates> estimates =
                data == null ? Optional.empty() : Optional.of(CodeEstimates.of(data, reading, autoencoder));
        AskedCodes.Settled codes = asked.settle(settled(), autoencoder, estimates);
        if (estimates.isPresent()) {
            estimates.get().write(this);
        }
        certify(autoencoder, codes, estimates);
        return Optional.empty();
    }

    private void certify(SparseAutoencoder autoencoder, AskedCodes.Settled codes, Optional<CodeEstimates> estimates)
            throws IOException {
        LatentGeometry geometry = LatentGeometry.of(autoencoder, cosine);
        CertifiedUnits units = new CertifiedUnits(
                geometry, estimates.map(CodeEstimates::frequencies).orElse(new double[0]), autoencoder.units());
        EncodedDictionary encoded = EncodedDictionary.of(autoencoder);
        LatentCodes every = asked.worstCases(autoencoder, codes);
        ofCodes = (every.size() == SupportSize.EXACTLY ? "exactly " : "up to ") + every.sparsity();
        Report certificate = autoencoder.activation() instanceof LatentActivation.TopK
                ? topK(encoded, every, units)
                : threshold(encoded, every, units);
        SparseAutoencoderReport verdicts = SparseAutoencoderReport.of(encoded, geometry, certificate);
        List<Report> parts = new ArrayList<>(List.of(geometry.report(), certificate));
        Optional<RandomCodeCertificate> random = asked.random(encoded, codes, estimates);
        if (random.isPresent()) {
            units.add(random.get());
            verdicts = verdicts.with(random.get().report());
            parts.add(random.get().report());
        }
        write(verdicts);
        output().csv("units.csv", units.table());
        write(geometry);
        output().picture("certify", () -> picture(units));
        tell(
                "Which latents can be relied on",
                "Which latents of " + autoencoder + " find their atom in every code, which fail, and at which code?",
                page -> told(page, parts, units));
    }

    private HtmlReport told(HtmlReport page, List<Report> parts, CertifiedUnits units) {
        HtmlReport told = page.section("What is certain");
        for (Report part : parts) {
            told = told.with(part);
        }
        return output().picturesOn(told.section("In pictures"))
                .section("Latents")
                .with(units.least(MOST_TOLD))
                .with(worst.html("The codes at which these margins are attained", MOST_TOLD));
    }

    private Report threshold(EncodedDictionary encoded, LatentCodes codes, CertifiedUnits units) throws IOException {
        ThresholdCertificate certificate = ThresholdCertificate.of(encoded, codes, asked.noise(encoded.units()));
        for (int i = 0; i < certificate.units(); i++) {
            units.add(certificate.unit(i));
        }
        count(certificate.units(), certificate.count(Verdict.HOLDS), certificate.count(Verdict.FAILS));
        curves.add(Role.EVERY_CODE, "every code", certificate.certifiedUnits());
        results().set("certifiedUnitsForAtMostK", mapper.valueToTree(certificate.certifiedUnits()));
        write(WorstCodes.of(certificate, units.leastMargins(WorstCodes.MOST)));
        return certificate.report();
    }

    private Report topK(EncodedDictionary encoded, LatentCodes codes, CertifiedUnits units) throws IOException {
        LatentNoise noise = asked.noise(encoded.units());
        TopKCertificate certificate = TopKCertificate.of(encoded, codes, noise, Duration.ofSeconds(limit));
        TopKCurve curve = TopKCurve.of(encoded, codes, noise);
        for (int i = 0; i < certificate.units(); i++) {
            units.add(certificate.unit(i), curve.largestSparsity(i));
        }
        count(certificate.units(), certificate.count(Verdict.HOLDS), certificate.count(Verdict.FAILS));
        curves.add(Role.EVERY_CODE, "kept in every code, by the bounds", curve.sparsities(), curve.certifiedUnits());
        ObjectNode kept = results().putObject("keptLatents");
        kept.set("atMostK", mapper.valueToTree(curve.sparsities()));
        kept.set("latents", mapper.valueToTree(curve.certifiedUnits()));
        write(WorstCodes.of(certificate, units.leastMargins(WorstCodes.MOST)));
        return certificate.report();
    }

    private void write(Table worstCodes) throws IOException {
        worst = worstCodes;
        results().put("worstCodesInTable", worstCodes.size());
        output().csv("witnesses.csv", worstCodes);
    }

    private void write(SparseAutoencoderReport report) throws IOException {
        results().put("verdict", report.verdict().name());
        results().set("report", mapper.readTree(report.toJson()));
        output().file("report.txt", file -> Files.writeString(file, report.text(), StandardCharsets.UTF_8));
        output().file("report.json", file -> Files.writeString(file, report.toJson(), StandardCharsets.UTF_8));
        console().print(report.text());
    }

    private void write(LatentGeometry geometry) throws IOException {
        Table pairs = new Table("first", "second", "cosine");
        for (AtomPair pair : geometry.duplicates()) {
            pairs.row(pair.first(), pair.second(), pair.cosine());
        }
        results().put("nearDuplicates", geometry.duplicateCount());
        output().csv("pairs.csv", pairs);
    }

    /** Margins; and what is certified over k, if that is known. */
    private Picture picture(CertifiedUnits units) {
        List<LineChart> charts = new ArrayList<>(List.of(units.margins()));
        if (!curves.isEmpty()) {
            charts.add(curves.chart());
        }
        return Picture.beside(charts);
    }

    private void count(int latents, int certified, int failing) {
        results().put("latents", latents).put("certifiedLatents", certified).put("failingLatents", failing);
    }

    @Override
    protected Closing closing(boolean failed) {
        double latents = result("latents");
        double certified = result("certifiedLatents");
        double failing = result("failingLatents");
        return new Closing(
                Closing.sentence(
                        "%.0f of %.0f latents are certified to find their atom in every code of %s, %.0f fail at a code"
                                + " that can be named, and of %.0f it is not decided.",
                        certified, latents, ofCodes, failing, latents - certified - failing),
                next(latents - certified, failing, results().has("keptLatents")));
    }

    static String next(double notCertified, double failing, boolean topK) {
        if (notCertified == 0) {
            return "a greater --k, up to which they may be relied on, too.";
        }
        if (failing == 0) {
            return (topK ? "a greater --limit, time for the pairs that TopK's bounds leave open, or " : "")
                    + "a smaller --k.";
        }
        return "witnesses.csv has codes at which latents fail; a smaller --k, or --random EPS, which asks for most codes and"
                + " not for all.";
    }
}
