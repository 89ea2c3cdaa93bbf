package org.autoencoder4j.parts;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.autoencoder4j.backend.Checks;
import org.autoencoder4j.progress.Work;

/**
 * Adds parts along one fixed binary tree, whatever run of them comes from where. The tree of P parts is that of the binary
 * counter: its subtrees are runs of {@code 2^j} parts that begin at multiples of {@code 2^j}, and what is left at the end is
 * added from the right. So a run of parts reduces to at most {@code 2 log2 P} whole subtrees, their {@link #nodes}, wherever it
 * begins, and the total of runs that follow each other has the same bits as that of all parts in one.
 *
 * <p>Memory: as many sums as there are nodes. For one thread.
 *
 * @param <S> the sum
 */
public final class TreeSum<S extends Sum<S>> {
    private final Deque<Node<S>> nodes = new ArrayDeque<>();

    /** Begins without parts. */
    public TreeSum() {}

    /**
     * The sum of a whole subtree.
     *
     * @param first its first part, a multiple of parts
     * @param parts how many it has, a power of two
     * @param sum their sum
     * @param <S> the sum
     */
    public record Node<S>(int first, int parts, S sum) {
        /**
         * Checks that it is a subtree.
         *
         * @param first its first part
         * @param parts how many it has
         * @param sum their sum
         * @throws IllegalArgumentException if there is no such subtree
         */
        public Node {
            Checks.atLeast("first", first, 0);
            if (parts < 1 || Integer.bitCount(parts) != 1 || first % parts != 0) {
                throw new IllegalArgumentException("no subtree has the " + parts + " parts from part " + first
                        + ": it must have a power of two of them, from a multiple of that on");
            }
        }

        private boolean isFollowedBySibling(Node<S> next) {
            return parts == next.parts && next.first == first + parts && first % (2L * parts) == 0;
        }
    }

    /**
     * Adds up a run of parts.
     *
     * @param adder what adds up, with its query
     * @param parts how the samples are cut
     * @param first the first part
     * @param end one past the last
     * @return the tree of these parts
     * @param <S> the sum
     */
    public static <S extends Sum<S>> TreeSum<S> of(SampleSum.Adder<?, S> adder, SampleParts parts, int first, int end) {
        TreeSum<S> tree = new TreeSum<>();
        try (Work work = Work.begin("parts of the samples", end - first)) {
            for (int part = first; part < end; part++) {
                tree.add(part, adder.sum(parts.start(part), parts.start(part + 1)));
                work.advance(1);
            }
        }
        return tree;
    }

    /**
     * Adds a part.
     *
     * @param part which; the one after what was added before
     * @param sum its sum, which this takes over
     * @throws IllegalArgumentException if parts are left out or come twice
     */
    public void add(int part, S sum) {
        add(new Node<>(part, 1, sum));
    }

    /**
     * Adds a subtree.
     *
     * @param node which; it begins after what was added before, and its sum is taken over
     * @throws IllegalArgumentException if parts are left out or come twice
     */
    public void add(Node<S> node) {
        Node<S> last = nodes.peekLast();
        if (last != null && last.first + last.parts != node.first) {
            throw new IllegalArgumentException("part " + node.first + " came after part "
                    + (last.first + last.parts - 1) + "; parts must follow each other");
        }
        Node<S> right = node;
        while (!nodes.isEmpty() && nodes.getLast().isFollowedBySibling(right)) {
            Node<S> left = nodes.removeLast();
            left.sum.add(right.sum);
            right = new Node<>(left.first, 2 * left.parts, left.sum);
        }
        nodes.addLast(right);
    }

    /**
     * Returns the subtrees that cannot be added to each other before more parts are there.
     *
     * @return the nodes, in the order of their parts
     */
    public List<Node<S>> nodes() {
        return List.copyOf(nodes);
    }

    /**
     * Adds up what there is, and leaves nothing behind.
     *
     * @param parts how many parts there must be, from part 0 on
     * @return the total
     * @throws IllegalArgumentException if there are others
     */
    public S total(int parts) {
        List<Node<S>> rest = new ArrayList<>(nodes);
        boolean all = !rest.isEmpty()
                && rest.get(0).first == 0
                && rest.get(rest.size() - 1).first + rest.get(rest.size() - 1).parts == parts;
        if (!all) {
            throw new IllegalArgumentException(
                    "the parts 0 to " + (parts - 1) + " must be there; there are " + describe(rest));
        }
        nodes.clear();
        S total = rest.get(rest.size() - 1).sum;
        for (int i = rest.size() - 2; i >= 0; i--) {
            S left = rest.get(i).sum;
            left.add(total);
            total = left;
        }
        return total;
    }

    private static <S> String describe(List<Node<S>> nodes) {
        return nodes.isEmpty()
                ? "none"
                : "those from " + nodes.get(0).first + " to "
                        + (nodes.get(nodes.size() - 1).first + nodes.get(nodes.size() - 1).parts - 1);
    }
}
