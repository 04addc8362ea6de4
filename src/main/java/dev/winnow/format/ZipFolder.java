package dev.winnow.format;

import dev.winnow.data.Dataset;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A ZIP file with a folder of some format, unpacked beside the dataset. Entries that lead out of the folder, that come twice or that
 * unpack to more than they may are refused, and nothing is kept then.
 */
final class ZipFolder implements Importer {
    /** What an archive may unpack to: in all, and for each packed byte. */
    private static final long MAX_BYTES = 64L << 30;

    private static final int MAX_RATIO = 200;
    private static final int MAX_ENTRIES = 5_000_000;

    private final Path zip;

    ZipFolder(Path zip) {
        this.zip = zip;
    }

    @Override
    public ImportReport read(Dataset into, ImportOptions options) {
        Path folder = into.folder("unpacked")
                .resolve(ImageFolders.stem(zip.getFileName().toString()));
        try {
            unpack(folder);
            return Formats.detect(only(folder)).read(into, options);
        } catch (RuntimeException refused) {
            ImageFolders.delete(folder);
            throw refused;
        }
    }

    /** The folder itself, or the only folder in it, as most archives hold one. */
    private static Path only(Path folder) {
        try (var files = Files.list(folder)) {
            var all = files.toList();
            return all.size() == 1 && Files.isDirectory(all.get(0)) ? all.get(0) : folder;
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot list " + folder.getFileName(), failure);
        }
    }

    private void unpack(Path folder) {
        try (ZipFile file = new ZipFile(zip.toFile())) {
            long left = Math.min(MAX_BYTES, Math.max(1 << 20, Files.size(zip) * MAX_RATIO));
            Set<String> names = new HashSet<>();
            Enumeration<? extends ZipEntry> entries = file.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                Path target = target(folder, entry.getName());
                if (!names.add(entry.getName().toLowerCase(Locale.ROOT)) || names.size() > MAX_ENTRIES) {
                    throw refused("the entry " + entry.getName() + " comes twice, or there are too many");
                }
                if (!entry.isDirectory()) {
                    Files.createDirectories(target.getParent());
                    try (InputStream in = file.getInputStream(entry);
                            OutputStream out = Files.newOutputStream(target)) {
                        left = copy(in, out, left);
                    }
                }
            }
        } catch (IOException damaged) {
            throw new IllegalArgumentException(
                    zip.getFileName() + " is no ZIP file, or damaged: " + damaged.getMessage(), damaged);
        }
    }

    private Path target(Path folder, String name) {
        boolean drive = name.matches("^[A-Za-z]:.*");
        Path target = drive || name.contains("\\") || name.startsWith("/") ? null : ImageFolders.inside(folder, name);
        if (target == null) {
            throw refused("the entry " + name + " leads out of the folder");
        }
        return target;
    }

    private long copy(InputStream in, OutputStream out, long left) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long rest = left;
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            rest -= read;
            if (rest < 0) {
                throw refused("it unpacks to more than " + MAX_RATIO + " times its size, or to more than 64 GiB");
            }
            out.write(buffer, 0, read);
        }
        return rest;
    }

    private IllegalArgumentException refused(String why) {
        return new IllegalArgumentException(
                zip.getFileName() + " is not unpacked: " + why + ". Unpack it yourself and name the folder.");
    }
}
