package dev.winnow.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.data.Dataset;
import dev.winnow.label.Box;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Folders as public data sets and labelling tools lay them out. Each is read with its labels, or refused by name. */
class ForeignLayoutsTest {
    private static final String XML =
            "<annotation><object><name>cat</name><bndbox><xmin>21</xmin><ymin>11</ymin><xmax>60</xmax><ymax>30</ymax></bndbox></object></annotation>";
    private static final String KITTI = "Car 0.00 0 0.00 20 10 60 30 1 1 1 1 1 1 1";

    @TempDir
    Path folder;

    private Path in(String name) {
        return folder.resolve("in").resolve(name);
    }

    private void picture(String name) {
        Drawn.picture(in(name));
    }

    private void text(String name, String text) {
        Drawn.text(in(name), text);
    }

    private static String coco(String... names) {
        StringBuilder images = new StringBuilder();
        StringBuilder labels = new StringBuilder();
        for (int i = 0; i < names.length; i++) {
            String comma = i == 0 ? "" : ",";
            images.append(comma)
                    .append("{\"id\":%d,\"file_name\":\"%s\",\"width\":100,\"height\":50}".formatted(i, names[i]));
            labels.append(comma)
                    .append("{\"id\":%d,\"image_id\":%d,\"category_id\":1,\"bbox\":[20,10,40,20]}".formatted(i, i));
        }
        return "{\"images\":[" + images + "],\"annotations\":[" + labels
                + "],\"categories\":[{\"id\":1,\"name\":\"cat\"}]}";
    }

    private Dataset read(String format, int samples, int labels) {
        Dataset into = Drawn.dataset(folder, "into");
        ImportReport report = Formats.detect(folder.resolve("in")).read(into);
        assertThat(report.format()).isEqualTo(format);
        assertThat(report.samples()).isEqualTo(samples);
        assertThat(report.labels()).isEqualTo(labels);
        if (labels > 0) {
            Box box = into.first().detections("ground_truth").get(0).box();
            assertThat(box.iou(new Box(.2, .2, .4, .4))).isGreaterThan(.999);
        }
        assertThat(into.first().media()).exists();
        return into;
    }

    @Test
    void coco_as_published_has_its_files_in_annotations_and_its_pictures_in_images() {
        picture("images/train2017/a.jpg");
        picture("images/val2017/a.jpg");
        text("annotations/instances_train2017.json", coco("a.jpg"));
        text("annotations/instances_val2017.json", coco("a.jpg"));
        text("annotations/captions_val2017.json", coco("a.jpg"));
        Dataset into = read("COCO", 2, 2);
        assertThat(into.matchTags("coco:val2017").count()).isEqualTo(1);
    }

    @Test
    void cvat_names_the_files_of_a_split_with_a_capital() {
        picture("images/Train/a.jpg");
        text("annotations/instances_Train.json", coco("a.jpg"));
        read("COCO", 1, 1);
    }

    @Test
    void pictures_of_coco_may_be_named_from_the_folder_of_all() {
        picture("images/a.jpg");
        text("annotations/instances_default.json", coco("images/a.jpg"));
        read("COCO", 1, 1);
    }

    @Test
    void roboflow_puts_a_coco_file_beside_the_pictures_of_each_split() {
        picture("train/a.jpg");
        picture("train/b.jpg");
        picture("val/a.jpg");
        text("train/_annotations.coco.json", coco("a.jpg", "b.jpg"));
        text("val/_annotations.coco.json", coco("a.jpg"));
        Dataset into = read("COCO", 3, 3);
        assertThat(into.matchTags("coco:train").count()).isEqualTo(2);
        assertThat(into.hasField("label")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"images,annotations", "images,annots", "Images,Annotations", "images,labels"})
    void pascal_voc_is_found_under_other_names_of_folders(String pictures, String annotations) {
        picture(pictures + "/a.png");
        text(annotations + "/a.xml", XML);
        text("data/list.csv", "a,b\n1,2");
        read("Pascal VOC", 1, 1);
    }

    @Test
    void pascal_voc_is_told_where_its_files_are_and_counts_those_without_a_picture() {
        picture("photos/a.png");
        text("boxes/a.xml", XML);
        text("boxes/gone.xml", XML);
        ImportReport report = Voc.in(folder.resolve("in"))
                .pictures(in("photos"))
                .annotations(in("boxes"))
                .read(Drawn.dataset(folder, "told"));
        assertThat(report.labels()).isEqualTo(1);
        assertThat(report.skipped()).containsEntry("label file without a picture", 1);
    }

