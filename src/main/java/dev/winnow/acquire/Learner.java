package dev.winnow.acquire;

import dev.winnow.data.Dataset;
import dev.winnow.data.SampleCollection;
import dev.winnow.train.Detector;
import dev.winnow.train.DetectorOptions;
import java.util.List;

/** The model that a loop trains anew each round. */
interface Learner {
    /** Trains on the labels of {@code field} and keeps the model with the dataset under {@code key}, replacing one of that key. */
    void learn(SampleCollection train, String field, List<String> classes, String key);

    /** Lets the model of {@code key} predict for every sample and stores the result in {@code field}. */
    void predict(Dataset dataset, String key, SampleCollection view, String field);

    /** The small detector of this library. */
    static Learner detector(DetectorOptions options) {
        return new Learner() {
            @Override
            public void learn(SampleCollection train, String field, List<String> classes, String key) {
                Detector.train(train, field, classes, options).save(train.dataset(), key);
            }

            @Override
            public void predict(Dataset dataset, String key, SampleCollection view, String field) {
                Detector.load(dataset, key).predict(view, field);
            }
        };
    }
}
