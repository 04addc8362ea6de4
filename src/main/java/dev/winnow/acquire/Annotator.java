package dev.winnow.acquire;

import dev.winnow.data.Dataset;
import dev.winnow.data.Sample;
import dev.winnow.data.SampleCollection;
import dev.winnow.expr.HashOrder;
import dev.winnow.label.Box;
import dev.winnow.label.Detection;
import dev.winnow.label.FieldType;
import dev.winnow.label.LabelSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Who labels: a stand-in that copies or errs at stated rates, or people through an {@link AnnotationQueue}. A sample that carries a
 * person's labels is never labelled over.
 */
public abstract class Annotator {
    Annotator() {}

    /**
     * What was labelled.
     *
     * @param waiting images that a person has yet to label; 0 for a stand-in
     */
    public record Report(int labelled, int skipped, int labels, int waiting, String note) {
        @Override
        public String toString() {
            return labels + " labels on " + labelled + " images"
                    + (skipped > 0 ? ", " + skipped + " images with a person's labels left as they are" : "")
                    + (note.isEmpty() ? "" : " (" + note + ")");
        }
    }

    /** Labels the samples: reads {@code truth}, writes {@code field}, moves the status forward. */
    public abstract Report annotate(SampleCollection view, String truth, String field);

    /** Labels the batch of one round of a loop, golden images blind among it where people label. */
    Report annotateRound(SampleCollection batch, String truth, String field, String round) {
        return annotate(batch, truth, field);
    }

    /** The blind labels of golden samples in a round, by id; those that nobody labelled again are not in it. */
    abstract Map<String, List<Detection>> blind(SampleCollection golden, String truth, String round);

    /** A perfect copy of the truth, as the published tutorial makes it. */
    public static Annotator copy() {
        return new StandIn("simulated:copy", (sample, truth, round) -> sample.detections(truth), "a copy of the truth");
    }

    /** A stand-in that errs as people do, at rates that are invented: see {@link #simulated(long, double)}. */
    public static Annotator simulated(long seed) {
        return simulated(seed, 1);
    }

    /**
     * Misses 4 % of the objects, three times that when they are occluded or small, swaps 2 % within pairs that look alike, adds 1 % where
     * nothing is and moves each side by about 3 %; all of it times {@code care}. Invented rates, no measurement of people. Golden images are
     * labelled anew in each round of a loop, with other slips each time.
     */
    public static Annotator simulated(long seed, double care) {
        return drifting(seed, care, "", care);
    }

    /**
     * A stand-in that becomes careless: as {@link #simulated(long, double)} with {@code care} until a round, and with {@code later} from that
     * round on, so that one can see whether the golden images show it.
     *
     * @param from the name of that round, such as {@code v3}; rounds are compared by the number at their end
     */
    public static Annotator drifting(long seed, double care, String from, double later) {
        int turn = number(from);
        return new StandIn(
                "simulated:" + seed,
                (sample, truth, round) -> {
                    boolean careless = !from.isEmpty() && !round.isEmpty() && number(round) >= turn;
                    return new Slips(seed, careless ? later : care).of(sample, truth, round);
                },
                "stand-in: misses 4 %, swaps 2 %, adds 1 %, jitters 3 %; invented rates");
    }

    /** The number at the end of a round's name, 0 without one. */
    private static int number(String round) {
        String digits = round.replaceAll("^.*?(\\d{0,9})$", "$1");
        return digits.isEmpty() ? 0 : Integer.parseInt(digits);
    }

    /** People, through a queue that hides the answers and waits for days; six golden images are mixed into each round of a loop. */
    public static AppAnnotator app(String field, LabelSchema schema) {
        return new AppAnnotator(field, schema, "", 6);
    }

    /** Labels of one sample; the round is empty outside a loop. */
    private interface Labeller {
        List<Detection> label(Sample sample, String truth, String round);
    }

    private static final class StandIn extends Annotator {
        private final String who;
        private final Labeller labeller;
        private final String note;