    @Test
    void kitti_as_downloaded_has_its_folders_below_training() {
        picture("training/image_2/000000.png");
        text("training/label_2/000000.txt", KITTI);
        read("KITTI", 1, 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "annotations.xml|<?xml version=\"1.0\"?><annotations><version>1.1</version></annotations>|CVAT XML",
                "label_config.xml|<View><RectangleLabels name=\"l\"/></View>|Label Studio",
                "project.json|[{\"annotations\":[{\"result\":[{\"from_name\":\"l\"}]}]}]|Label Studio",
                "a.json|{\"shapes\":[],\"imagePath\":\"a.jpg\"}|LabelMe",
                "train/_annotations.createml.json|[{\"image\":\"a.jpg\",\"annotations\":[{\"label\":\"x\",\"coordinates\":{}}]}]|CreateML",
                "labelTxt/a.txt|1 1 9 1 9 9 1 9 plane 0|DOTA",
                "a.txt|0 0.5 0.5 0.2 0.2|YOLO rows",
                "obj.data|classes = 1|darknet",
                "boxes.csv|ImageID,Source,LabelName,Confidence,XMin|Open Images CSV",
                "vott-export.csv|image,xmin,ymin,xmax,ymax,label|CSV of boxes",
                "train/_classes.csv|filename,cat,dog|CSV of classes",
                "gt/gt.txt|1,1,10,10,20,20,1|MOT",
                "det.json|{\"frames\":[{\"box2d\":{}}]}|BDD100K"
            })
    void labels_that_are_not_read_are_refused_by_the_name_of_their_file_and_format(
            String name, String text, String format) {
        picture("train/a.jpg");
        picture("val/a.jpg");
        text(name, text);
        assertThatThrownBy(() -> Formats.detect(folder.resolve("in")))
                .hasMessageContaining(
                        "files of labels that would not be read: " + name.replace('/', java.io.File.separatorChar))
                .hasMessageContaining("They look like " + format)
                .hasMessageContaining("ImageFolder.in(folder)");
    }

    @Test
    void texts_that_are_no_labels_do_not_stop_plain_pictures() {
        picture("a.jpg");
        text("README.txt", "2024 pictures of cats");
        text("info.json", "{\"licence\":\"CC0\"}");
        read("image folder", 1, 0);
    }

    private void yolo(String yaml, String content, String rows) {
        picture("images/train/a.png");
        text("labels/train/a.txt", rows);
        text(yaml, content);
    }

    @Test
    void yolo_takes_a_data_file_of_any_name_and_can_be_told_one() {
        yolo("mydata.yaml", "train: images/train\nnames: [cat]", "0 .4 .4 .4 .4");
        read("YOLO", 1, 1);
        text("other.yml", "train: images/train\nnames: {7: dog, 0: fox}");
        Dataset told = Drawn.dataset(folder, "told");
        Yolo.v5(folder.resolve("in")).data(in("other.yml")).read(told);
        assertThat(told.distinct("ground_truth.detections.label")).isEqualTo(List.of("fox"));
    }

    @Test
    void a_byte_order_mark_does_not_cost_the_first_row() {
        yolo("data.yaml", "train: images/train\nnames: [cat]", "\uFEFF0 .4 .4 .4 .4");
        read("YOLO", 1, 1);
    }

    @Test
    void a_row_of_a_pose_keeps_its_box_and_counts_its_keypoints() {
        yolo("data.yaml", "train: images/train\nkpt_shape: [2, 3]\nnames: [cat]", "0 .4 .4 .4 .4 .1 .1 2 .9 .9 2");
        read("YOLO", 1, 1);
        ImportReport report = Yolo.v5(folder.resolve("in")).read(Drawn.dataset(folder, "pose"));
        assertThat(report.skipped()).containsOnlyKeys("keypoints; their box is kept");
    }

    @Test
    void label_files_without_a_picture_are_counted() {
        yolo("data.yaml", "train: images/train\nnames: [cat]", "0 .4 .4 .4 .4");
        text("labels/train/gone.txt", "0 .4 .4 .4 .4");
        ImportReport report = Yolo.v5(folder.resolve("in")).read(Drawn.dataset(folder, "orphan"));
        assertThat(report.labels()).isEqualTo(1);
        assertThat(report.skipped()).containsEntry("label file without a picture", 1);
    }

    @Test
    void links_are_followed_that_of_the_folder_and_those_in_it() throws IOException {
        picture("images/a.png");
        Path real = Drawn.picture(folder.resolve("real/b.png")).getParent();
        Files.createSymbolicLink(in("images/train"), real);
        Files.createSymbolicLink(in("images/round"), in("images"));
        text("labels/train/b.txt", "0 .4 .4 .4 .4");
        text("labels/a.txt", "0 .4 .4 .4 .4");
        text("data.yaml", "train: images\nnames: [cat]");
        read("YOLO", 2, 2);
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);
        assertThat(Formats.detect(link).read(Drawn.dataset(folder, "linked")).samples())
                .isEqualTo(1);
    }

    @Test
    void a_picture_of_a_kind_that_is_not_decoded_is_counted() {
        picture("a.jpg");
        text("b.webp", "RIFF");
        ImportReport report = Formats.detect(folder.resolve("in")).read(Drawn.dataset(folder, "webp"));
        assertThat(report.samples()).isEqualTo(1);
        assertThat(report.skipped()).containsEntry("unreadable picture", 1);
    }
}
