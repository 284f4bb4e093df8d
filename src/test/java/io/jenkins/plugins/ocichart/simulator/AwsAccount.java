package io.jenkins.plugins.ocichart.simulator;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The access keys of an AWS account, the check of signatures that AWS APIs make (Signature Version 4), and its STS. */
final class AwsAccount {
    static final Key WRITER = new Key("AKIAWRITER000EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", null);
    static final Key READER = new Key("AKIAREADER000EXAMPLE", "zJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", null);
    static final Key ROLE =
            new Key("ASIAROLE00000EXAMPLE", "rJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "session/token+of=role");
    static final String ROLE_ARN = "arn:aws:iam::123456789012:role/jenkins-agent";
    static final String WEB_IDENTITY = "eyJhbGciOiJSUzI1NiJ9.web-identity-of-the-pod.c2ln";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");
    private static final Pattern AUTHORIZATION =
            Pattern.compile("AWS4-HMAC-SHA256 Credential=([A-Z0-9]+)/(\\d{8})/([a-z0-9-]+)/"
                    + "([a-z-]+)/aws4_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})");

    /** Whether the keys have no right to get an authorization token. */
    boolean denies;
    /** Whether the session token of the role has expired. */
    boolean sessionExpired;

    /** An access key; {@code session} is null for a user's own key. */
    record Key(String id, String secret, String session) {}

    /** Who signed, or why the request is refused. */
    record Verdict(Key key, Reply refusal) {
        static Verdict refused(int status, String type, String message) {
            return new Verdict(
                    null,
                    Reply.status(status)
                            .header("Content-Type", "application/x-amz-json-1.1")
                            .body("{\"__type\":\"" + type + "\",\"message\":\"" + message + "\"}"));
        }
    }

    Verdict verify(Request request, String region, String service) {
        Matcher authorization = AUTHORIZATION.matcher(request.header("authorization"));
        if (!authorization.matches()) {
            return Verdict.refused(400, "MissingAuthenticationTokenException", "Missing Authentication Token");
        }
        Key key = Arrays.asList(WRITER, READER, ROLE).stream()
                .filter(k -> k.id().equals(authorization.group(1)))
                .findFirst()
                .orElse(null);
        boolean hasSession = key != null && key.session() != null;
        if (key == null || hasSession && !key.session().equals(request.header("x-amz-security-token"))) {
            return Verdict.refused(
                    400, "UnrecognizedClientException", "The security token included in the request is invalid.");
        }
        String date = request.header("x-amz-date");
        Instant signed = LocalDateTime.parse(date, TIME).toInstant(ZoneOffset.UTC);
        List<String> names = List.of(authorization.group(5).split(";"));
        boolean complete = names.containsAll(List.of("host", "x-amz-date", "x-amz-target"))
                && (!hasSession || names.contains("x-amz-security-token"));
        if (!complete
                || Math.abs(signed.getEpochSecond() - Instant.now().getEpochSecond()) > 900
                || !authorization.group(2).equals(date.substring(0, 8))
                || !authorization.group(3).equals(region)
                || !authorization.group(4).equals(service)
                || !authorization.group(6).equals(signature(request, key, names, date, region, service))) {
            return Verdict.refused(
                    400,
                    "InvalidSignatureException",
                    "The request signature we calculated does not match the signature you provided.");
        }
        if (hasSession && sessionExpired) {
            return Verdict.refused(
                    400, "ExpiredTokenException", "The security token included in the request is expired");
        }
        if (denies) {
            return Verdict.refused(
                    400,
                    "AccessDeniedException",
                    "User: arn:aws:iam::123456789012:user/x is not authorized to perform: " + service
                            + ":GetAuthorizationToken on resource: *");
        }
        return new Verdict(key == ROLE ? WRITER : key, null);
    }

    private static String signature(
            Request request, Key key, List<String> names, String date, String region, String service) {
        String headers = names.stream()
                .map(name -> name + ":" + (name.equals("host") ? request.host() : request.header(name)) + "\n")
                .collect(Collectors.joining());
        String canonical = String.join(
                "\n",
                request.method(),
                request.path(),
                request.query(),
                headers,
                String.join(";", names),
                HexFormat.of().formatHex(sha256(request.body())));
        String scope = date.substring(0, 8) + "/" + region + "/" + service + "/aws4_request";
        String text = "AWS4-HMAC-SHA256\n" + date + "\n" + scope + "\n"
                + HexFormat.of().formatHex(sha256(canonical.getBytes(StandardCharsets.UTF_8)));
        byte[] derived = ("AWS4" + key.secret()).getBytes(StandardCharsets.UTF_8);
        for (String part : scope.split("/")) {
            derived = hmac(derived, part);
        }
        return HexFormat.of().formatHex(hmac(derived, text));
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** STS: gives the role's keys to whoever brings the pod's web identity. */
    Reply securityTokenService(Request request) {
        Map<String, String> form = request.form();
        if (!"AssumeRoleWithWebIdentity".equals(form.get("Action")) || !"2011-06-15".equals(form.get("Version"))) {
            return stsError(400, "InvalidAction", "Could not find operation");
        }
        if (!WEB_IDENTITY.equals(form.get("WebIdentityToken"))) {
            return stsError(400, "InvalidIdentityToken", "The ID Token provided is not a valid JWT");
        }
        if (!ROLE_ARN.equals(form.get("RoleArn"))
                || !form.getOrDefault("RoleSessionName", "").matches("[\\w+=,.@-]{2,64}")) {
            return stsError(403, "AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity");
        }
        return Reply.status(200)
                .header("Content-Type", "text/xml")
                .body("<AssumeRoleWithWebIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">\n"
                        + "  <AssumeRoleWithWebIdentityResult>\n    <Credentials>\n      <AccessKeyId>" + ROLE.id()
                        + "</AccessKeyId>\n      <SecretAccessKey>" + ROLE.secret()
                        + "</SecretAccessKey>\n      <SessionToken>" + ROLE.session()
                        + "</SessionToken>\n      <Expiration>2030-01-01T00:00:00Z</Expiration>\n    </Credentials>\n"
                        + "  </AssumeRoleWithWebIdentityResult>\n</AssumeRoleWithWebIdentityResponse>\n");
    }

    private static Reply stsError(int status, String code, String message) {
        return Reply.status(status)
                .header("Content-Type", "text/xml")
                .body(
                        "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">\n  <Error>\n    <Type>Sender</Type>\n"
                                + "    <Code>" + code + "</Code>\n    <Message>" + message
                                + "</Message>\n  </Error>\n</ErrorResponse>\n");
    }
}
