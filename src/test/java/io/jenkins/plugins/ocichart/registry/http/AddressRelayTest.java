package io.jenkins.plugins.ocichart.registry.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A relay to the addresses of a host, without a login. */
class AddressRelayTest {
    private static final String CONNECT = "CONNECT registry.example.com:443 HTTP/1.1\r\n\r\n";

    private ServerSocket upstream;
    private TunnelRelay relay;

    @BeforeEach
    void listen() throws IOException {
        upstream = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stop() throws IOException {
        relay.close();
        upstream.close();
    }

    private Socket connect(boolean tunnel) throws IOException {
        List<InetAddress> addresses = List.of(InetAddress.getLoopbackAddress());
        relay = TunnelRelay.to(addresses, upstream.getLocalPort(), tunnel, Duration.ofSeconds(20));
        assertThat(relay.addresses()).isEqualTo(addresses);
        assertThat(relay.address().getAddress().isLoopbackAddress()).isTrue();
        return client();
    }

    private Socket client() throws IOException {
        Socket client = new Socket(relay.address().getAddress(), relay.address().getPort());
        client.setSoTimeout(60_000);
        return client;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String received(Socket socket, int length) throws IOException {
        return new String(socket.getInputStream().readNBytes(length), StandardCharsets.US_ASCII);
    }

    @Test
    void aTunnelPassesOnWhatComesAfterItsRequest() throws Exception {
        try (Socket client = connect(true)) {
            send(client, CONNECT + "early");
            try (Socket server = upstream.accept()) {
                server.setSoTimeout(60_000);
                assertThat(received(client, 38)).isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                assertThat(received(server, 5)).isEqualTo("early");
                send(server, "answer");
                assertThat(received(client, 6)).isEqualTo("answer");
                assertThat(relay.failure()).isNull();
            }
        }
    }

    @Test
    void withoutATunnelEverythingIsPassedOn() throws Exception {
        try (Socket client = connect(false)) {
            send(client, CONNECT);
            try (Socket server = upstream.accept()) {
                server.setSoTimeout(60_000);
                assertThat(received(server, CONNECT.length())).isEqualTo(CONNECT);
            }
        }
    }

    /** A client that has sent all of its request may still wait for the answer. */
    @Test
    void anEndIsPassedOnInItsDirectionOnly() throws Exception {
        try (Socket client = connect(false)) {
            send(client, "request");
            client.shutdownOutput();
            try (Socket server = upstream.accept()) {
                server.setSoTimeout(60_000);
                assertThat(received(server, 100)).isEqualTo("request");
                send(server, "answer");
                server.shutdownOutput();
                assertThat(received(client, 100)).isEqualTo("answer");
            }
        }
    }

    @Test
    void whyNothingAcceptsIsKept() throws Exception {
        upstream.close();
        try (Socket client = connect(true)) {
            send(client, CONNECT);
            assertThat(received(client, 12)).isEqualTo("HTTP/1.1 502");
        }
        assertThat(relay.failure()).hasMessageContaining("refused");
    }

    @Test
    void onlyATunnelIsServedIfOneIsExpected() throws Exception {
        for (String request : List.of("GET / HTTP/1.1\r\n\r\n", "CONNECT a:1 HTTP/2\r\n\r\n")) {
            try (Socket client = relay == null ? connect(true) : client()) {
                send(client, request);
                assertThat(received(client, 12)).isEqualTo("HTTP/1.1 403");
            }
        }
    }

    @Test
    void aRequestHasSixteenKibibytes() throws Exception {
        String most = "CONNECT a:1 HTTP/1.1\r\nX: " + "x".repeat((16 << 10) - 30) + "\r\n\r\n";
        assertThat(most).hasSize((16 << 10) - 1);
        try (Socket client = connect(true)) {
            send(client, most);
            upstream.accept().close();
            assertThat(received(client, 12)).isEqualTo("HTTP/1.1 200");
        }
        try (Socket client = client()) {
            send(client, most.substring(0, most.length() - 2) + "xx\r\n");
            assertThat(ended(client)).isTrue();
        }
    }

    @Test
    void aClosedRelayEndsWhatItHasOpen() throws Exception {
        try (Socket client = connect(false);
                Socket server = upstream.accept()) {
            server.setSoTimeout(60_000);
            send(server, "x");
            assertThat(received(client, 1)).isEqualTo("x");

            relay.close();

            assertThat(ended(client)).isTrue();
            assertThat(ended(server)).isTrue();
            try (Socket late = client()) {
                assertThat(ended(late)).isTrue();
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("refused");
            }
        }
    }

    static boolean ended(Socket socket) throws IOException {
        try (InputStream in = socket.getInputStream()) {
            return in.read() < 0;
        } catch (java.net.SocketException e) {
            return true;
        }
    }
}
