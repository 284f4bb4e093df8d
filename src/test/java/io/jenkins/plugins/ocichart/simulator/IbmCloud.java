package io.jenkins.plugins.ocichart.simulator;

import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** IBM Cloud Container Registry: fixed user names for each kind of token, namespaces first. */
final class IbmCloud extends TokenRegistry {
    static final String HOST = "de.icr.io";

    /** Whether challenges quote their values; they are reported both ways, and Helm understands this one only. */
    boolean quotes = true;
    /** Status of the refusals whose texts IBM documents. */
    int deniedStatus = 403;

    IbmCloud() {
        super(HOST, "https://" + HOST + "/oauth/token", "registry");
        lifetime = Duration.ofHours(1);
    }

    @Override
    String namespace() {
        return "acme";
    }

    @Override
    Map<String, Site> sites() {
        return Map.of(HOST, request -> request.path().equals("/oauth/token") ? token(request) : answer(request));
    }

    @Override
    RegistryCredential writer() {
        return RegistryCredential.basic("iamapikey", WRITER.password());
    }

    @Override
    RegistryCredential reader() {
        return RegistryCredential.basic("iambearer", READER.password());
    }

    @Override
    String challenge(Access access, String error) {
        String challenge = super.challenge(access, error).replace("\",", "\", ");
        return quotes ? challenge : challenge.replace("\"", "");
    }

    @Override
    Optional<String> user(Request.Login login) {
        if (login.user().equals("iamapikey") && login.password().equals(WRITER.password())) {
            return Optional.of(WRITER.user());
        }
        return login.user().equals("iambearer") && login.password().equals(READER.password())
                ? Optional.of(READER.user())
                : Optional.empty();
    }

    @Override
    Reply unauthenticated(Request request, Access access) {
        return Reply.error(
                        401,
                        "UNAUTHORIZED",
                        "Authorization required. See https://cloud.ibm.com/docs/Registry?topic=Registry-troubleshoot-auth-req")
                .header("WWW-Authenticate", challenge(access, null));
    }

    @Override
    Reply insufficient(Request request, Access access) {
        return Reply.error(deniedStatus, "DENIED", "You are not authorized to access the specified resource.");
    }

    @Override
    Reply overQuota(String repository, long size) {
        return Reply.error(
                deniedStatus, "DENIED", "Your account has exceeded its image storage quota for the current month.");
    }

    /** No immutability is documented. */
    @Override
    Reply locked(String repository, String tag) {
        return Reply.error(deniedStatus, "DENIED", "The tag is immutable.");
    }
}
