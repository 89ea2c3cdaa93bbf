package org.autoencoder4j.check.consistency;

import java.util.Arrays;

/** The indices of the largest entries of an array, by a heap whose root is the least of them: O(m log k). */
final class LargestTerms {
    private final double[] terms;
    private final int[] heap;
    private int size;

    private LargestTerms(double[] terms, int count) {
        this.terms = terms;
        this.heap = new int[count];
    }

    /** The indices, ascending, of the {@code count} largest terms other than that of index {@code skipped}. */
    static int[] of(double[] terms, int count, int skipped) {
        LargestTerms largest = new LargestTerms(terms, count);
        for (int j = 0; j < terms.length && count > 0; j++) {
            if (j != skipped) {
                largest.offer(j);
            }
        }
        int[] indices = Arrays.copyOf(largest.heap, largest.size);
        Arrays.sort(indices);
        return indices;
    }

    private void offer(int index) {
        if (size < heap.length) {
            rise(size++, index);
        } else if (terms[index] > terms[heap[0]]) {
            sink(index);
        }
    }

    private void rise(int place, int index) {
        int hole = place;
        while (hole > 0 && terms[index] < terms[heap[(hole - 1) / 2]]) {
            heap[hole] = heap[(hole - 1) / 2];
            hole = (hole - 1) / 2;
        }
        heap[hole] = index;
    }

    /** Puts an index in the place of the root. */
    private void sink(int index) {
        int hole = 0;
        for (int child = lesserChild(0); child < size; child = lesserChild(hole)) {
            if (terms[heap[child]] >= terms[index]) {
                break;
            }
            heap[hole] = heap[child];
            hole = child;
        }
        heap[hole] = index;
    }

    private int lesserChild(int place) {
        int left = 2 * place + 1;
        return left + 1 < size && terms[heap[left + 1]] < terms[heap[left]] ? left + 1 : left;
    }
}
