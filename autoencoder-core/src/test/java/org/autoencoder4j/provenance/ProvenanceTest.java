package org.autoencoder4j.provenance;

import static org.autoencoder4j.testsupport.ArrayAssert.assertIdentical;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.autoencoder4j.backend.Backend;
import org.autoencoder4j.coding.CodeSign;
import org.autoencoder4j.coding.SparseCoder;
import org.autoencoder4j.coding.SparseEncoder;
import org.autoencoder4j.data.Batches;
import org.autoencoder4j.gradient.Fixtures;
import org.autoencoder4j.network.Activation;
import org.autoencoder4j.network.OutputScaling;
import org.autoencoder4j.network.TiedAutoencoder;
import org.autoencoder4j.network.TwoLayerAutoencoder;
import org.autoencoder4j.testsupport.OpenBlasKernels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class ProvenanceTest {
    private static final Environment HERE = new Environment(
            "1.2.3",
            Optional.of("abc"),
            "1.0.0",
            "CpuBackend",
            "OpenBLAS 0.3.31",
            Optional.of("HASWELL"),
            2,
            "VM 17",
            "Linux 6",
            "amd64",
            4);

    private static final Environment THERE = new Environment(
            "1.2.3",
            Optional.of("abc"),
            "1.0.0",
            "CpuBackend",
            "OpenBLAS 0.3.31",
            Optional.of("SKYLAKEX"),
            8,
            "VM 17",
            "Linux 6",
            "amd64",
            4);

    private static Provenance at(Stretch... parts) {
        Provenance now = Provenance.current();
        return new Provenance(List.of(parts), now.rule(), now.options(), now.type(), now.seed(), now.data());
    }

    private static Provenance full() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("z first", "1");
        options.put("a second", "2");
        return at(new Stretch(0, HERE), new Stretch(42, THERE), new Stretch(43, HERE))
                .withRule("Descent", options)
                .withType(DataType.FLOAT)
                .withSeed(-7)
                .withData(new DataDigest(100, 3, DataType.FLOAT, 50, "01".repeat(32)));
    }

    @Test
    void theEnvironmentIsWhatRuns() {
        Environment now = Environment.current();
        Backend backend = Backend.describe();
        assertEquals(backend.name(), now.backend());
        assertEquals(backend.blas(), now.blas());
        if (OpenBlasKernels.running().isPresent()) {
            assertEquals(OpenBlasKernels.running(), now.coreType(), "what the tests' log calls the kernels");
        }
        assertEquals(backend.threads(), now.threads());
        assertTrue(now.nd4j().matches("1\\.0\\.0.*"), now.nd4j());
        assertTrue(now.jvm().contains(Runtime.version().toString()), now.jvm());
        assertEquals(Runtime.getRuntime().availableProcessors(), now.processors());
        assertEquals(now, Environment.current(), "no time is in it");
    }

    /** Where Maven filled in the resource, which an IDE may not do. */
    @Test
    void theVersionIsThatOfTheBuild() throws IOException {
        try (InputStream stream = Objects.requireNonNull(Environment.class.getResourceAsStream("library.properties"))) {
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            assumeFalse(text.contains("version=${"), "not built by Maven");
        }
        String pom = Files.readString(Path.of("pom.xml"));
        assertTrue(pom.contains("<version>" + Environment.current().library() + "</version>"));
    }

    @Test
    void entriesSayAllInAFixedOrder() {
        assertEquals("""
            library: 1.2.3
            commit: abc
            ND4J: 1.0.0
            backend: CpuBackend
            BLAS: OpenBLAS 0.3.31
            core type: HASWELL
            BLAS threads: 2
            JVM: VM 17
            operating system: Linux 6
            architecture: amd64
            processors: 4
            resumed at step 42: with core type SKYLAKEX, not HASWELL; BLAS threads 8, not 2
            resumed at step 43: with the same
            rule: Descent
            rule: z first: 1
            rule: a second: 2
            type: FLOAT
            seed: -7
            data: 100 samples of 3 features, FLOAT, the first 50 digested
            SHA-256 of the data: %s
            """.formatted("01".repeat(32)), full().text());
        assertEquals(HERE, full().environment());
        assertTrue(at(new Stretch(9, HERE)).text().startsWith("steps before 9: not known\n"));
    }

    @Test
    void isTheSameInEveryLocale() {
        Locale before = Locale.getDefault();
        String text = full().text() + full().toJson();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertEquals(text, full().text() + full().toJson());
            assertEquals(full(), Provenance.fromJson(full().toJson()));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Provide
    static Arbitrary<Provenance> provenances() {
        Arbitrary<String> texts = Arbitraries.strings().ofMaxLength(8);
        Arbitrary<Environment> environments = Combinators.combine(
                        texts,
                        texts.optional(),
                        texts.list().ofSize(6),
                        texts.optional(),
                        Arbitraries.integers().greaterOrEqual(1),
                        Arbitraries.integers().greaterOrEqual(1))
                .as((library, commit, six, core, threads, processors) -> new Environment(
                        library,
                        commit,
                        six.get(0),
                        six.get(1),
                        six.get(2),
                        core,
                        threads,
                        six.get(3),
                        six.get(4),
                        six.get(5),
                        processors));
        Arbitrary<List<Stretch>> parts = Combinators.combine(
                        environments.list().ofMinSize(1).ofMaxSize(4),
                        Arbitraries.longs().between(0, Long.MAX_VALUE / 8))
                .as((where, first) -> {
                    List<Stretch> list = new ArrayList<>();
                    where.forEach(e -> list.add(new Stretch(first + first / 2 * list.size(), e)));
                    return list;
                });
        Arbitrary<DataType> types = Arbitraries.of(DataType.FLOAT, DataType.DOUBLE);
        Arbitrary<DataDigest> digests = Combinators.combine(
                        Arbitraries.longs().greaterOrEqual(1),
                        Arbitraries.integers().greaterOrEqual(1),
                        types)
                .as((samples, features, type) ->
                        new DataDigest(samples, features, type, 1 + samples / 2, "9f".repeat(32)));
        return Combinators.combine(
                        parts,
                        texts.optional(),
                        Arbitraries.maps(texts, texts).ofMaxSize(3),
                        types.optional(),
                        Arbitraries.longs().optional(),
                        digests.optional())
                .as((ran, rule, options, type, seed, data) -> {
                    Provenance all = new Provenance(ran, rule, options, type, OptionalLong.empty(), data);
                    return seed.map(all::withSeed).orElse(all);
                });
    }

    @Property(tries = 200)
    void whatIsReadIsWhatWasWritten(@ForAll("provenances") Provenance provenance) {
        assertEquals(provenance, Provenance.fromJson(provenance.toJson()));
        assertEquals(
                provenance.toJson(), Provenance.fromJson(provenance.toJson()).toJson());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"rule\" : \"Descent\"| \"rule\" : 3 | has rule 3; it must be text",
                "\"seed\" : -7 | \"seed\" : 1.5 | has seed 1.5; it must be a whole number",
                "\"seed\" : -7 | \"seed\" : 9223372036854775808 | it must be a whole number of 64 bits",
                "\"seed\" : -7 | \"seed\" : -7, \"seed\" : 8 | no JSON: Duplicate field 'seed'",
                "\"seed\" : -7 | \"sead\" : -7 | has [sead], which this version does not know",
                "\"seed\" : -7 | \"seed\" : NaN | is no JSON",
                "\"nd4j\" : | \"nd5j\" : | has no nd4j; it must be text",
                "\"threads\" : 2 | \"threads\" : 0 | threads = 0",
                "\"threads\" : 2 | \"threads\" : 2147483648 | threads 2147483648; it must lie between -2^31 and 2^31 - 1",
                "\"fromStep\" : 42 | \"fromStep\" : 44 | fromStep = 43",
                "\"fromStep\" : 0 | \"fromStep\" : -1 | fromStep = -1",
                "\"type\" : \"FLOAT\" | \"type\" : \"HALF\" | has type \"HALF\"; it must be FLOAT or DOUBLE",
                "\"digested\" : 50 | \"digested\" : 101 | digested = 101",
                "\"options\" : { | \"options\" : [], \"other\" : { | options is []; it must be an object",
                "provenance-1 | provenance-2 | this version reads \"autoencoder4j-provenance-1\"",
            })
    void whatIsWrongIsNamed(String right, String wrong, String message) {
        String json = full().toJson();
        assertTrue(json.contains(right), json);
        assertRefused(json.replace(right, wrong), message);
    }

    @Test
    void onlyOneObjectIsRead() {
        assertRefused("", "no JSON");
        assertRefused("[]", "the provenance is []; it must be an object");
        assertRefused("{}", "the provenance has no format");
        assertRefused(full().toJson() + "{}", "no JSON");
        assertRefused(full().toJson().substring(0, 300), "no JSON");
        assertRefused(
                full().toJson().replaceAll("(?s)\"ran\" : \\[.*\\], *(\\R *)\"rule\"", "\"ran\" : [], \"rule\""),
                "parts");
    }

    private static void assertRefused(String json, String message) {
        String said = assertThrows(IllegalArgumentException.class, () -> Provenance.fromJson(json))
                .getMessage();
        assertTrue(said.contains(message), said);
    }

    @Test
    void bitsAreTheSameOnlyWhereAllThatMakesThemIs() {
        assertTrue(HERE.givesTheBitsOf(HERE));
        assertFalse(HERE.givesTheBitsOf(THERE), "another core type");
        Environment unknown = new Environment(
                "1.2.3",
                Optional.of("abc"),
                "1.0.0",
                "CpuBackend",
                "OpenBLAS 0.3.31",
                Optional.empty(),
                2,
                "",
                "",
                "amd64",
                4);
        assertFalse(unknown.givesTheBitsOf(unknown));
        assertEquals(List.of("core type SKYLAKEX, not HASWELL", "BLAS threads 8, not 2"), THERE.differencesTo(HERE));
        assertEquals(List.of(), HERE.differencesTo(HERE));
    }

    @Test
    void aModelIsSavedWithItAndLoadedAsAlways(@TempDir Path folder) throws IOException {
        TiedAutoencoder tied = Fixtures.autoencoder(1, 6, 4, Activation.hardThreshold(0.2));
        full().save(folder.resolve("tied"), tied::save);
        assertIdentical(
                tied.weights(), TiedAutoencoder.load(folder.resolve("tied")).weights());
        INDArray weights = tied.weights();
        TwoLayerAutoencoder wide = TwoLayerAutoencoder.weightTied(weights, OutputScaling.INVERSE_ROOT);
        full().save(folder.resolve("wide"), wide::save);
        assertIdentical(
                wide.encoder(), TwoLayerAutoencoder.load(folder.resolve("wide")).encoder());
        SparseCoder coder = new SparseCoder(weights, SparseEncoder.pursuit(2, CodeSign.SIGNED));
        full().save(folder.resolve("coder"), coder::save);
        assertIdentical(
                coder.weights(), SparseCoder.load(folder.resolve("coder")).weights());
        for (String name : List.of("tied", "wide", "coder")) {
            assertEquals(Optional.of(full()), Provenance.read(folder.resolve(name)));
        }
        tied.save(folder.resolve("alone"));
        assertEquals(Optional.empty(), Provenance.read(folder.resolve("alone")));
        assertThrows(
                IOException.class, () -> full().save(folder.resolve("tied"), tied::save), "nothing is written over");
        assertThrows(
                IOException.class,
                () -> full().save(folder.resolve("none"), path -> {
                    Files.createDirectory(path);
                    throw new IOException("full");
                }));
        assertFalse(Files.exists(folder.resolve("none")));
        IllegalArgumentException own = assertThrows(
                IllegalArgumentException.class,
                () -> full().save(
                                folder.resolve("own"),
                                path -> full().withSeed(3).save(path, tied::save)));
        assertTrue(String.valueOf(own.getMessage()).contains("its own method"), own.toString());
        assertFalse(Files.exists(folder.resolve("own")), "a record of its own is not lost");
    }

    @Test
    void aDamagedRecordIsNoticed(@TempDir Path folder) throws IOException {
        TiedAutoencoder tied = Fixtures.autoencoder(1, 6, 4, Activation.relu());
        Path saved = folder.resolve("tied");
        full().save(saved, tied::save);
        Path file = saved.resolve("provenance.json");
        Files.writeString(file, Files.readString(file).replace("-7", "-8"));
        String said = assertThrows(IllegalArgumentException.class, () -> TiedAutoencoder.load(saved))
                .getMessage();
        assertTrue(said.contains("provenance.json has SHA-256"), said);
        Files.writeString(file, "{");
        String read = assertThrows(IllegalArgumentException.class, () -> Provenance.read(saved))
                .getMessage();
        assertTrue(read.startsWith(file + ": the provenance is no JSON"), read);
    }

    @Test
    void refusesWhatIsNoRecord() {
        assertThrows(IllegalArgumentException.class, () -> full().withType(DataType.INT32));
        assertThrows(IllegalArgumentException.class, () -> full().resumed(42));
        assertThrows(IllegalArgumentException.class, () -> at());
        Map<String, String> options = new LinkedHashMap<>(Map.of("a", "b"));
        Provenance kept = full().withRule("rule", options);
        options.clear();
        assertEquals(Map.of("a", "b"), kept.options());
        assertThrows(UnsupportedOperationException.class, () -> kept.options().clear());
        assertEquals(
                DataType.DOUBLE,
                DataDigest.of(Batches.of(Fixtures.observations(1, 2, 2))).type());
    }
}
