package dev.winnow.show;

import dev.winnow.acquire.Plan;
import dev.winnow.data.Sample;
import dev.winnow.display.MimeBundle;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/** A plan as a card: what was asked and filled, and every pick with its reason. */
public final class PlanCard {
    private static final int SHOWN = 12;

    private PlanCard() {}

    public static MimeBundle of(Plan plan) {
        StringBuilder html =
                new StringBuilder("<table><tr><th>source</th><th>asked</th><th>filled</th><th>why</th></tr>");
        for (Plan.Source source : plan.sources()) {
            html.append("<tr><td>")
                    .append(Html.escape(source.name()))
                    .append("</td><td>")
                    .append(source.asked());
            html.append("</td><td>")
                    .append(source.filled())
                    .append("</td><td>")
                    .append(Html.escape(source.why()))
                    .append("</td></tr>");
        }
        html.append("</table>");
        plan.notes()
                .forEach(note ->
                        html.append("<div>Note: ").append(Html.escape(note)).append("</div>"));
        List<BufferedImage> pictures = new ArrayList<>();
        List<String> captions = new ArrayList<>();
        for (Plan.Pick pick :
                plan.picks().subList(0, Math.min(SHOWN, plan.picks().size()))) {
            Sample sample = plan.dataset().sample(pick.id());
            pictures.add(ContactSheet.thumbnail(sample, List.of(), 300));
            captions.add(pick.source() + ": " + pick.reason());
        }
        if (!pictures.isEmpty()) {
            int height =
                    pictures.stream().mapToInt(BufferedImage::getHeight).max().orElse(90);
            html.append(Html.image(ContactSheet.grid(pictures, captions, 300, height, 4), "picks"));
        }
        html.append("<details><summary>")
                .append(plan.picks().size())
                .append(" picks and their reasons</summary><table>");
        for (Plan.Pick pick : plan.picks()) {
            html.append("<tr><td>")
                    .append(Html.escape(pick.file()))
                    .append("</td><td>")
                    .append(Html.escape(pick.source()));
            html.append("</td><td>").append(Html.escape(pick.reason())).append("</td></tr>");
        }
        html.append("</table></details>");
        return MimeBundle.text(plan.toString()).with(MimeBundle.HTML, html.toString());
    }
}
