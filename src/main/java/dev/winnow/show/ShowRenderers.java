package dev.winnow.show;

import dev.winnow.acquire.Loop;
import dev.winnow.brain.Layout;
import dev.winnow.data.Counts;
import dev.winnow.data.SampleCollection;
import dev.winnow.display.MimeBundle;
import dev.winnow.display.Renderers;
import dev.winnow.evaluate.ConfusionMatrix;
import dev.winnow.evaluate.Evaluation;
import dev.winnow.evaluate.PrCurves;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Registers how our types look in a saved notebook; what is shown live is registered by {@code app.AppRenderers}. */
public final class ShowRenderers {
    private ShowRenderers() {}

    public static void register() {
        Renderers.register(SampleCollection.class, ContactSheet::of);
        Renderers.register(Chart.class, Chart::bundle);
        Renderers.register(
                Counts.class,
                counts -> counts.labels().isEmpty()
                        ? MimeBundle.text("no values")
                        : Plot.bar(counts).bundle().with(MimeBundle.TEXT, counts.toString()));
        Renderers.register(INDArray.class, array -> MimeBundle.text(array(array)));
        Renderers.register(Evaluation.class, ShowRenderers::evaluation);
        Renderers.register(ConfusionMatrix.class, matrix -> Plot.heatmap(matrix).bundle());
        Renderers.register(PrCurves.class, ShowRenderers::curves);
        Renderers.register(Layout.class, layout -> Plot.scatter(layout).bundle());
        Renderers.register(Loop.Curve.class, ShowRenderers::learning);
    }

    private static String array(INDArray array) {
        String shape = java.util.Arrays.toString(array.shape());
        if (array.length() <= 64) {
            return "INDArray " + shape + " " + array.dataType() + "\n" + array;
        }
        return "INDArray " + shape + " " + array.dataType()
                + String.format(
                        Locale.ROOT,
                        ", from %.4g to %.4g, mean %.4g",
                        array.minNumber().doubleValue(),
                        array.maxNumber().doubleValue(),
                        array.meanNumber().doubleValue());
    }

    private static MimeBundle evaluation(Evaluation evaluation) {
        String text = evaluation + "\n\n" + evaluation.report();
        return MimeBundle.text(text).with(MimeBundle.HTML, Html.pre(text));
    }

    private static MimeBundle curves(PrCurves curves) {
        Map<String, double[][]> series = new LinkedHashMap<>();
        curves.precision().forEach((label, precision) -> {
            double[] recall = new double[precision.size()];
            double[] values = new double[precision.size()];
            for (int i = 0; i < recall.length; i++) {
                recall[i] = i / 100.0;
                values[i] = precision.get(i);
            }
            series.put(label, new double[][] {recall, values});
        });
        return series.isEmpty()
                ? MimeBundle.text(curves.toString())
                : Plot.line("recall", "precision", series).bundle().with(MimeBundle.TEXT, curves.toString());
    }

    private static MimeBundle learning(Loop.Curve curve) {
        List<Loop.Row> rows = curve.rows();
        if (rows.isEmpty()) {
            return MimeBundle.text("no round yet");
        }
        double[] x = rows.stream().mapToDouble(Loop.Row::annotated).toArray();
        Map<String, double[][]> series = new LinkedHashMap<>();
        series.put("mAP@0.5", new double[][] {
            x, rows.stream().mapToDouble(row -> row.map50().estimate()).toArray()
        });
        series.put("lower end", new double[][] {
            x, rows.stream().mapToDouble(row -> row.map50().low()).toArray()
        });
        series.put("upper end", new double[][] {
            x, rows.stream().mapToDouble(row -> row.map50().high()).toArray()
        });
        return Plot.line("labelled images", "mAP@0.5", series).bundle().with(MimeBundle.TEXT, curve.toString());
    }
}
