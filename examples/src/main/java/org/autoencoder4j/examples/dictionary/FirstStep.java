package org.autoencoder4j.examples.dictionary;

import org.autoencoder4j.data.Batches;
import org.autoencoder4j.data.preprocessing.Centring;
import org.autoencoder4j.data.preprocessing.Preprocessing;
import org.autoencoder4j.data.preprocessing.Scaling;
import org.autoencoder4j.data.preprocessing.Whitening;
import org.autoencoder4j.learn.DictionaryLearning;

/** What is done to samples before a dictionary is learned. */
enum FirstStep {
    NONE {
        @Override
        DictionaryLearning of(DictionaryLearning learning) {
            return learning.withPreprocessing(Preprocessing::none);
        }
    },
    CENTRE {
        @Override
        DictionaryLearning of(DictionaryLearning learning) {
            return learning.withPreprocessing(Centring::of);
        }
    },
    STANDARDISE {
        @Override
        DictionaryLearning of(DictionaryLearning learning) {
            return learning.withPreprocessing(Centring::of, Scaling::of);
        }
    },
    WHITEN {
        @Override
        DictionaryLearning of(DictionaryLearning learning) {
            return learning.withPreprocessing(data -> Whitening.of(data, NOISE * meanVariance(data)));
        }
    };

    /** The share of the mean variance of a feature below which a direction counts as noise. */
    private static final double NOISE = 1e-3;

    private static final long ROWS = 256;

    abstract DictionaryLearning of(DictionaryLearning learning);

    /** The mean of the variances of the features. */
    private static double meanVariance(Batches data) {
        Batches centred = Centring.of(data).apply(data);
        Batches.Reader reader = centred.reader();
        double sum = 0;
        for (long from = 0; from < centred.size(); from += ROWS) {
            double length = reader.rows(0, from, Math.min(from + ROWS, centred.size()))
                    .norm2Number()
                    .doubleValue();
            sum += length * length;
        }
        return sum / centred.size() / centred.features();
    }
}
