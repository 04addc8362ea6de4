package dev.winnow.format;

import java.awt.Dimension;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/** One annotation file of Pascal VOC, read as a stream. A document type, and with it every entity of its own, is refused. */
final class VocFile {
    private static final List<String> EDGES = List.of("xmin", "ymin", "xmax", "ymax");
    private static final int MAX_TEXT = 10_000;

    private VocFile() {}

    /**
     * One object.
     *
     * @param box xmin, ymin, xmax, ymax as they stand in the file; {@code NaN} where one is missing or no number
     * @param attributes the other values, such as {@code difficult}: whole numbers where they are, else text
     */
    record Item(String name, double[] box, Map<String, Object> attributes) {}

    /** Whether a file is XML whose root is {@code annotation}, as far as its first bytes say. */
    static boolean looksLike(Path file) {
        if (!file.toString().endsWith(".xml")) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            // Without the zero bytes UTF-16 reads as ASCII does.
            return new String(in.readNBytes(4096), StandardCharsets.ISO_8859_1)
                    .replace("\0", "")
                    .matches("(?s).*<annotation[\\s>].*");
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot read " + file.getFileName(), failure);
        }
    }

    static List<Item> read(Path file) {
        XMLInputFactory factory = XMLInputFactory.newInstance();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        try (InputStream stream = Files.newInputStream(file)) {
            XMLStreamReader xml = factory.createXMLStreamReader(stream);
            try {
                return items(xml);
            } finally {
                xml.close();
            }
        } catch (XMLStreamException broken) {
            throw new IllegalArgumentException(
                    String.valueOf(broken.getMessage()).lines().findFirst().orElse("no XML"), broken);
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot read " + file.getFileName(), failure);
        }
    }

    private static List<Item> items(XMLStreamReader xml) throws XMLStreamException {
        List<Item> items = new ArrayList<>();
        Deque<String> path = new ArrayDeque<>();
        StringBuilder text = new StringBuilder();
        Map<String, String> values = new LinkedHashMap<>();
        while (xml.hasNext()) {
            switch (xml.next()) {
                case XMLStreamReader.DTD, XMLStreamReader.ENTITY_REFERENCE ->
                    throw new IllegalArgumentException("a document type or an entity of its own is not read");
                case XMLStreamReader.START_ELEMENT -> {
                    path.addLast(xml.getLocalName());
                    if (path.size() > 20) {
                        throw new IllegalArgumentException("elements are nested too deep");
                    }
                    text.setLength(0);
                }
                case XMLStreamReader.CHARACTERS, XMLStreamReader.CDATA -> {
                    if (text.length() < MAX_TEXT) {
                        text.append(xml.getText());
                    }
                }
                case XMLStreamReader.END_ELEMENT -> {
                    String element = String.join("/", path);
                    path.removeLast();
                    if (element.equals("annotation/object")) {
                        items.add(item(values));
                        values.clear();
                    } else if (element.startsWith("annotation/object/")
                            && !text.toString().isBlank()) {
                        values.putIfAbsent(
                                element.substring("annotation/object/".length()),
                                text.toString().strip());
                    }
                    text.setLength(0);
                }
                default -> {
                    // comments and processing instructions say nothing
                }
            }
        }
        return items;
    }

    /** What an object has beside its attributes. */
    static final Set<String> TAKEN = Set.of("name", "bndbox", "part", "polygon", "attributes");

    private static Item item(Map<String, String> values) {
        double[] box = new double[4];
        for (int i = 0; i < box.length; i++) {
            box[i] = number(values.get("bndbox/" + EDGES.get(i)));
        }
        Map<String, Object> attributes = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            if (!name.contains("/") && !name.equals("name")) {
                attributes.put(name, value.matches("-?\\d{1,18}") ? (Object) Long.valueOf(value) : value);
            }
        });
        return new Item(values.getOrDefault("name", ""), box, attributes);
    }

    private static double number(@Nullable String text) {
        try {
            return text == null ? Double.NaN : Double.parseDouble(text);
        } catch (NumberFormatException word) {
            return Double.NaN;
        }
    }

    /** What else a label says that an object can hold: its texts and numbers, under names that XML allows. */
    static Map<String, Object> attributes(Map<String, Object> all) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        all.forEach((name, value) -> {
            boolean plain = value instanceof String || value instanceof Number || value instanceof Boolean;
            if (plain && name.matches("[A-Za-z_][A-Za-z0-9_.-]*")) {
                attributes.put(name, value);
            }
        });
        return attributes;
    }

    static void write(Path file, String picture, Dimension size, List<Item> items) {
        ImageFolders.write(file, writer -> {
            try {
                XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(writer);
                xml.writeStartElement("annotation");
                element(xml, "folder", "JPEGImages");
                element(xml, "filename", picture);
                xml.writeStartElement("size");
                element(xml, "width", size.width);
                element(xml, "height", size.height);
                element(xml, "depth", 3);
                xml.writeEndElement();
                element(xml, "segmented", 0);
                for (Item item : items) {
                    xml.writeCharacters("\n");
                    xml.writeStartElement("object");
                    element(xml, "name", item.name());
                    Map<String, Object> more = new LinkedHashMap<>(item.attributes());
                    for (String usual : List.of("pose", "truncated", "difficult")) {
                        more.putIfAbsent(usual, usual.equals("pose") ? "Unspecified" : (Object) 0);
                    }
                    for (Map.Entry<String, Object> attribute : more.entrySet()) {
                        element(xml, attribute.getKey(), attribute.getValue());
                    }
                    xml.writeStartElement("bndbox");
                    for (int i = 0; i < 4; i++) {
                        element(xml, EDGES.get(i), (long) item.box()[i]);
                    }
                    xml.writeEndElement();
                    xml.writeEndElement();
                }
                xml.writeEndElement();
                xml.close();
            } catch (XMLStreamException failure) {
                throw new IOException(failure);
            }
        });
    }

    private static void element(XMLStreamWriter xml, String name, Object value) throws XMLStreamException {
        xml.writeStartElement(name);
        // Control characters have no form in XML 1.0.
        xml.writeCharacters(
                String.valueOf(value).replaceAll("[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\uFFFE\\uFFFF]", "\uFFFD"));
        xml.writeEndElement();
    }
}
