package dev.winnow.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.data.Dataset;
import dev.winnow.data.Sample;
import dev.winnow.data.SampleDraft;
import dev.winnow.label.FieldType;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvTest {
    @TempDir
    Path folder;

    @Test
    void rows_are_cut_as_the_standard_says() throws IOException {
        CsvLines lines = new CsvLines(new StringReader("a,\"b,\"\"c\"\"\nd\",\r\n\n,x"));
        assertThat(lines.row()).containsExactly("a", "b,\"c\"\nd", "");
        assertThat(lines.row()).containsExactly("");
        assertThat(lines.row()).containsExactly("", "x");
        assertThat(lines.row()).isNull();
        assertThatThrownBy(() -> new CsvLines(new StringReader("a,\"b")).row()).hasMessageContaining("never closed");
    }

    @Test
    void a_column_has_the_type_that_all_its_cells_have() {
        Drawn.picture(folder.resolve("in/1.png"));
        Drawn.picture(folder.resolve("in/2.png"));
        Drawn.text(
                folder.resolve("in/any.csv"),
                "\uFEFFfilepath,tags,n,score,flag,code,mixed,empty,drive id\n"
                        + "1.png,a;b,1,0.5,true,007,1,,x\n2.png,,2,1,False,008,b,,\n../3.png,,,,,,,,\n1.png\n");
        Dataset into = Drawn.dataset(folder, "in");
        ImportReport report = Csv.in(folder.resolve("in")).read(into);
        assertThat(report.skipped())
                .containsEntry("file name leads out of the folder", 1)
                .containsEntry("picture is named twice", 1);
        assertThat(into.schema())
                .containsEntry("n", FieldType.INT)
                .containsEntry("score", FieldType.FLOAT)
                .containsEntry("flag", FieldType.BOOLEAN)
                .containsEntry("code", FieldType.STRING)
                .containsEntry("mixed", FieldType.STRING)
                .doesNotContainKey("empty");
        Sample first = into.first();
        assertThat(first.tags()).containsExactly("a", "b");
        assertThat(first.get("code")).isEqualTo("007");
        assertThat(first.get("drive_id")).isEqualTo("x");
        assertThat(into.samples().get(1).get("score")).isEqualTo(1.0);
    }

    @Test
    void values_come_back_as_they_went_and_no_cell_is_a_formula() throws IOException {
        Dataset dataset = Drawn.dataset(folder, "ours");
        dataset.setMediaRoot(folder.resolve("pictures"));
        int i = 0;
        for (String text : List.of("=cmd|' /C calc'!A0", "+1+1", "-x", "@a", "a,\"b\"\nc", "plain")) {
            Drawn.picture(folder.resolve("pictures/" + i + ".png"));
            dataset.addSamples(List.of(
                    SampleDraft.of(i + ".png").set("text", text).set("n", -i).set("x", i / 7.0)));
            i++;
        }
        Csv.in(folder.resolve("out")).write(dataset);
        assertThat(Files.readString(folder.resolve("out/labels.csv")))
                .doesNotContain(",=")
                .doesNotContain(",@");
        Dataset back = Drawn.dataset(folder, "back");
        Csv.in(folder.resolve("out")).read(back);
        for (i = 0; i < dataset.count(); i++) {
            for (String field : List.of("text", "n", "x")) {
                assertThat(back.samples().get(i).get(field))
                        .isEqualTo(dataset.samples().get(i).get(field));
            }
        }
    }

    @Test
    void a_table_without_file_paths_is_refused() {
        Drawn.text(folder.resolve("in/a.csv"), "name,n\nx,1\n");
        assertThatThrownBy(() -> Csv.in(folder.resolve("in")).read(Drawn.dataset(folder, "in")))
                .hasMessage("a.csv has no column filepath. Columns: name, n.");
        assertThatThrownBy(() -> Csv.in(folder.resolve("nowhere")).read(Drawn.dataset(folder, "none")))
                .hasMessageContaining("There is no file labels.csv");
    }
}
