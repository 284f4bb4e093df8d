package io.jenkins.plugins.ocichart.registry.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerAddressesTest {
    private ServerSocket server;
    private InetAddress dead;
    private InetAddress alive;

    @BeforeEach
    void listen() throws IOException {
        dead = InetAddress.getByName("127.0.0.2");
        alive = InetAddress.getByName("127.0.0.1");
        server = new ServerSocket(0, 5, alive);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void aHostHasAddressesOrNone() throws Exception {
        assertThat(PeerAddresses.of("127.0.0.1")).containsExactly(alive);
        assertThat(PeerAddresses.of("no-such-host.invalid")).isEmpty();
    }

    /** With less and with more time than an address gets before the next one is tried. */
    @ParameterizedTest
    @ValueSource(ints = {1, 60})
    void theNextAddressIsTriedAfterADeadOne(int seconds) throws Exception {
        Duration limit = Duration.ofSeconds(seconds);
        for (List<InetAddress> addresses : List.of(List.of(alive), List.of(dead, alive), List.of(alive, dead))) {
            try (Socket socket = PeerAddresses.connect(addresses, server.getLocalPort(), limit);
                    Socket accepted = server.accept()) {
                assertThat(socket.getInetAddress()).isEqualTo(alive);
                assertThat(accepted.getPort()).isEqualTo(socket.getLocalPort());
            }
        }
    }

    @Test
    void whyTheLastAddressFailedIsKept() {
        assertThatThrownBy(
                        () -> PeerAddresses.connect(List.of(dead, dead), server.getLocalPort(), Duration.ofSeconds(60)))
                .isInstanceOf(ConnectException.class);
        assertThatThrownBy(() -> PeerAddresses.connect(List.of(), server.getLocalPort(), Duration.ofSeconds(60)))
                .isInstanceOf(UnknownHostException.class);
    }

    @Test
    void oneThatAcceptsIsEnough() {
        assertThat(PeerAddresses.accept(List.of(dead, alive), server.getLocalPort()))
                .isTrue();
        assertThat(PeerAddresses.accept(List.of(dead), server.getLocalPort())).isFalse();
        assertThat(PeerAddresses.accept(List.of(), server.getLocalPort())).isFalse();
    }

    @Test
    void anInterruptEndsTheSearch() throws Exception {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() ->
                        PeerAddresses.connect(List.of(alive, alive), server.getLocalPort(), Duration.ofSeconds(60)))
                .isInstanceOf(IOException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
