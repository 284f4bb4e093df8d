package io.jenkins.plugins.ocichart.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.simulator.WireExchange;
import io.jenkins.plugins.ocichart.simulator.WireServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The roles of instances and containers; the service is as AWS' guide "Use the Instance Metadata Service" shows it. */
class AwsRoleTest {
    private static final String ROLES = "/latest/meta-data/iam/security-credentials/";

    private static void answer(WireExchange exchange, String role) throws IOException {
        Map<String, String> headers = exchange.headers();
        if (exchange.method().equals("PUT") && exchange.target().equals("/latest/api/token")) {
            boolean asked = headers.getOrDefault("x-aws-ec2-metadata-token-ttl-seconds", "")
                    .matches("\\d+");
            exchange.respond(asked ? 200 : 400, "dG9rZW4=");
        } else if (!"dG9rZW4=".equals(headers.get("x-aws-ec2-metadata-token"))) {
            exchange.respond(401, "");
        } else if (exchange.target().equals(ROLES) && !role.isEmpty()) {
            exchange.respond(200, role);
        } else if (exchange.target().equals(ROLES + "jenkins-agent")) {
            exchange.respond(
                    200,
                    "{\"Code\":\"Success\",\"Type\":\"AWS-HMAC\",\"AccessKeyId\":\"ASIAEXAMPLE\","
                            + "\"SecretAccessKey\":\"hush\",\"Token\":\"hush-token\",\"Expiration\":\"2030-01-01T00:00:00Z\"}");
        } else {
            exchange.respond(404, "");
        }
    }

    @Test
    void anInstanceHasTheKeysOfItsRole() throws Exception {
        try (WireServer service = WireServer.start(exchange -> answer(exchange, "jenkins-agent"))) {
            assertThat(AwsRole.ofInstance(new MetadataService(URI.create(service.url()))))
                    .contains(new AwsKeys("ASIAEXAMPLE", "hush", "hush-token"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../../user-data", "no such\u0000role"})
    void anInstanceWithoutAUsableRoleHasNone(String role) throws Exception {
        try (WireServer service = WireServer.start(exchange -> answer(exchange, role))) {
            assertThat(AwsRole.ofInstance(new MetadataService(URI.create(service.url()))))
                    .isEmpty();
        }
    }

    @Test
    void whatIsNotAnInstanceHasNone() throws Exception {
        String gone;
        try (WireServer service = WireServer.start(exchange -> {})) {
            gone = service.url();
        }

        assertThat(AwsRole.ofInstance(new MetadataService(URI.create(gone)))).isEmpty();
    }

    @Tag("slow")
    @Test
    @Timeout(90)
    void aServiceThatNeverAnswersIsNotWaitedFor() throws Exception {
        try (WireServer service = WireServer.start(exchange -> {
            exchange.raw().write("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nx".getBytes(StandardCharsets.US_ASCII));
            exchange.raw().flush();
            Thread.sleep(Duration.ofSeconds(60).toMillis());
        })) {
            long start = System.nanoTime();

            assertThat(AwsRole.ofInstance(new MetadataService(URI.create(service.url()))))
                    .isEmpty();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.170.2.evil.example/role",
                "http://169.254.170.2@evil.example/role",
                "http://169.254.170.2:8080/role",
                "http://127.0.0.1/role",
                "https://evil.example/role",
                "http:",
                "//evil.example"
            })
    void aVariableLeadsToNoOtherHost(String address) {
        assertThatThrownBy(() -> AwsRole.ofContainer(Map.of("AWS_CONTAINER_CREDENTIALS_FULL_URI", address)))
                .hasMessageStartingWith("AWS_CONTAINER_CREDENTIALS_FULL_URI names none of the addresses");
        assertThatThrownBy(() ->
                        AwsRole.ofContainer(Map.of("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "@evil.example/role")))
                .hasMessageStartingWith("AWS_CONTAINER_CREDENTIALS_FULL_URI names none of the addresses");
    }

    @Test
    void aContainerWithoutARoleHasNone() throws Exception {
        assertThat(AwsRole.ofContainer(Map.of())).isEmpty();
    }
}
