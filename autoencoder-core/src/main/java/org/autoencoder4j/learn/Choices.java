package org.autoencoder4j.learn;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.autoencoder4j.coding.CodeSign;
import org.autoencoder4j.coding.SparseCoder;
import org.autoencoder4j.data.preprocessing.Centring;
import org.autoencoder4j.data.preprocessing.Preprocessing;
import org.autoencoder4j.init.Initialiser;
import org.autoencoder4j.train.TrainingListener;
import org.autoencoder4j.train.internal.RunIdentity;

/** What a {@link DictionaryLearning} was told, and the defaults. Whoever changes one changes a copy of his own. */
final class Choices {
    OptionalInt units = OptionalInt.empty();
    OptionalInt mostUnits = OptionalInt.empty();
    Optional<Sparsity> sparsity = Optional.empty();
    Optional<CodeSign> sign = Optional.empty();
    Optional<Preprocessing.Step> preprocessing = Optional.empty();
    Optional<Initialiser> start = Optional.empty();
    OutlierTreatment outliers = OutlierTreatment.KEEP;
    OptionalLong samplesOfASweep = OptionalLong.empty();
    long mostSweeps = 100;
    List<TrainingListener<SparseCoder>> listeners = List.of();
    boolean goesOn;

    /** Without a mean, codes of one sign would need both. */
    Preprocessing.Step preprocessing() {
        return preprocessing.orElse(sign() == CodeSign.SIGNED ? Centring::of : Preprocessing::none);
    }

    CodeSign sign() {
        return sign.orElse(CodeSign.SIGNED);
    }

    /** What was chosen, for the record of how a result was made; what was not is what this version takes. */
    Map<String, String> told() {
        Map<String, String> told = new LinkedHashMap<>();
        units.ifPresent(number -> told.put("units", Integer.toString(number)));
        mostUnits.ifPresent(number -> told.put("units up to", Integer.toString(number)));
        sparsity.ifPresent(choice -> told.put("sparsity", choice.toString()));
        told.put("sign", sign().name());
        preprocessing.ifPresent(choice -> told.put("preprocessing", "own"));
        start.ifPresent(choice -> told.put("start", RunIdentity.nameOf(choice)));
        told.put("outliers", outliers.name());
        samplesOfASweep.ifPresent(number -> told.put("samples of a sweep up to", Long.toString(number)));
        told.put("sweeps up to", Long.toString(mostSweeps));
        if (goesOn) {
            told.put("goes on", "from what was learned before");
        }
        return told;
    }

    Choices copy() {
        Choices copy = new Choices();
        copy.units = units;
        copy.mostUnits = mostUnits;
        copy.sparsity = sparsity;
        copy.sign = sign;
        copy.preprocessing = preprocessing;
        copy.start = start;
        copy.outliers = outliers;
        copy.samplesOfASweep = samplesOfASweep;
        copy.mostSweeps = mostSweeps;
        copy.listeners = listeners;
        copy.goesOn = goesOn;
        return copy;
    }
}
