package dev.winnow.show;

import dev.winnow.acquire.AnnotationQueue;
import dev.winnow.data.Sample;
import dev.winnow.data.SampleCollection;
import dev.winnow.data.View;
import dev.winnow.display.MimeBundle;
import dev.winnow.label.Box;
import dev.winnow.label.Detection;
import dev.winnow.label.FieldType;
import dev.winnow.progress.DaemonThreads;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.imageio.ImageIO;

/** A view as one picture: up to 24 thumbnails with their boxes, or crops of the labels of a patches view. */
public final class ContactSheet {
    private static final int MOST = 24;
    private static final int COLUMNS = 4;
    private static final int WIDTH = 300;
    private static final int CAPTION = 16;
    private static final int CROP = 120;
    private static final int CROP_COLUMNS = 10;

    private static final AtomicBoolean PREPARED = new AtomicBoolean();

    private ContactSheet() {}

    /** Loads what draws pictures, on a thread of its own and once: the first sheet of a process waits 400 ms for it otherwise. */
    public static void prepare() {
        if (PREPARED.compareAndSet(false, true)) {
            DaemonThreads.named("winnow-pictures")
                    .newThread(ContactSheet::drawOne)
                    .start();
        }
    }

    private static void drawOne() {
        try {
            BufferedImage picture = note("a", CROP);
            Html.bytes(grid(List.of(picture), List.of("a"), CROP, CROP, 1), "jpeg");
            ImageIO.read(new ByteArrayInputStream(Html.bytes(picture, "png")));
        } catch (IOException | RuntimeException | Error failure) {
            // It fails again where somebody asks for a picture, and is told there.
        }
    }

    /** The bundle of a dataset or view. */
    public static MimeBundle of(SampleCollection view) {
        int count = view.count();
        boolean patches = view instanceof View one && one.isPatches();
        String what = count + (patches ? " labels" : view.mediaType().equals("group") ? " groups" : " samples");
        String chain = view instanceof View ? view.toString() : "dataset";
        String text = view.dataset().name() + ": " + what + "\n" + chain;
        List<Sample> shown =
                (view instanceof View any ? any : view.limit(MOST)).limit(MOST).samples();
        if (shown.isEmpty()) {
            return MimeBundle.text(text + "\n(empty)");
        }
        List<String> fields = patches ? ((View) view).patchFields() : labelFields(view, shown);
        BufferedImage sheet = patches ? crops(shown, fields) : thumbnails(shown, fields);
        String caption = "<div><b>" + Html.escape(view.dataset().name()) + "</b> · " + Html.escape(what)
                + (count > shown.size() ? ", the first " + shown.size() : "")
                + (fields.isEmpty() ? "" : " · boxes: " + Html.escape(String.join(", ", fields)))
                + (view instanceof View ? "<br><code>" + Html.escape(shortened(chain)) + "</code>" : "") + "</div>";
        return MimeBundle.text(text).with(MimeBundle.HTML, caption + Html.image(sheet, what));
    }

    /** The bundle of a queue: the pictures that wait, without anyone's labels. */
    public static MimeBundle of(AnnotationQueue queue) {
        MimeBundle text = MimeBundle.text(queue.toString());
        View waiting = queue.view();
        List<Sample> shown = waiting.samples(0, MOST);
        if (shown.isEmpty()) {
            return text;
        }
        return text.with(
                MimeBundle.HTML,
                "<div><b>" + Html.escape(queue.field()) + "</b> of "
                        + Html.escape(queue.dataset().name()) + " · "
                        + Html.escape(queue.toString()) + "</div>"
                        + Html.image(thumbnails(shown, List.of()), queue.toString()));
    }

    private static String shortened(String chain) {
        return chain.length() > 300 ? chain.substring(0, 297) + "…" : chain;
    }

    /** What people labelled where they did, else the truth, and the latest predictions: at most two fields at once. */
    public static List<String> labelFields(SampleCollection view, List<Sample> shown) {
        List<String> all = view.labelFields(FieldType.DETECTIONS);
        List<String> fields = new ArrayList<>();
        for (String wanted : List.of("human_labels", "ground_truth")) {
            boolean there = all.contains(wanted)
                    && shown.stream()
                            .anyMatch(sample -> !sample.detections(wanted).isEmpty());
            if (fields.isEmpty() && there) {
                fields.add(wanted);
            }
        }
        for (int i = all.size() - 1; i >= 0; i--) {
            String field = all.get(i);
            boolean there = field.startsWith("predictions")
                    && shown.stream()
                            .anyMatch(sample -> !sample.detections(field).isEmpty());
            if (there) {
                fields.add(field);
                break;
            }
        }
        if (fields.isEmpty() && !all.isEmpty()) {
            fields.add(all.get(0));
        }
        return fields;
    }

    private static BufferedImage thumbnails(List<Sample> samples, List<String> fields) {
        // Most of the time goes into decoding: every processor takes its share.
        List<BufferedImage> pictures = samples.parallelStream()
                .map(sample -> thumbnail(sample, fields, WIDTH))
                .toList();
        int height = pictures.stream().mapToInt(BufferedImage::getHeight).max().orElse(0);
        return grid(pictures, samples.stream().map(Sample::fileName).toList(), WIDTH, height, COLUMNS);
    }

