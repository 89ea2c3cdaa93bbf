package org.autoencoder4j.coding;

import java.util.OptionalInt;
import org.autoencoder4j.backend.Checks;

/** One product, of which the k greatest are kept. */
record LargestProducts(int k, CodeSign sign) implements SparseEncoder {
    LargestProducts {
        Checks.atLeast("most", k, 1);
    }

    @Override
    public String name() {
        return "largest(" + k + ", " + sign + ")";
    }

    @Override
    public OptionalInt most() {
        return OptionalInt.of(k);
    }

    @Override
    public Worker worker(Gram gram) {
        PlainValues values = new PlainValues(gram);
        Greatest greatest = new Greatest(Math.min(k, gram.units()), sign);
        int[] found = new int[Math.min(k, gram.units())];
        return (products, energy, code) -> {
            greatest.find(products);
            for (int i = 0; i < greatest.count(); i++) {
                found[i] = greatest.place(i);
            }
            values.write(found, greatest.count(), products, energy, code);
        };
    }
}
