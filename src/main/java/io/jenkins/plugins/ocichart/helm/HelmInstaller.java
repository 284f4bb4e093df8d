package io.jenkins.plugins.ocichart.helm;

import hudson.AbortException;
import hudson.Extension;
import hudson.FilePath;
import hudson.Util;
import hudson.model.Item;
import hudson.model.Node;
import hudson.model.TaskListener;
import hudson.tools.ToolInstallation;
import hudson.tools.ToolInstaller;
import hudson.tools.ToolInstallerDescriptor;
import hudson.util.FormValidation;
import io.jenkins.plugins.ocichart.agent.AgentCall;
import io.jenkins.plugins.ocichart.config.JenkinsProxy;
import io.jenkins.plugins.ocichart.form.FormAccess;
import io.jenkins.plugins.ocichart.operation.tool.InstallHelm;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Downloads {@code helm} from {@value #DEFAULT_URL} or a mirror, for the system and processor of the agent. */
public final class HelmInstaller extends ToolInstaller {
    /** Where the Helm project has its archives. */
    static final String DEFAULT_URL = "https://get.helm.sh";

    private static final Pattern VERSION = Pattern.compile("v?(\\d+\\.\\d+\\.\\d+(-[0-9A-Za-z.-]+)?)");
    private static final Pattern URL = Pattern.compile("https?://[^\\s@]+");
    private static final Pattern DIGEST = Pattern.compile("[0-9a-fA-F]{64}");

    private final String version;

    private String baseUrl = "";
    private String sha256 = "";

    @DataBoundConstructor
    public HelmInstaller(String label, String version) {
        super(label);
        this.version = Util.fixNull(version).strip();
    }

    public String getVersion() {
        return version;
    }

    /** Where the archives are, empty for {@value #DEFAULT_URL}. */
    public String getBaseUrl() {
        return baseUrl;
    }

    @DataBoundSetter
    public void setBaseUrl(String baseUrl) {
        this.baseUrl = Util.fixNull(baseUrl).strip();
    }

    /** The SHA-256 that the archives may have, separated by white space or commas; empty for the published ones. */
    public String getSha256() {
        return sha256;
    }

    @DataBoundSetter
    public void setSha256(String sha256) {
        this.sha256 = Util.fixNull(sha256).strip();
    }

    @Override
    public FilePath performInstallation(ToolInstallation tool, Node node, TaskListener log)
            throws IOException, InterruptedException {
        if (!VERSION.matcher(version).matches()) {
            throw new AbortException(Messages.HelmInstaller_version());
        }
        if (!baseUrl.isEmpty() && !URL.matcher(baseUrl).matches()) {
            throw new AbortException(Messages.HelmInstaller_url());
        }
        List<String> digests = digests(sha256);
        if (!digests.stream().allMatch(digest -> DIGEST.matcher(digest).matches())) {
            throw new AbortException(Messages.HelmInstaller_sha256());
        }
        FilePath folder = preferredLocation(tool, node);
        folder.mkdirs();
        new AgentCall(folder, log, null)
                .run(new InstallHelm(
                        version.replaceFirst("^v", ""),
                        baseUrl.isEmpty() ? DEFAULT_URL : baseUrl,
                        digests,
                        ConnectionSettings.DEFAULT.withProxy(JenkinsProxy.current())));
        return folder;
    }

    private static List<String> digests(String text) {
        return Arrays.stream(text.split("[\\s,]+"))
                .filter(digest -> !digest.isEmpty())
                .map(digest -> digest.replaceFirst("^sha256:", "").toLowerCase(Locale.ROOT))
                .toList();
    }

    /** The installer in the tool's configuration. */
    @Extension
    @Symbol("helmInstaller")
    public static final class DescriptorImpl extends ToolInstallerDescriptor<HelmInstaller> {
        @Override
        public String getDisplayName() {
            return Messages.HelmInstaller_displayName();
        }

        @Override
        public boolean isApplicable(Class<? extends ToolInstallation> toolType) {
            return toolType == HelmTool.class;
        }

        @POST
        public FormValidation doCheckVersion(@AncestorInPath Item item, @QueryParameter String value) {
            return check(item, VERSION, List.of(Util.fixNull(value).strip()), Messages.HelmInstaller_version());
        }

        @POST
        public FormValidation doCheckBaseUrl(@AncestorInPath Item item, @QueryParameter String value) {
            String url = Util.fixEmptyAndTrim(value);
            return check(item, URL, url == null ? List.of() : List.of(url), Messages.HelmInstaller_url());
        }

        @POST
        public FormValidation doCheckSha256(@AncestorInPath Item item, @QueryParameter String value) {
            return check(item, DIGEST, digests(Util.fixNull(value)), Messages.HelmInstaller_sha256());
        }

        private static FormValidation check(Item item, Pattern form, List<String> values, String complaint) {
            return !FormAccess.maySee(item)
                            || values.stream()
                                    .allMatch(value -> form.matcher(value).matches())
                    ? FormValidation.ok()
                    : FormValidation.error(complaint);
        }
    }
}
