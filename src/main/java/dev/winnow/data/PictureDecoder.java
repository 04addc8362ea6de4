package dev.winnow.data;

import java.awt.image.BufferedImage;
import java.awt.image.SampleModel;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.event.IIOReadProgressListener;

/**
 * A picture's way from its file to pixels in memory, within a budget of bytes: what all that are decoded at one time take together is at
 * most a quarter of the heap. A picture that takes more than its share is read with pixels left out, down to the size that is shown;
 * an interrupt of the thread ends the reading.
 */
final class PictureDecoder {
    /** A picture that takes less is decoded whole, whatever size is shown: so ordinary photographs look as they always did. */
    private static final long SHARE = Math.min(256L << 20, Runtime.getRuntime().maxMemory() / 12);

    private static final long MOST = Math.max(SHARE, Runtime.getRuntime().maxMemory() / 4);

    /** Megabytes that may be taken now. */
    private static final Semaphore FREE = new Semaphore(megabytes(MOST), true);

    private PictureDecoder() {}

    /**
     * Decodes the picture that a reader stands before.
     *
     * @param side pixels that the longer side must keep, {@link Integer#MAX_VALUE} for all of them
     * @throws MediaException if even so it takes more memory than there is for pictures
     * @throws CancellationException if the thread is interrupted
     */
    static BufferedImage decode(String name, ImageReader reader, int side) throws IOException {
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        int pixel = bytesPerPixel(reader);
        long whole = (long) width * height * pixel;
        int step = whole <= SHARE ? 1 : Math.max(1, (int) (Math.max(width, height) / (2L * Math.min(side, 1 << 20))));
        long needed = whole / ((long) step * step);
        if (needed > MOST) {
            throw new MediaException(name + " has " + width + " × " + height + " pixels and takes " + (needed >> 20)
                    + " MB to be decoded; there are " + (MOST >> 20)
                    + " MB for pictures, a quarter of the memory of this program.");
        }
        ImageReadParam how = reader.getDefaultReadParam();
        if (step > 1) {
            how.setSourceSubsampling(step, step, 0, 0);
        }
        int permits = Math.max(1, megabytes(needed));
        try {
            FREE.acquire(permits);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new CancellationException("Reading " + name + " was stopped.");
        }
        try {
            Stop stop = new Stop();
            reader.addIIOReadProgressListener(stop);
            BufferedImage decoded = reader.read(0, how);
            if (stop.stopped) {
                throw new CancellationException("Reading " + name + " was stopped.");
            }
            return rgb(decoded);
        } catch (OutOfMemoryError full) {
            throw new MediaException(name + " takes more memory to be decoded than is free now.");
        } finally {
            FREE.release(permits);
        }
    }

    /** Bytes of a decoded pixel, and of its copy as RGB. */
    private static int bytesPerPixel(ImageReader reader) throws IOException {
        ImageTypeSpecifier raw = reader.getRawImageType(0);
        if (raw == null) {
            return 8;
        }
        SampleModel model = raw.getSampleModel();
        int bits = 0;
        for (int band = 0; band < model.getNumBands(); band++) {
            bits += model.getSampleSize(band);
        }
        return Math.max(1, (bits + 7) / 8) + 4;
    }

    private static int megabytes(long bytes) {
        return (int) Math.min(Integer.MAX_VALUE, bytes >> 20);
    }

    private static BufferedImage rgb(BufferedImage decoded) {
        if (decoded.getType() == BufferedImage.TYPE_INT_RGB || decoded.getType() == BufferedImage.TYPE_3BYTE_BGR) {
            return decoded;
        }
        BufferedImage rgb = new BufferedImage(decoded.getWidth(), decoded.getHeight(), BufferedImage.TYPE_INT_RGB);
        var pen = rgb.createGraphics();
        pen.drawImage(decoded, 0, 0, null);
        pen.dispose();
        return rgb;
    }

    /** Ends the reading where the thread was interrupted; the interrupt stays for whoever waits for it. */
    private static final class Stop implements IIOReadProgressListener {
        private boolean stopped;

        @Override
        public void imageProgress(ImageReader reader, float percent) {
            if (Thread.currentThread().isInterrupted()) {
                stopped = true;
                reader.abort();
            }
        }

        @Override
        public void sequenceStarted(ImageReader reader, int first) {}

        @Override
        public void sequenceComplete(ImageReader reader) {}

        @Override
        public void imageStarted(ImageReader reader, int index) {}

        @Override
        public void imageComplete(ImageReader reader) {}

        @Override
        public void thumbnailStarted(ImageReader reader, int image, int thumbnail) {}

        @Override
        public void thumbnailProgress(ImageReader reader, float percent) {}

        @Override
        public void thumbnailComplete(ImageReader reader) {}

        @Override
        public void readAborted(ImageReader reader) {}
    }
}
