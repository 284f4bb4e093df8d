package io.jenkins.plugins.ocichart.registry.http;

import io.jenkins.plugins.ocichart.registry.Origin;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/** Finds out whether a port speaks plain HTTP by the first bytes with which it answers a TLS ClientHello. */
final class TlsProbe {
    private static final byte[] HTTP = "HTTP/".getBytes(StandardCharsets.US_ASCII);

    private TlsProbe() {}

    /**
     * Whether the port answers a TLS handshake in plain HTTP. No request is made, nothing secret is sent. False if there is
     * no answer within the limit, or the thread is interrupted.
     */
    static boolean answersPlainHttp(Origin origin, Duration limit) {
        try (Socket socket = PeerAddresses.connect(PeerAddresses.of(origin.host()), origin.port(), limit)) {
            socket.setSoTimeout((int) limit.toMillis());
            socket.getOutputStream().write(clientHello());
            return Arrays.equals(socket.getInputStream().readNBytes(HTTP.length), HTTP);
        } catch (IOException | GeneralSecurityException e) {
            return false;
        }
    }

    private static byte[] clientHello() throws GeneralSecurityException, IOException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, null, null);
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(true);
        ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), hello);
        byte[] bytes = new byte[hello.flip().remaining()];
        hello.get(bytes);
        return bytes;
    }
}