    /** A picture of a sample at a width, with the boxes of some fields: labels in full lines, predictions from 0.3 in broken ones. */
    static BufferedImage thumbnail(Sample sample, List<String> fields, int width) {
        BufferedImage full;
        try {
            full = ImageCache.shared().middling(sample.media()).pixels();
        } catch (IllegalArgumentException unreadable) {
            return note(unreadable.getMessage() == null ? "unreadable" : unreadable.getMessage(), width);
        }
        int height = Math.max(1, (int) Math.round((double) full.getHeight() * width / full.getWidth()));
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = graphics(picture);
        g.drawImage(full, 0, 0, width, height, null);
        for (String field : fields) {
            for (Detection label : sample.detections(field)) {
                if (!label.hasConfidence() || label.confidence() >= 0.3) {
                    draw(g, label, width, height);
                }
            }
        }
        g.dispose();
        return picture;
    }

    /** Draws a label's box along its edges. */
    static void draw(Graphics2D g, Detection label, int width, int height) {
        Box box = label.box();
        g.setColor(Palette.of(label.label()));
        g.setStroke(
                label.hasConfidence()
                        ? new BasicStroke(1.4f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {4, 3}, 0)
                        : new BasicStroke(1.4f));
        int x = (int) Math.round(box.x() * width);
        int y = (int) Math.round(box.y() * height);
        g.drawRect(
                x,
                y,
                (int) Math.round((box.x() + box.w()) * width) - x - 1,
                (int) Math.round((box.y() + box.h()) * height) - y - 1);
    }

    private static BufferedImage crops(List<Sample> patches, List<String> fields) {
        List<BufferedImage> pictures = new ArrayList<>();
        List<String> captions = new ArrayList<>();
        for (Sample patch : patches) {
            Detection label = fields.stream()
                    .flatMap(field -> patch.detections(field).stream())
                    .findFirst()
                    .orElse(null);
            Object type = patchType(patch);
            pictures.add(label == null ? note("no label", CROP) : crop(patch, label));
            captions.add((type == null ? "" : type + " ") + (label == null ? "" : label.label()));
        }
        return grid(pictures, captions, CROP, CROP, CROP_COLUMNS);
    }

    private static @org.jspecify.annotations.Nullable Object patchType(Sample patch) {
        try {
            return patch.get("type");
        } catch (IllegalArgumentException noEvaluation) {
            return null;
        }
    }

    private static BufferedImage crop(Sample patch, Detection label) {
        BufferedImage full = ImageCache.shared().whole(patch.media()).pixels();
        Box box = label.box();
        double side = Math.max(box.w() * full.getWidth(), box.h() * full.getHeight()) * 1.3;
        double cx = (box.x() + box.w() / 2) * full.getWidth();
        double cy = (box.y() + box.h() / 2) * full.getHeight();
        BufferedImage picture = new BufferedImage(CROP, CROP, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = graphics(picture);
        g.setColor(new Color(0x888888));
        g.fillRect(0, 0, CROP, CROP);
        double scale = CROP / side;
        g.translate(CROP / 2.0 - cx * scale, CROP / 2.0 - cy * scale);
        g.scale(scale, scale);
        g.drawImage(full, 0, 0, null);
        g.setColor(Palette.of(label.label()));
        g.setStroke(new BasicStroke((float) (1.6 / scale)));
        g.drawRect(
                (int) (box.x() * full.getWidth()),
                (int) (box.y() * full.getHeight()),
                (int) (box.w() * full.getWidth()),
                (int) (box.h() * full.getHeight()));
        g.dispose();
        return picture;
    }

    static BufferedImage grid(List<BufferedImage> pictures, List<String> captions, int width, int height, int columns) {
        int used = Math.min(columns, pictures.size());
        int rows = (pictures.size() + used - 1) / used;
        BufferedImage sheet =
                new BufferedImage(used * (width + 4), rows * (height + CAPTION + 4), BufferedImage.TYPE_INT_RGB);
        Graphics2D g = graphics(sheet);
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
        g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
        for (int i = 0; i < pictures.size(); i++) {
            int x = i % used * (width + 4);
            int y = i / used * (height + CAPTION + 4);
            g.drawImage(pictures.get(i), x, y, null);
            g.setColor(new Color(0x444444));
            String caption = captions.get(i);
            int most = width / 6;
            g.drawString(
                    caption.length() > most ? caption.substring(0, most - 1) + "…" : caption, x + 2, y + height + 12);
        }
        g.dispose();
        return sheet;
    }

    private static BufferedImage note(String text, int width) {
        BufferedImage picture = new BufferedImage(width, Math.min(width, 90), BufferedImage.TYPE_INT_RGB);
        Graphics2D g = graphics(picture);
        g.setColor(new Color(0xeeeeee));
        g.fillRect(0, 0, width, picture.getHeight());
        g.setColor(Color.DARK_GRAY);
        g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 10));
        g.drawString(text, 4, picture.getHeight() / 2);
        g.dispose();
        return picture;
    }

    private static Graphics2D graphics(BufferedImage picture) {
        Graphics2D g = picture.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        return g;
    }
}
