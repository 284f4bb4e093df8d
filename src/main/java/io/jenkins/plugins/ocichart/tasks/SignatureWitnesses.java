package io.jenkins.plugins.ocichart.tasks;

import hudson.AbortException;
import io.jenkins.plugins.ocichart.agent.AgentCall;
import io.jenkins.plugins.ocichart.config.JenkinsProxy;
import io.jenkins.plugins.ocichart.config.OciChartConfiguration;
import io.jenkins.plugins.ocichart.json.JsonValue;
import io.jenkins.plugins.ocichart.operation.sigstore.ServiceRequest;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.signature.cosign.NewSignature;
import io.jenkins.plugins.ocichart.signature.cosign.PublicKey;
import io.jenkins.plugins.ocichart.signature.rekor.HashedRekord;
import io.jenkins.plugins.ocichart.signature.timestamp.TimestampRequest;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.util.Base64;
import java.util.List;

/**
 * The time-stamp authority and the transparency log of the system configuration; without addresses there, nobody is asked. The agent
 * sends the requests, as all others; they are made, and the answers checked, here. The log comes last, since it forgets nothing.
 *
 * @param agent sends the requests
 * @param console where a line about each answer goes
 */
record SignatureWitnesses(AgentCall agent, PrintStream console) implements NewSignature.Witnesses {
    @Override
    public JsonValue of(byte[] signed, byte[] signature, PublicKey key) throws IOException, InterruptedException {
        OciChartConfiguration configuration = OciChartConfiguration.get();
        String authority = configuration.getTimestampAuthorityUrl();
        String log = configuration.getTransparencyLogUrl();
        JsonValue said = authority == null ? JsonValue.EMPTY_OBJECT : timestamp(authority, signature);
        return log == null
                ? said
                : said.with("tlogEntries", JsonValue.array(List.of(logged(log, signed, signature, key))));
    }

    private JsonValue timestamp(String authority, byte[] signature) throws IOException, InterruptedException {
        TimestampRequest request = TimestampRequest.of(signature);
        try {
            byte[] answer = ask(authority, TimestampRequest.MEDIA_TYPE, request.encoded());
            console.println("Time stamp: " + request.check(answer) + " by " + authority);
            JsonValue stamp = JsonValue.EMPTY_OBJECT.with(
                    "signedTimestamp", Base64.getEncoder().encodeToString(answer));
            JsonValue stamps = JsonValue.EMPTY_OBJECT.with("rfc3161Timestamps", JsonValue.array(List.of(stamp)));
            return JsonValue.EMPTY_OBJECT.with("timestampVerificationData", stamps);
        } catch (IOException e) {
            throw failure(e, Messages.SignatureWitnesses_noTimestamp(authority, e.getMessage()));
        }
    }

    private JsonValue logged(String log, byte[] signed, byte[] signature, PublicKey key)
            throws IOException, InterruptedException {
        try {
            HashedRekord entry = HashedRekord.of(signed, signature, key);
            JsonValue logged = entry.check(ask(log + "/api/v2/log/entries", "application/json", entry.request()));
            console.println("Log entry: " + HashedRekord.index(logged) + " in " + log);
            return logged;
        } catch (IOException e) {
            boolean known = e.getMessage().startsWith("HTTP 409");
            throw failure(
                    e,
                    known
                            ? Messages.SignatureWitnesses_known(log)
                            : Messages.SignatureWitnesses_notLogged(log, e.getMessage()));
        }
    }

    private byte[] ask(String url, String type, byte[] body) throws IOException, InterruptedException {
        ConnectionSettings settings = ConnectionSettings.DEFAULT.withProxy(JenkinsProxy.current());
        return agent.run(new ServiceRequest(URI.create(url), type, body, settings));
    }

    /** A lost agent stays one. */
    private IOException failure(IOException e, String message) {
        return e instanceof AbortException abort && AgentCall.isLost(abort) ? e : agent.failure(message);
    }
}
