package io.jenkins.plugins.ocichart.form;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.util.FormValidation;
import io.jenkins.plugins.ocichart.fixture.TestCredentials;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What forms say while somebody types. */
class FormChecksTest {
    private static final PushForm PUSH = new PushForm() {};
    private static final PullForm PULL = new PullForm() {};
    private static final LoginForm LOGIN = new LoginForm() {};
    private static final RepositoryForm REPOSITORY = new RepositoryForm() {};

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "oci://registry.example.com/charts,           OK,    ``",
                "oci://localhost:5000,                        OK,    ``",
                "oci://${REGISTRY}/charts,                    OK,    ``",
                "OCI://registry.example.com/charts,           OK,    ``",
                "``,                                          ERROR, oci://HOST[:PORT]/NAMESPACE",
                "registry.example.com/charts,                 ERROR, Not an OCI address",
                "https://registry.example.com/charts,         ERROR, Not an OCI address",
                "oci://registry.example.com/charts:1.2.3,     ERROR, Leave the tag out",
                "oci://alice:secret@registry.example.com/x,   ERROR, choose credentials",
                "oci://registry.example.com/Charts,           ERROR, lower case",
                "oci://registry.example.com/charts web,       ERROR, Not a valid address",
                "oci://registry example/charts,               ERROR, Not a valid address",
            })
    void readsARemote(String value, FormValidation.Kind kind, String message) {
        expect(PUSH.doCheckRemote(null, value), kind, message);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "https://charts.example.com,              OK,    ``",
                "http://charts.example.com/stable?x=1,    OK,    ``",
                "https://${HOST}/charts,                  OK,    ``",
                "``,                                      ERROR, Give the address",
                "charts.example.com,                      ERROR, Give the address",
                "oci://registry.example.com/charts,       ERROR, Give the address",
                "https://alice:secret@charts.example.com, ERROR, choose credentials",
            })
    void readsARepository(String value, FormValidation.Kind kind, String message) {
        expect(REPOSITORY.doCheckUrl(null, value), kind, message);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "oci://registry.example.com/charts/web,             OK,    ``",
                "oci://registry.example.com/charts/web:1.2.3,       OK,    ``",
                "oci://localhost:5000/web,                          OK,    ``",
                "oci://registry.example.com/charts/${CHART},        OK,    ``",
                "``,                                                ERROR, oci://HOST[:PORT]/NAMESPACE/NAME",
                "charts/web,                                        ERROR, Not an OCI address",
                "oci://registry.example.com,                        ERROR, Not a valid address",
                "oci://registry.example.com/Charts/web,             ERROR, lower case",
                "oci://alice:secret@registry.example.com/x,         ERROR, choose credentials",
                "oci://registry.example.com/charts/web@sha256:1234, ERROR, Not a valid address",
            })
    void readsAChart(String value, FormValidation.Kind kind, String message) {
        expect(PULL.doCheckChart(null, value), kind, message);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "``,             oci://registry.example.com/web,       OK,    ``",
                "1.2.3,          oci://registry.example.com/web,       OK,    ``",
                "^1.2,           oci://registry.example.com/web,       OK,    ``",
                ">=1.0 <2 || 3,  oci://registry.example.com/web,       OK,    ``",
                "${VERSION},     oci://registry.example.com/web,       OK,    ``",
                "1.2.3+4,        oci://registry.example.com/web:1.2.3_4, OK,  ``",
                "1.2.3,          oci://registry.example.com/web:1.2.4, ERROR, another tag",
                "1.2.3,          oci://registry.example.com/web:${X},  OK,    ``",
                ">>1,            oci://registry.example.com/web,       ERROR, Neither a version nor a range",
                "1.2.3,          not an address,                       OK,    ``",
            })
    void readsAVersion(String value, String chart, FormValidation.Kind kind, String message) {
        expect(PULL.doCheckVersion(null, value, chart), kind, message);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "registry.example.com,         OK,      ``",
                "localhost:5000,               OK,      ``",
                "$REGISTRY,                    OK,      ``",
                "https://registry.example.com, WARNING, Only registry.example.com counts",
                "registry.example.com/team-a,  WARNING, Only registry.example.com counts",
                "``,                           ERROR,   HOST:PORT",
                "not a registry,               ERROR,   Not a registry",
                "alice@registry.example.com,   ERROR,   choose credentials",
            })
    void readsARegistry(String value, FormValidation.Kind kind, String message) {
        expect(LOGIN.doCheckRegistry(null, value), kind, message);
    }

    @Test
    void knowsWhichCredentialsThereAre() {
        String id = TestCredentials.add("alice", "secret");

        expect(
                PUSH.doCheckCredentialsId(null, id, "oci://registry.example.com/charts", null, null, false),
                FormValidation.Kind.OK,
                "");
        expect(PUSH.doCheckCredentialsId(null, "", "", null, null, false), FormValidation.Kind.OK, "");
        expect(
                PUSH.doCheckCredentialsId(null, "${WHO}", "", null, null, false),
                FormValidation.Kind.WARNING,
                "parameter");
        expect(
                PULL.doCheckCredentialsId(null, "nobody", null, "", null, false),
                FormValidation.Kind.ERROR,
                "no such credentials");
        expect(
                LOGIN.doCheckCredentialsId(null, "", null, null, "", false),
                FormValidation.Kind.ERROR,
                "Choose the credentials");
    }

    @Test
    void wantsChartsAndANumber() {
        expect(PUSH.doCheckChart(null, " "), FormValidation.Kind.ERROR, "dist/*.tgz");
        expect(PUSH.doCheckChart(null, "dist/*.tgz"), FormValidation.Kind.OK, "");
        expect(PUSH.doCheckParallelism(null, "0"), FormValidation.Kind.ERROR, "");
        expect(PUSH.doCheckParallelism(null, "many"), FormValidation.Kind.ERROR, "");
        expect(PUSH.doCheckParallelism(null, "8"), FormValidation.Kind.OK, "");
    }

    @Test
    void warnsOfAFolderThatNothingIsUnpackedInto() {
        expect(PULL.doCheckUntarDir(null, "charts", false), FormValidation.Kind.WARNING, "not unpacked");
        expect(PULL.doCheckUntarDir(null, "charts", true), FormValidation.Kind.OK, "");
        expect(PULL.doCheckUntarDir(null, ".", false), FormValidation.Kind.OK, "");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "``,                 OK,    ``",
                "team=web,           OK,    ``",
                "`a=1\n\nb=\n c=3=4`, OK,    ``",
                "${ANNOTATIONS},     OK,    ``",
                "`a=1\nteam`,        ERROR, a line name=value for each annotation",
                "` =web`,            ERROR, a line name=value for each annotation",
            })
    void readsAnnotations(String value, FormValidation.Kind kind, String message) {
        expect(new SignForm() {}.doCheckAnnotations(null, value), kind, message);
        expect(new VerifyForm() {}.doCheckAnnotations(null, value, "cosign.pub", ""), kind, message);
    }

    @Test
    void seesConnectionSettingsTogether() {
        expect(PUSH.doCheckInsecureSkipTlsVerify(null, false, false), FormValidation.Kind.OK, "");
        expect(PUSH.doCheckInsecureSkipTlsVerify(null, true, false), FormValidation.Kind.WARNING, "read and change");
        expect(PUSH.doCheckInsecureSkipTlsVerify(null, true, true), FormValidation.Kind.WARNING, "no TLS");
        expect(PUSH.doCheckCaFile(null, "ca.pem", false, false), FormValidation.Kind.OK, "");
        expect(PUSH.doCheckCaFile(null, "ca.pem", true, false), FormValidation.Kind.WARNING, "no TLS");
        expect(PUSH.doCheckCaFile(null, "ca.pem", false, true), FormValidation.Kind.WARNING, "skipped");
        expect(PUSH.doCheckCertFile(null, "", "key.pem"), FormValidation.Kind.ERROR, "certificate");
        expect(PUSH.doCheckCertFile(null, "cert.pem", "key.pem"), FormValidation.Kind.OK, "");
        expect(PUSH.doCheckKeyFile(null, "", "cert.pem"), FormValidation.Kind.ERROR, "key");
        expect(PUSH.doCheckKeyFile(null, "", ""), FormValidation.Kind.OK, "");
    }

    private static void expect(FormValidation answer, FormValidation.Kind kind, String message) {
        assertThat(answer.kind).as(answer.getMessage()).isEqualTo(kind);
        if (!message.isEmpty()) {
            assertThat(answer).hasMessageContaining(message);
        }
    }
}