        StandIn(String who, Labeller labeller, String note) {
            this.who = who;
            this.labeller = labeller;
            this.note = note;
        }

        @Override
        public Report annotate(SampleCollection view, String truth, String field) {
            return annotateRound(view, truth, field, "");
        }

        @Override
        Report annotateRound(SampleCollection view, String truth, String field, String round) {
            Dataset dataset = view.dataset();
            dataset.addSampleField(field, FieldType.DETECTIONS);
            Status.prepare(dataset);
            Map<String, List<Detection>> byId = new LinkedHashMap<>();
            int skipped = 0;
            int labels = 0;
            // An image that a person found empty carries no label that says so: the queue does.
            Set<String> looked = AnnotationQueue.finished(dataset, field);
            for (Sample sample : view.samples()) {
                if (looked.contains(sample.id())
                        || sample.detections(field).stream().anyMatch(Annotator::byPerson)) {
                    skipped++;
                    continue;
                }
                List<Detection> own = new ArrayList<>();
                for (Detection one : labeller.label(sample, truth, round)) {
                    own.add(Detection.of(one.label(), one.box()).with("annotator", who));
                }
                labels += own.size();
                byId.put(sample.id(), own);
            }
            dataset.transaction("annotate " + field, () -> {
                if (!byId.isEmpty()) {
                    view.setDetections(field, byId);
                }
                Status.ANNOTATED.advance(view);
            });
            return new Report(byId.size(), skipped, labels, 0, note);
        }

        @Override
        Map<String, List<Detection>> blind(SampleCollection golden, String truth, String round) {
            Map<String, List<Detection>> labels = new LinkedHashMap<>();
            golden.samples()
                    .forEach(sample -> labels.put(sample.id(), labeller.label(sample, truth, "golden " + round)));
            return labels;
        }

        @Override
        public String toString() {
            return who;
        }
    }

    static boolean byPerson(Detection label) {
        return label.byPerson();
    }

    /** Errors drawn from the seed and the sample's id, so that one sample's labels do not depend on the others. */
    private record Slips(long seed, double care) {
        private static final Map<String, String> LOOK_ALIKE = Map.of(
                "Car",
                "Van",
                "Van",
                "Truck",
                "Truck",
                "Van",
                "Pedestrian",
                "Cyclist",
                "Cyclist",
                "Pedestrian",
                "Tram",
                "Truck",
                "Misc",
                "Car",
                "Person_sitting",
                "Pedestrian");

        List<Detection> of(Sample sample, String truth, String round) {
            // Golden images come again: each time with slips of their own.
            SplittableRandom random = round.startsWith("golden ")
                    ? new SplittableRandom(HashOrder.key(seed, round, sample.id()))
                    : new SplittableRandom(seed * 1_000_003 + sample.id().hashCode());
            List<Detection> labels = new ArrayList<>();
            for (Detection label : sample.detections(truth)) {
                Box box = label.box();
                Object occluded = label.attributes().get("occluded");
                boolean hard = box.area() < 0.002 || (occluded instanceof Number number && number.intValue() >= 2);
                double miss = random.nextDouble();
                double swap = random.nextDouble();
                Box moved = new Box(
                                box.x() + box.w() * jitter(random),
                                box.y() + box.h() * jitter(random),
                                box.w() * (1 + jitter(random)),
                                box.h() * (1 + jitter(random)))
                        .clipped();
                if (miss < 0.04 * care * (hard ? 3 : 1) || !moved.problem().isEmpty()) {
                    continue;
                }
                String name =
                        swap < 0.02 * care ? LOOK_ALIKE.getOrDefault(label.label(), label.label()) : label.label();
                labels.add(Detection.of(name, moved));
                if (random.nextDouble() < 0.01 * care) {
                    Box stray = new Box(random.nextDouble() * 0.8, 0.4 + random.nextDouble() * 0.2, 0.06, 0.12);
                    labels.add(Detection.of(label.label(), stray));
                }
            }
            return labels;
        }

        private double jitter(SplittableRandom random) {
            return 0.03 * care * (random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5);
        }
    }
}
