package org.autoencoder4j.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One table of inputs on which each public report of a package holds, fails, and cannot be decided or applied. A verdict
 * that a report can never have is listed with the reason.
 */
public final class VerdictTable {
    /** What each report must be able to say. */
    public enum Kind {
        HOLDS,
        FAILS,
        UNDECIDED;

        static Kind of(Verdict verdict) {
            return switch (verdict) {
                case HOLDS -> HOLDS;
                case FAILS -> FAILS;
                case INCONCLUSIVE, NOT_APPLICABLE -> UNDECIDED;
            };
        }
    }

    /**
     * An input.
     *
     * @param method the method as {@code Class.method(ParameterTypes)}, and after a blank which of its reports, if it
     *     returns several
     */
    public record Row(String method, Verdict verdict, Supplier<Report> report) {
        public void check() {
            Report made = report.get();
            assertEquals(verdict, made.verdict(), made::text);
        }

        @Override
        public String toString() {
            return method + " " + verdict;
        }
    }

    /** A verdict that no input has. */
    public record Gap(String method, Kind kind, String reason) {}

    private final List<Row> rows = new ArrayList<>();
    private final List<Gap> gaps = new ArrayList<>();

    public VerdictTable row(String method, Verdict verdict, Supplier<Report> report) {
        rows.add(new Row(method, verdict, report));
        return this;
    }

    public VerdictTable gap(String method, Kind kind, String reason) {
        gaps.add(new Gap(method, kind, reason));
        return this;
    }

    public Stream<Row> rows() {
        return rows.stream();
    }

    /**
     * Fails for each public method of a package, or of one below it, that makes reports and has not its rows, and for rows
     * of none.
     */
    public void assertComplete(Class<?> inside, String packageName) {
        Set<String> missing = new TreeSet<>();
        Set<String> methods = methods(inside, packageName);
        Set<String> listed = rows.stream().map(Row::method).collect(Collectors.toCollection(TreeSet::new));
        for (String method : methods) {
            if (listed.stream().noneMatch(name -> base(name).equals(method))) {
                missing.add(method + " has no row");
            }
        }
        for (String name : listed) {
            if (!methods.contains(base(name))) {
                missing.add(name + " is no public method that returns reports");
            }
            for (Kind kind : Kind.values()) {
                boolean row =
                        rows.stream().anyMatch(each -> each.method().equals(name) && Kind.of(each.verdict()) == kind);
                boolean gap = gaps.stream().anyMatch(each -> each.method().equals(name) && each.kind() == kind);
                if (row == gap) {
                    missing.add(
                            name + (row ? " has a row and a reason to have none for " : " lacks a row for ") + kind);
                }
            }
        }
        assertEquals(Set.of(), missing);
    }

    private static String base(String name) {
        int blank = name.indexOf(") ");
        return blank < 0 ? name : name.substring(0, blank + 1);
    }

    private static Set<String> methods(Class<?> inside, String packageName) {
        Set<String> methods = new TreeSet<>();
        for (Class<?> type : types(inside, packageName)) {
            for (Method method : type.getDeclaredMethods()) {
                if (Modifier.isPublic(method.getModifiers()) && Modifier.isPublic(type.getModifiers())) {
                    String returned = method.getGenericReturnType().getTypeName();
                    boolean changesOne = List.of(method.getParameterTypes()).contains(Report.class);
                    if (returned.contains(Report.class.getName()) && !changesOne) {
                        methods.add(signature(method));
                    }
                }
            }
        }
        return methods;
    }

    private static String signature(Method method) {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName()
                + Arrays.stream(method.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(", ", "(", ")"));
    }

    /** The classes of the package and of the public ones below it that come from where a class comes from. */
    private static List<Class<?>> types(Class<?> inside, String packageName) {
        try {
            Path classes = Path.of(
                    inside.getProtectionDomain().getCodeSource().getLocation().toURI());
            try (Stream<Path> files = Files.walk(classes.resolve(packageName.replace('.', '/')))) {
                List<Class<?>> types = new ArrayList<>();
                for (Path file :
                        files.filter(each -> each.toString().endsWith(".class")).toList()) {
                    String name = classes.relativize(file).toString().replaceFirst("\\.class$", "");
                    if (!name.contains("-") && !file.toString().contains("internal")) {
                        types.add(Class.forName(name.replace(File.separatorChar, '.')));
                    }
                }
                return types;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException | ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
