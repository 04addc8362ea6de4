package dev.winnow.evaluate;

import dev.winnow.data.SampleCollection;
import java.util.Locale;

/**
 * COCO's twelve statistics of predictions against truth, in [0, 1]; -1 where there is no object to find.
 *
 * <p>{@code ap} is the mean of the average precision over IoU 0.50, 0.55, … 0.95 and classes, {@code ar1}, {@code ar10} and
 * {@code ar100} the mean recall of the best 1, 10 and 100 predictions an image (and class). Small objects cover at most 32², medium
 * ones at most 96² pixels; where the size of a picture is not known those six are -1. A label with a true {@code iscrowd} is a crowd:
 * never missed, and what lies in it is no false alarm. Equal to pycocotools 2.0.11 to 1e-12, except that labels of
 * {@link EvaluationOptions#ignore()} are regions, which COCO does not have.
 */
public record CocoStatistics(
        double ap,
        double ap50,
        double ap75,
        double apSmall,
        double apMedium,
        double apLarge,
        double ar1,
        double ar10,
        double ar100,
        double arSmall,
        double arMedium,
        double arLarge) {
    /** Class by class, as the benchmark does it. Nothing is stored. */
    public static CocoStatistics of(SampleCollection view, String predictions, String truth) {
        return of(view, predictions, truth, EvaluationOptions.defaults(), 1, 10, 100);
    }

    /** As if all labels were of one class: what is found, whatever it is called. Nothing is stored. */
    public static CocoStatistics agnostic(SampleCollection view, String predictions, String truth) {
        return CocoCounts.of(view, predictions, truth, EvaluationOptions.defaults(), true, 100)
                .statistics(1, 10, 100);
    }

    /** Class by class with other numbers of predictions an image for {@code ar1}, {@code ar10} and everything else. Nothing is stored. */
    public static CocoStatistics of(
            SampleCollection view,
            String predictions,
            String truth,
            EvaluationOptions options,
            int few,
            int some,
            int most) {
        if (few < 1 || some < few || most < some) {
            throw new IllegalArgumentException("Numbers of predictions rise from 1 on, such as 1, 10, 100; not " + few
                    + ", " + some + ", " + most + ".");
        }
        return CocoCounts.of(view, predictions, truth, options, false, most).statistics(few, some, most);
    }

    /** The statistics in COCO's order. */
    public double[] values() {
        return new double[] {ap, ap50, ap75, apSmall, apMedium, apLarge, ar1, ar10, ar100, arSmall, arMedium, arLarge};
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                """
                AP %.3f, AP@0.50 %.3f, AP@0.75 %.3f
                AP small %.3f, medium %.3f, large %.3f
                AR of 1 %.3f, of 10 %.3f, of 100 %.3f
                AR small %.3f, medium %.3f, large %.3f""",
                ap,
                ap50,
                ap75,
                apSmall,
                apMedium,
                apLarge,
                ar1,
                ar10,
                ar100,
                arSmall,
                arMedium,
                arLarge);
    }
}
