package io.jenkins.plugins.ocichart.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.fixture.ChartArchiveBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ArchiveReaderTest {
    private static final int LARGE = 3_000_000;

    @ParameterizedTest
    @ValueSource(ints = {1, 700, 16 << 10, 64 << 10, 4 << 20})
    void anArchiveMayComeInPiecesOfAnySize(int piece) throws Exception {
        byte[] archive = archive(piece == 1 ? 100_000 : LARGE);
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        try (ArchiveReader reader = new ArchiveReader("a.tgz", () -> copy)) {
            byte[] reused = new byte[piece];
            for (int from = 0; from < archive.length; from += piece) {
                int count = Math.min(piece, archive.length - from);
                System.arraycopy(archive, from, reused, 0, count);
                reader.write(ByteBuffer.wrap(reused, 0, count));
            }
            assertThat(reader.finish().name()).isEqualTo("web");
        }
        assertThat(copy.toByteArray()).isEqualTo(archive);
    }

    @Test
    void whatIsNoChartIsTakenInToItsEndAndRefusedThen() throws Exception {
        try (ArchiveReader reader = new ArchiveReader("a.tgz")) {
            boolean wanted = true;
            for (int i = 0; i < 1000 && wanted; i++) {
                wanted = reader.write(ByteBuffer.allocate(64 << 10));
            }
            assertThat(wanted).isFalse();
            assertThat(reader.write(ByteBuffer.allocate(10))).isFalse();
            assertThatThrownBy(reader::finish)
                    .isInstanceOf(ChartException.class)
                    .hasMessageStartingWith("a.tgz: is not a gzipped archive");
        }
    }

    @Test
    void aCopyThatFailsEndsTheReading() throws Exception {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("disk full");
            }
        };
        byte[] archive = archive(LARGE);
        try (ArchiveReader reader = new ArchiveReader("a.tgz", () -> full)) {
            reader.write(ByteBuffer.wrap(archive));
            assertThatThrownBy(reader::finish).hasMessage("disk full");
        }
    }

    @Test
    void afterClosingNothingIsWrittenToTheCopy() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        boolean[] closed = new boolean[1];
        OutputStream slow = new OutputStream() {
            @Override
            public void write(int b) {}

            @Override
            public void write(byte[] bytes, int offset, int length) {
                begun.countDown();
            }

            @Override
            public void close() {
                closed[0] = true;
            }
        };
        try (ArchiveReader reader = new ArchiveReader("a.tgz", () -> slow)) {
            reader.write(ByteBuffer.wrap(archive(LARGE), 0, 900_000));
            begun.await();
        }
        assertThat(closed[0]).isTrue();
    }

    private static byte[] archive(int bytes) throws IOException {
        byte[] noise = new byte[bytes];
        new Random(bytes).nextBytes(noise);
        return new ChartArchiveBuilder()
                .file("web/Chart.yaml", "apiVersion: v2\nname: web\nversion: 1.0.0\n")
                .file("web/noise.bin", noise)
                .gzip();
    }
}
