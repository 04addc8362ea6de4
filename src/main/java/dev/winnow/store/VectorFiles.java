package dev.winnow.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The folder of a dataset's vectors: {@code .npy} files, written once, synced and never changed, which NumPy reads as they are.
 *
 * <p>A file is written under another name, synced and renamed, and the folder synced, before the transaction that refers to it
 * commits. Mapped when first used, after its header, length and checksum were checked.
 */
final class VectorFiles {
    private static final int HEADER = 128;
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, HEADER - 10, 0};

    private final Path folder;

    VectorFiles(Path folder) {
        this.folder = folder;
    }

    Path folder() {
        return folder;
    }

    /** A file as the store refers to it. */
    record Reference(String name, int count, int dim, long crc) {}

    /** Writes a block to a file of its own, unless it has one here. */
    Reference write(VectorBlock block) throws IOException {
        VectorBlock.Stored before = block.stored();
        if (before != null
                && before.folder().equals(folder)
                && Files.exists(folder.resolve(before.reference().name()))) {
            return before.reference();
        }
        Files.createDirectories(folder);
        String name = UUID.randomUUID() + ".npy";
        Path unfinished = folder.resolve(name + ".unfinished");
        CRC32C crc = new CRC32C();
        try (FileChannel file = FileChannel.open(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            writeFully(file, ByteBuffer.wrap(header(block.count(), block.dim())));
            ByteBuffer bytes = ByteBuffer.allocateDirect(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
            FloatBuffer floats = block.floats().duplicate();
            int all = Math.multiplyExact(block.count(), block.dim());
            for (int at = 0; at < all; ) {
                int length = Math.min(bytes.capacity() / Float.BYTES, all - at);
                bytes.clear();
                bytes.asFloatBuffer().put(floats.slice(at, length));
                bytes.limit(length * Float.BYTES);
                crc.update(bytes.duplicate());
                writeFully(file, bytes);
                at += length;
            }
            file.force(true);
        } catch (IOException | RuntimeException failed) {
            Files.deleteIfExists(unfinished);
            throw failed;
        }
        Path written = folder.resolve(name);
        Files.move(unfinished, written, StandardCopyOption.ATOMIC_MOVE);
        sync(folder);
        Reference reference = new Reference(name, block.count(), block.dim(), crc.getValue());
        block.storedAs(new VectorBlock.Stored(folder, reference));
        return reference;
    }

    private static void writeFully(FileChannel file, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }

    /** Makes sure that a file or a folder's entries are on disk. */
    static void sync(Path folder) throws IOException {
        if (!System.getProperty("os.name", "").startsWith("Windows")) {
            try (FileChannel opened = FileChannel.open(folder)) {
                opened.force(true);
            }
        }
    }

    private static byte[] header(int count, int dim) {
        byte[] header = new byte[HEADER];
        java.util.Arrays.fill(header, (byte) ' ');
        System.arraycopy(MAGIC, 0, header, 0, MAGIC.length);
        byte[] text = ("{'descr': '<f4', 'fortran_order': False, 'shape': (" + count + ", " + dim + "), }")
                .getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, header, MAGIC.length, text.length);
        header[HEADER - 1] = '\n';
        return header;
    }

    /** Deletes files older than an hour that nothing refers to: what a process left that was killed before it committed. */
    void removeOrphans(Set<String> referenced) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        Instant old = Instant.now().minus(Duration.ofHours(1));
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                if (!referenced.contains(file.getFileName().toString())
                        && Files.getLastModifiedTime(file).toInstant().isBefore(old)) {
                    Files.delete(file);
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot look through the dataset's vectors.", failure);
        }
    }

    /** The block of a file, mapped when it is first used. */
    VectorBlock block(String field, Reference reference) {
        Path file = folder.resolve(checkedName(reference.name));
        return VectorBlock.stored(
                reference.count,
                reference.dim,
                Lazy.from(() -> map(field, file, reference)),
                new VectorBlock.Stored(folder, reference));
    }

    /** Refuses a name that could lead out of the folder: the file may come from anywhere. */
    static String checkedName(String name) {
        if (!name.matches("[0-9a-f-]{36}\\.npy")) {
            throw new IllegalStateException("It refers to a file of vectors called '" + name + "'.");
        }
        return name;
    }

    private static FloatBuffer map(String field, Path file, Reference reference) {
        try (FileChannel channel = FileChannel.open(file)) {
            long bytes = (long) reference.count * reference.dim * Float.BYTES;
            if (channel.size() != HEADER + bytes) {
                throw damaged(field, file, "has " + channel.size() + " bytes, not " + (HEADER + bytes));
            }
            MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            byte[] header = new byte[HEADER];
            mapped.get(header);
            if (!java.util.Arrays.equals(header, header(reference.count, reference.dim))) {
                throw damaged(field, file, "has another header than was written");
            }
            ByteBuffer data = mapped.slice();
            CRC32C crc = new CRC32C();
            crc.update(data.duplicate());
            if (crc.getValue() != reference.crc) {
                throw damaged(field, file, "does not match its checksum");
            }
            return data.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        } catch (java.nio.file.NoSuchFileException gone) {
            throw new DamagedFieldException(field, "the file " + file.getFileName() + " is gone.", gone);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("Cannot read the vectors in " + file.getFileName() + ".", unreadable);
        }
    }

    private static DamagedFieldException damaged(String field, Path file, String what) {
        return new DamagedFieldException(
                field, "the file " + file.getFileName() + " " + what + ".", new IllegalStateException(what));
    }
}
