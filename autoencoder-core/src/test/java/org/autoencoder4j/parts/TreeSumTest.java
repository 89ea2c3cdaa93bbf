package org.autoencoder4j.parts;

import static org.autoencoder4j.data.Messages.assertRejected;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.autoencoder4j.random.RandomStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TreeSumTest {
    /** A sum that says how it was added up. */
    private static final class Text implements Sum<Text> {
        private String text;

        Text(String text) {
            this.text = text;
        }

        @Override
        public void add(Text next) {
            text = "(" + text + "+" + next.text + ")";
        }

        @Override
        public byte[] toBytes() {
            throw new AssertionError("nothing is sent");
        }
    }

    /** A sum whose last bits depend on the order. */
    private static final class Real implements Sum<Real> {
        private double value;

        Real(double value) {
            this.value = value;
        }

        @Override
        public void add(Real next) {
            value += next.value;
        }

        @Override
        public byte[] toBytes() {
            throw new AssertionError("nothing is sent");
        }
    }

    /** The stated tree: as many of the first parts as are the greatest power of two, and then the rest. */
    private static String tree(int first, int parts) {
        if (parts == 1) {
            return Integer.toString(first);
        }
        int left = Integer.bitCount(parts) == 1 ? parts / 2 : Integer.highestOneBit(parts);
        return "(" + tree(first, left) + "+" + tree(first + left, parts - left) + ")";
    }

    private static <S extends Sum<S>> TreeSum<S> run(IntFunction<S> sums, int first, int end) {
        TreeSum<S> tree = new TreeSum<>();
        for (int part = first; part < end; part++) {
            tree.add(part, sums.apply(part));
        }
        return tree;
    }

    /** Each task adds up its run, and the runs are gathered in their order, some of them together beforehand. */
    private static <S extends Sum<S>> S shared(IntFunction<S> sums, int parts, int[] cuts, RandomGenerator random) {
        TreeSum<S> all = new TreeSum<>();
        TreeSum<S> some = new TreeSum<>();
        for (int task = 0; task + 1 < cuts.length; task++) {
            run(sums, cuts[task], cuts[task + 1]).nodes().forEach(some::add);
            if (random.nextBoolean()) {
                some.nodes().forEach(all::add);
                some = new TreeSum<>();
            }
        }
        some.nodes().forEach(all::add);
        return all.total(parts);
    }

    private static int[] cuts(int parts, int tasks, RandomGenerator random) {
        IntStream inner = IntStream.range(0, tasks - 1).map(i -> random.nextInt(parts + 1));
        return IntStream.concat(IntStream.of(0, parts), inner).sorted().toArray();
    }

    @Property(tries = 300)
    void isTheStatedTreeHoweverThePartsAreSharedOut(
            @ForAll @IntRange(min = 1, max = 256) int parts,
            @ForAll @IntRange(min = 1, max = 40) int tasks,
            @ForAll @IntRange(max = 1000) int seed) {
        RandomGenerator random = RandomStreams.of(seed).at("cuts", 0, 0);
        IntFunction<Text> sums = part -> new Text(Integer.toString(part));
        assertEquals(tree(0, parts), run(sums, 0, parts).total(parts).text);
        assertEquals(tree(0, parts), shared(sums, parts, cuts(parts, tasks, random), random).text);
    }

    @Property(tries = 300)
    void sharedOutOrNotTheSumHasTheSameBits(
            @ForAll @IntRange(min = 1, max = 256) int parts,
            @ForAll @IntRange(min = 1, max = 40) int tasks,
            @ForAll @IntRange(max = 1000) int seed) {
        RandomGenerator random = RandomStreams.of(seed).at("numbers", 0, 0);
        double[] numbers = random.doubles(parts, -1, 1)
                .map(number -> number * Math.pow(10, random.nextInt(20)))
                .toArray();
        IntFunction<Real> sums = part -> new Real(numbers[part]);
        double expected = run(sums, 0, parts).total(parts).value;
        double actual = shared(sums, parts, cuts(parts, tasks, random), random).value;
        assertEquals(Double.doubleToRawLongBits(expected), Double.doubleToRawLongBits(actual));
    }

    @Property(tries = 500)
    void aRunIsFewSubtrees(@ForAll @IntRange(max = 255) int first, @ForAll @IntRange(min = 2, max = 256) int parts) {
        List<TreeSum.Node<Text>> nodes =
                run(part -> new Text("" + part), first, first + parts).nodes();
        assertTrue(nodes.size() <= 2 * Math.log(parts) / Math.log(2), first + ", " + parts + ": " + nodes.size());
        int next = first;
        for (TreeSum.Node<Text> node : nodes) {
            assertEquals(next, node.first());
            assertEquals(tree(node.first(), node.parts()), node.sum().text);
            next += node.parts();
        }
        assertEquals(first + parts, next);
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "2, (0+1)", "3, ((0+1)+2)", "5, (((0+1)+(2+3))+4)", "7, (((0+1)+(2+3))+((4+5)+6))"})
    void byHand(int parts, String expected) {
        assertEquals(expected, run(part -> new Text("" + part), 0, parts).total(parts).text);
    }

    @Test
    void addsUpTheRangesOfTheParts() {
        SampleParts parts = new SampleParts(1000, 256);
        SampleSum.Adder<String, Text> adder = new SampleSum.Adder<>() {
            @Override
            public void begin(String query) {}

            @Override
            public Text sum(long from, long to) {
                return new Text(from + "-" + to);
            }
        };
        assertEquals(
                "((0-256+256-512)+(512-768+768-1000))",
                TreeSum.of(adder, parts, 0, 4).total(4).text);
        assertEquals(List.of(), TreeSum.of(adder, parts, 2, 2).nodes());
        assertEquals("768-1000", TreeSum.of(adder, parts, 3, 4).nodes().get(0).sum().text);
    }

    @Test
    void refusesGapsRepetitionsAndOtherTotals() {
        IntFunction<Text> sums = part -> new Text("" + part);
        TreeSum<Text> tree = run(sums, 0, 5);
        assertRejected("part 6 came after part 4; parts must follow each other", () -> tree.add(6, sums.apply(6)));
        assertRejected("part 4 came after part 4", () -> tree.add(4, sums.apply(4)));
        assertRejected("part 0 came after part 4", () -> tree.add(0, sums.apply(0)));
        TreeSum.Node<Text> later = new TreeSum.Node<>(8, 8, sums.apply(8));
        assertRejected("part 8 came after part 4", () -> tree.add(later));
        assertRejected("the parts 0 to 5 must be there; there are those from 0 to 4", () -> tree.total(6));
        assertRejected("the parts 0 to 3 must be there", () -> tree.total(4));
        assertRejected("there are those from 1 to 4", () -> run(sums, 1, 5).total(5));
        assertRejected("there are none", () -> new TreeSum<Text>().total(1));
        // What was refused has changed nothing.
        assertEquals(tree(0, 5), tree.total(5).text);
        assertEquals(List.of(), tree.nodes());
    }

    @Test
    void refusesWhatIsNoSubtree() {
        Text sum = new Text("");
        assertRejected("no subtree has the 3 parts from part 0", () -> new TreeSum.Node<>(0, 3, sum));
        assertRejected("no subtree has the 4 parts from part 2", () -> new TreeSum.Node<>(2, 4, sum));
        assertRejected("no subtree has the 0 parts", () -> new TreeSum.Node<>(0, 0, sum));
        assertRejected("first = -1", () -> new TreeSum.Node<>(-1, 1, sum));
    }
}
