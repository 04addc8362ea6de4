package dev.winnow.acquire;

import dev.winnow.data.Dataset;
import dev.winnow.data.Home;
import dev.winnow.label.Detection;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A person in a process of their own: claims and submits until nothing is left, and prints what they submitted. */
final class LabellerProcess {
    private LabellerProcess() {}

    public static void main(String[] arguments) {
        work(Path.of(arguments[0]), arguments[1], arguments[2]).forEach(System.out::println);
    }

    static List<String> work(Path home, String dataset, String person) {
        AnnotationQueue queue = AnnotationQueue.load(Dataset.load(Home.at(home), dataset), "people");
        List<String> done = new java.util.ArrayList<>();
        for (Optional<String> next = queue.claim(person); next.isPresent(); next = queue.claim(person)) {
            queue.submit(next.get(), List.of(Detection.of("Car", 0.1, 0.1, 0.2, 0.2)), person, 1);
            done.add(next.get());
        }
        return done;
    }
}
