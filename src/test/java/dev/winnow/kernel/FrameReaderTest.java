package dev.winnow.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes of ZMTP in any portions. */
class FrameReaderTest {
    private static final long LARGEST = 1 << 20;

    /** What was heard, as text: a line a message or command. */
    private static final class Heard implements FrameReader.Listener {
        final List<String> lines = new ArrayList<>();

        @Override
        public void message(List<byte[]> frames) {
            lines.add(
                    "message " + frames.stream().map(HexFormat.of()::formatHex).toList());
        }

        @Override
        public void command(byte[] body) {
            lines.add("command " + HexFormat.of().formatHex(body));
        }
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void what_was_written_is_read_however_the_bytes_are_cut(long seed) throws Zmtp.Malformed {
        Random random = new Random(seed);
        Heard expected = new Heard();
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        wire.writeBytes(bytes(Zmtp.greeting()));
        for (int i = 0; i < 50; i++) {
            List<byte[]> frames = new ArrayList<>();
            for (int n = 1 + random.nextInt(4); n > 0; n--) {
                byte[] frame = new byte[random.nextInt(5) == 0 ? random.nextInt(100_000) : random.nextInt(300)];
                random.nextBytes(frame);
                frames.add(frame);
            }
            if (random.nextInt(4) == 0) {
                expected.command(frames.get(0));
                wire.writeBytes(bytes(Zmtp.command(frames.get(0))));
            } else {
                expected.message(frames);
                wire.writeBytes(bytes(Zmtp.message(frames)));
            }
        }
        Heard heard = new Heard();
        FrameReader reader = new FrameReader(LARGEST);
        byte[] all = wire.toByteArray();
        for (int at = 0; at < all.length; ) {
            int length =
                    Math.min(all.length - at, random.nextBoolean() ? 1 + random.nextInt(9) : random.nextInt(70_000));
            reader.take(ByteBuffer.wrap(all, at, length), heard);
            at += length;
        }
        assertThat(heard.lines).isEqualTo(expected.lines);
    }

    @Test
    void frames_are_laid_out_as_the_protocol_says() {
        byte[] longer = new byte[256];
        byte[] message = bytes(Zmtp.message(List.of("ab".getBytes(StandardCharsets.US_ASCII), longer)));
        assertThat(HexFormat.of().formatHex(message, 0, 13)).isEqualTo("01026162" + "02" + "0000000000000100");
        assertThat(message).hasSize(13 + 256);
        assertThat(HexFormat.of().formatHex(bytes(Zmtp.ready("XPUB"))))
                .isEqualTo("041a" + "05" + "5245414459" + "0b" + "536f636b65742d54797065" + "00000004" + "58505542");
    }

    @Test
    void a_message_without_end_is_refused_though_its_frames_are_empty() throws Zmtp.Malformed {
        FrameReader reader = new FrameReader(LARGEST);
        reader.take(Zmtp.greeting(), new Heard());
        byte[] more = {Zmtp.MORE, 0};
        assertThatThrownBy(() -> {
                    for (int i = 0; i < LARGEST; i++) {
                        reader.take(ByteBuffer.wrap(more), new Heard());
                    }
                })
                .hasMessage("a message of it is larger than 1 MiB");
    }

    @Test
    void a_frame_that_claims_more_than_a_message_may_have_is_refused_before_it_comes() throws Zmtp.Malformed {
        for (long length : new long[] {LARGEST + 1, Long.MAX_VALUE, -1}) {
            FrameReader reader = new FrameReader(LARGEST);
            reader.take(Zmtp.greeting(), new Heard());
            ByteBuffer head =
                    ByteBuffer.allocate(9).put((byte) Zmtp.LONG).putLong(length).flip();
            assertThatThrownBy(() -> reader.take(head, new Heard())).hasMessageContaining("larger than 1 MiB");
        }
    }
}
