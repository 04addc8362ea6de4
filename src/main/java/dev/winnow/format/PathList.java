package dev.winnow.format;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.RandomAccess;

/**
 * Files below a folder, their names end to end in one array: a path as an object takes ten times the room, and an import holds one for
 * each picture. Each {@link #get} makes the path anew.
 */
final class PathList extends AbstractList<Path> implements RandomAccess {
    private final Path root;
    private byte[] names = new byte[1 << 10];
    /** By place where its name begins. */
    private int[] starts = new int[1 << 5];
    /** Where its name ends. */
    private int[] ends = new int[1 << 5];

    private int size;
    private int used;

    PathList(Path root) {
        this.root = root;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Path get(int place) {
        if (place >= size) {
            throw new IndexOutOfBoundsException(place);
        }
        return root.resolve(new String(names, starts[place], ends[place] - starts[place], StandardCharsets.UTF_8));
    }

    @Override
    public boolean add(Path file) {
        byte[] name = root.relativize(file).toString().replace('\\', '/').getBytes(StandardCharsets.UTF_8);
        if (Math.addExact(used, name.length) > names.length) {
            names = Arrays.copyOf(names, Math.addExact(used, name.length) + (used >> 1));
        }
        if (size == starts.length) {
            starts = Arrays.copyOf(starts, size + (size >> 1));
            ends = Arrays.copyOf(ends, starts.length);
        }
        System.arraycopy(name, 0, names, used, name.length);
        starts[size] = used;
        used += name.length;
        ends[size++] = used;
        return true;
    }

    /** The same, sorted by path, byte by byte. */
    PathList sorted() {
        int[] order = new int[size];
        Arrays.setAll(order, place -> place);
        sort(order, new int[size], 0, size);
        int[] newStarts = new int[size];
        int[] newEnds = new int[size];
        for (int i = 0; i < size; i++) {
            newStarts[i] = starts[order[i]];
            newEnds[i] = ends[order[i]];
        }
        starts = newStarts;
        ends = newEnds;
        return this;
    }

    /** Sorts places by merging: Java sorts numbers by an order of our own only as objects. */
    private void sort(int[] order, int[] room, int from, int to) {
        if (to - from < 2) {
            return;
        }
        int middle = from + to >>> 1;
        sort(order, room, from, middle);
        sort(order, room, middle, to);
        if (compare(order[middle - 1], order[middle]) <= 0) {
            return;
        }
        System.arraycopy(order, from, room, from, middle - from);
        int left = from;
        int right = middle;
        for (int at = from; left < middle; at++) {
            order[at] = right < to && compare(order[right], room[left]) < 0 ? order[right++] : room[left++];
        }
    }

    private int compare(int a, int b) {
        return Arrays.compareUnsigned(names, starts[a], ends[a], names, starts[b], ends[b]);
    }
}
