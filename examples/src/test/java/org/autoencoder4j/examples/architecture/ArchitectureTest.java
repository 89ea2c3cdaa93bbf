package org.autoencoder4j.examples.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callCodeUnitWhere;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethodWhere;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Format;
import java.util.Collections;
import java.util.Formatter;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Scanner;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.NullMarked;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.factory.Nd4j;

/** The rules of docs/ARCHITECTURE.md that a machine can check, over the compiled classes of all modules. */
@AnalyzeClasses(packages = ArchitectureTest.ROOT, importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    static final String ROOT = "org.autoencoder4j";

    /** Each room with those it may use; the lowest first, so that none uses a later one. */
    private static final Map<String, Set<String>> MAY_USE = table(
            "progress:",
            "backend: progress",
            "random: backend",
            "storage: progress",
            "linalg: backend progress",
            "data: backend progress random",
            "data.format.tensor: backend storage",
            "data.format: backend data data.format.tensor progress storage",
            "data.preprocessing: backend data data.format linalg progress random storage",
            "provenance: backend data random storage",
            "network: backend data.format linalg storage",
            "init: backend data linalg network progress random",
            "coding: backend data data.format network progress storage",
            "sae: backend data data.format network progress storage",
            "sae.format: backend data.format data.format.tensor sae storage",
            "sae.metrics: backend data progress sae",
            "gradient: backend data network progress provenance random",
            "parts: backend data data.format gradient progress random",
            "gradient.sum: backend data gradient linalg network parts",
            "flow: backend data gradient network progress",
            "train: backend gradient progress provenance storage",
            "descent: backend data.format gradient linalg network provenance storage train",
            "learn.sweep: backend coding data data.format gradient linalg network parts progress provenance storage train",
            "learn.baseline: backend coding learn.sweep",
            "learn: backend coding data data.preprocessing gradient init learn.sweep progress provenance random storage train",
            "model.law: backend random",
            "model: backend data data.format gradient model.law network progress random",
            "report: provenance",
            "check: backend network report",
            "check.closeness: backend check linalg model.law progress report",
            "check.expectation: backend check gradient init model model.law network progress random report",
            "check.consistency: backend check check.closeness init linalg model model.law network progress random"
                    + " report",
            "check.latents.law: backend",
            "check.latents: backend check.consistency check.latents.law report sae data data.preprocessing progress",
            "check.descent: backend check check.closeness check.consistency check.expectation descent gradient linalg"
                    + " model model.law network report train",
            "check.contraction: backend check check.consistency check.expectation descent gradient linalg model"
                    + " model.law network progress random report",
            "check.refinement: backend check check.closeness check.consistency check.expectation coding gradient"
                    + " learn.sweep linalg model model.law progress random report train",
            "check.diagnosis: backend check check.closeness check.consistency linalg network progress report",
            "ntk: linalg",
            "ntk.kernel: backend gradient linalg network progress report",
            "ntk.convergence: backend linalg network ntk progress report",
            "ntk.certificate: backend data gradient linalg network ntk.kernel progress report train",
            "ntk.training: backend check.descent gradient linalg network ntk ntk.convergence ntk.kernel progress"
                    + " report train",
            "ntk.tied: backend network progress random report",
            "onnx: backend network sae storage",
            "picture: backend",
            "html: picture report storage",
            "spark: backend data gradient parts progress provenance random");

    /** Each room of the examples with those of the examples that it may use; what the library has, all may use. */
    private static final Map<String, Set<String>> EXAMPLES_MAY_USE = table(
            "examples.command:",
            "examples.reproduce: examples.command",
            "examples.samples:",
            "examples.dictionary: examples.command examples.samples",
            "examples.baseline: examples.command examples.samples",
            "examples.latents: examples.command examples.samples",
            "examples.recovery: examples.command examples.samples",
            "examples.kernel: examples.command examples.samples",
            "examples.start: examples.command examples.samples",
            "examples.width: examples.command examples.samples",
            "examples: examples.command examples.reproduce examples.samples examples.dictionary examples.baseline examples.latents"
                    + " examples.recovery examples.kernel examples.start examples.width");

    /** What stands beside the library and the examples. */
    private static final String TEST_SUPPORT = "testsupport";

    /** A room in the table of docs/ARCHITECTURE.md. */
    private static final Pattern ROW = Pattern.compile("(?m)^\\|[^|]*\\| `([a-z0-9.]+)` \\|");

    /** Rooms that hold what their neighbours share, and stand in no row. */
    private static final Set<String> WITHOUT_A_ROW = Set.of("check", "ntk");

    /** The most files of a room: so few that a reader sees them all. */
    private static final int MOST_FILES = 20;

    /** Where native memory is touched, and nowhere else. */
    private static final String NATIVE_ROOM = ROOT + ".backend.internal";

    /** What lends the memory of arrays. */
    private static final String LENDER = NATIVE_ROOM + ".ArrayMemory";

    /** What other modules use to get numbers from native memory to the heap and back, and to add them up there. */
    private static final Set<String> BRIDGE =
            Set.of(NATIVE_ROOM + ".HeapMatrix", NATIVE_ROOM + ".MatrixLines", NATIVE_ROOM + ".Vectors");

    static final DescribedPredicate<JavaClass> LIBRARY =
            describe("belong to the library", c -> !room(c).equals(TEST_SUPPORT) && !isExample(room(c)));

    @ArchTest
    static final ArchRule roomsUseOnlyWhatTheyMay = classes()
            .that(LIBRARY)
            .should(useOnly(
                    "rooms that the table allows",
                    (from, to) -> room(from).equals(room(to))
                            || MAY_USE.getOrDefault(room(from), Set.of()).contains(room(to))));

    @ArchTest
    static final ArchRule roomsOfExamplesUseOnlyWhatTheyMay = classes()
            .that(describe("belong to the examples", c -> isExample(room(c))))
            .should(useOnly(
                    "the rooms of the examples that the table allows",
                    (from, to) -> !isExample(room(to))
                            || room(from).equals(room(to))
                            || EXAMPLES_MAY_USE
                                    .getOrDefault(room(from), Set.of())
                                    .contains(room(to))));

    @ArchTest
    static final ArchRule noModuleUsesTheInternalsOfAnother = classes()
            .should(useOnly(
                    "the internal packages of their own module, but for the bridge to native memory",
                    (from, to) ->
                            !isInternal(to) || module(from).equals(module(to)) || BRIDGE.contains(to.getFullName())));

    @ArchTest
    static final ArchRule libraryDoesNotPrint = noClasses()
            .that(LIBRARY)
            .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
            .orShould(call(
                    "printStackTrace",
                    (owner, name) -> owner.isAssignableTo(Throwable.class) && name.equals("printStackTrace")));

    @ArchTest
    static final ArchRule libraryDoesNotEndTheJvm = noClasses()
            .that(LIBRARY)
            .should(call(
                    "System.exit or Runtime.exit or halt",
                    (owner, name) -> (owner.isEquivalentTo(System.class) || owner.isEquivalentTo(Runtime.class))
                            && Set.of("exit", "halt").contains(name)));

    @ArchTest
    static final ArchRule libraryHasNoStaticVariables = fields().that()
            .areStatic()
            .and()
            .areDeclaredInClassesThat(LIBRARY)
            .should()
            .beFinal();

    @ArchTest
    static final ArchRule randomnessIsAnArgument = noClasses()
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(Random.class, ThreadLocalRandom.class)
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage("org.nd4j.linalg.api.rng..")
            .orShould(call(
                    "a hidden source of randomness",
                    (owner, name) ->
                            (owner.isEquivalentTo(Nd4j.class) && name.matches("getRandom|rand[a-zA-Z]*|choice|shuffle"))
                                    || (isMath(owner) && name.equals("random"))
                                    || (owner.isEquivalentTo(Collections.class) && name.equals("shuffle"))));

    @ArchTest
    static final ArchRule textIsTheSameInEveryLocale = noClasses()
            .should(callCodeUnitWhere(DescribedPredicate.<JavaCall<?>>describe(
                    "something that uses the default locale: give it Locale.ROOT",
                    call -> usesTheDefaultLocale(call.getTarget()))));

    @ArchTest
    static final ArchRule nativeLibrariesAreTouchedInOneRoom = noClasses()
            .that(LIBRARY)
            .and()
            .resideOutsideOfPackage(NATIVE_ROOM)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.bytedeco..");

    /** ND4J frees what an address points to as soon as Java is done with the array, native code or not. */
    @ArchTest
    static final ArchRule addressesOfArraysAreAskedForInOnePlace = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(LENDER)
            .should(call(
                    "the address of an array",
                    (owner, name) -> owner.isAssignableTo(DataBuffer.class)
                            && name.matches("pointer|addressPointer|address|platformAddress|opaqueBuffer|indexer")));

    /** A buffer does not hold the memory that it shows: what does must be fenced, closed or returned after each use. */
    @ArchTest
    static final ArchRule buffersOverNativeMemoryStayInOneRoom = noClasses()
            .that()
            .resideOutsideOfPackage(NATIVE_ROOM)
            .should(call(
                    "a buffer over native memory",
                    (owner, name) -> (owner.isAssignableTo(Pointer.class) && name.matches("as(Byte)?Buffer"))
                            || (owner.isAssignableTo(DataBuffer.class) && name.startsWith("asNio"))));

    @ArchTest
    static final ArchRule namesSayWhatAClassIs = noClasses()
            .should()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Manager");

    @ArchTest
    static void theTablesHoldExactlyTheRoomsThatExist(JavaClasses classes) {
        Set<String> found = classes.stream().map(ArchitectureTest::room).collect(toSet());
        found.remove(TEST_SUPPORT);
        Set<String> named = new HashSet<>(MAY_USE.keySet());
        named.addAll(EXAMPLES_MAY_USE.keySet());
        assertEquals(named, found, "the tables here and the one in docs/ARCHITECTURE.md");
    }

    /** Also in the same order, since none uses a later one. */
    @ArchTest
    static void theDocumentHasTheSameTable(JavaClasses classes) throws IOException {
        List<String> rooms = ROW.matcher(Files.readString(Path.of("../docs/ARCHITECTURE.md")))
                .results()
                .map(row -> row.group(1))
                .toList();
        List<String> named = Stream.of(MAY_USE, EXAMPLES_MAY_USE)
                .flatMap(table -> table.keySet().stream())
                .filter(room -> !WITHOUT_A_ROW.contains(room))
                .toList();
        assertEquals(named, rooms, "the tables here and the one in docs/ARCHITECTURE.md");
    }

    /** So there is no circle of rooms. */
    @ArchTest
    static void noRoomUsesALaterOne(JavaClasses classes) {
        for (Map<String, Set<String>> table : List.of(MAY_USE, EXAMPLES_MAY_USE)) {
            Set<String> earlier = new HashSet<>();
            table.forEach((room, used) -> {
                assertTrue(
                        earlier.containsAll(used),
                        room + " uses one of " + used + ", which is not above it in the table");
                earlier.add(room);
            });
        }
    }

    @ArchTest
    static void noRoomIsTooLarge(JavaClasses classes) {
        Map<String, Set<String>> files = classes.stream()
                .filter(c -> !c.getSimpleName().equals("package-info"))
                .collect(groupingBy(JavaClass::getPackageName, TreeMap::new, mapping(ArchitectureTest::file, toSet())));
        files.forEach((room, in) -> assertTrue(
                in.size() <= MOST_FILES,
                room + " has " + in.size() + " files; the most is " + MOST_FILES
                        + ": find the room in it that has a name"));
    }

    @ArchTest
    static void noPackageStandsInTwoModules(JavaClasses classes) {
        Map<String, Set<String>> modules = classes.stream()
                .collect(groupingBy(
                        JavaClass::getPackageName, TreeMap::new, mapping(ArchitectureTest::module, toSet())));
        modules.forEach((name, in) -> assertEquals(1, in.size(), name + " stands in " + in));
    }

    @ArchTest
    static void everyPackageIsNullMarked(JavaClasses classes) {
        Set<JavaPackage> packages = classes.stream().map(JavaClass::getPackage).collect(toSet());
        packages.forEach(p -> assertTrue(p.isAnnotatedWith(NullMarked.class), p.getName() + " is not @NullMarked"));
    }

    private static Map<String, Set<String>> table(String... rows) {
        return Stream.of(rows)
                .map(row -> row.split(":"))
                .collect(toMap(
                        row -> row[0],
                        row -> row.length == 1
                                ? Set.of()
                                : Set.of(row[1].strip().split(" ")),
                        (a, b) -> a,
                        LinkedHashMap::new));
    }

    private static boolean isExample(String room) {
        return (room + ".").startsWith("examples.");
    }

    private static ArchCondition<JavaClass> useOnly(String what, BiPredicate<JavaClass, JavaClass> allowed) {
        return new ArchCondition<>("use only " + what) {
            @Override
            public void check(JavaClass from, ConditionEvents events) {
                for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
                    JavaClass to = dependency.getTargetClass().getBaseComponentType();
                    if (to.getPackageName().startsWith(ROOT + ".") && !allowed.test(from, to)) {
                        events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
                    }
                }
            }
        };
    }

    private static ArchCondition<JavaClass> call(String what, BiPredicate<JavaClass, String> forbidden) {
        return callMethodWhere(DescribedPredicate.<JavaMethodCall>describe(
                what,
                call -> forbidden.test(call.getTargetOwner(), call.getTarget().getName())));
    }

    private static boolean usesTheDefaultLocale(CodeUnitAccessTarget target) {
        JavaClass owner = target.getOwner();
        boolean ofText = owner.isEquivalentTo(String.class)
                && target.getName().matches("format|formatted|toLowerCase|toUpperCase");
        boolean ofStreams = Stream.of(PrintStream.class, PrintWriter.class).anyMatch(owner::isAssignableTo)
                && target.getName().matches("format|printf");
        boolean ofFormats =
                Stream.of(Format.class, Formatter.class, Scanner.class).anyMatch(owner::isAssignableTo)
                        && target.getName().matches("<init>|get[A-Za-z]*Instance");
        return (ofText || ofStreams || ofFormats)
                && target.getRawParameterTypes().stream().noneMatch(type -> type.isEquivalentTo(Locale.class));
    }

    private static boolean isMath(JavaClass owner) {
        return owner.isEquivalentTo(Math.class) || owner.isEquivalentTo(StrictMath.class);
    }

    /** The package below the root, without its internal part: "gradient" for org.autoencoder4j.gradient.internal.rows. */
    private static String room(JavaClass c) {
        return c.getPackageName().substring(ROOT.length() + 1).replaceFirst("\\.internal\\b.*", "");
    }

    private static String file(JavaClass c) {
        return c.getSource().orElseThrow().getFileName().orElseThrow();
    }

    private static boolean isInternal(JavaClass c) {
        return (c.getPackageName() + ".").contains(".internal.");
    }

    /** Where a class comes from: the jar or the folder of its module. */
    private static String module(JavaClass c) {
        String uri = c.getSource().orElseThrow().getUri().toString();
        return uri.substring(0, uri.indexOf("org/autoencoder4j/"));
    }
}
