package org.autoencoder4j.check.latents.internal;

/** A row of G with its heads: the atoms of the least and of the greatest products, its own left out. */
public final class ProductRow {
    private final int unit;
    private final double[] products;
    private final LeastTerms least;
    private final LeastTerms greatest;

    /** Keeps the row. Cost: little more than O(m). */
    public ProductRow(int unit, double[] products, int depth) {
        this.unit = unit;
        this.products = products;
        this.least = new LeastTerms(depth + 1);
        this.greatest = new LeastTerms(depth + 1);
        for (int l = 0; l < products.length; l++) {
            if (l != unit) {
                least.offer(products[l], l);
                greatest.offer(-products[l], l);
            }
        }
    }

    public int unit() {
        return unit;
    }

    public double[] products() {
        return products;
    }

    /** How far down both heads one can go and still know the next product. */
    public int depth() {
        return least.size() - 1;
    }

    public int least(int place) {
        return least.index(place);
    }

    public int greatest(int place) {
        return greatest.index(place);
    }
}
