package io.jenkins.plugins.ocichart.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.hudson.plugins.folder.properties.FolderCredentialsProvider.FolderCredentialsProperty;
import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.CredentialsStore;
import com.cloudbees.plugins.credentials.SecretBytes;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.cloudbees.plugins.credentials.domains.DomainCredentials;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.ocichart.simulator.SimulatedRegistry;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.htmlunit.util.NameValuePair;
import org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.kohsuke.stapler.interceptor.RequirePOST;
import org.kohsuke.stapler.verb.POST;

/** Who may ask what of the methods behind the plugin's forms. It finds the methods by itself. */
@WithJenkins
class FormPermissionsTest {
    private static final String SECRET = "marker-of-all-passwords";
    private static final String JOB = "job/outside/";
    private static final String JOB_IN_FOLDER = "job/team/job/inside/";

    /** Web methods that change nothing, use no credentials, connect to nothing, and are pages: each with its reason. */
    private static final Map<String, String> MAY_BE_GET = Map.of();

    private static final Map<String, JenkinsRule.WebClient> CLIENTS = new HashMap<>();

    private static JenkinsRule jenkins;
    private static SimulatedRegistry registry;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        registry = SimulatedRegistry.start();
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .toEveryone()
                .grant(Item.CONFIGURE, Item.EXTENDED_READ, CredentialsProvider.USE_ITEM)
                .everywhere()
                .to("configurer")
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin"));
        jenkins.createProject(FreeStyleProject.class, "outside");
        Folder folder = jenkins.createProject(Folder.class, "team");
        folder.createProject(FreeStyleProject.class, "inside");
        folder.addProperty(new FolderCredentialsProperty(new DomainCredentials[] {
            new DomainCredentials(Domain.global(), List.of(login("of-the-team"), file("of-the-team-file")))
        }));
        SystemCredentialsProvider.getInstance().getCredentials().addAll(List.of(login("global"), file("global-file")));
        SystemCredentialsProvider.getInstance().save();
        addOwn("admin");
    }

    @AfterAll
    static void stop() throws Exception {
        CLIENTS.clear();
        registry.close();
    }

    @BeforeEach
    void forgetRequests() {
        registry.requests().clear();
    }

    static List<WebMethods.OfForm> forms() throws Exception {
        return WebMethods.ofForms();
    }

    static List<WebMethods.OfForm> lists() throws Exception {
        return forms().stream()
                .filter(method -> method.name().matches("doFill.*CredentialsIdItems"))
                .toList();
    }

    @Test
    void thereAreMethodsToAsk() throws Exception {
        assertThat(forms()).hasSizeGreaterThan(5);
        assertThat(lists()).hasSizeGreaterThan(3);
    }

    @Test
    void everyWebMethodWantsPost() throws Exception {
        assertThat(WebMethods.all())
                .filteredOn(method ->
                        !MAY_BE_GET.containsKey(method.getDeclaringClass().getSimpleName() + "." + method.getName()))
                .allSatisfy(method -> assertThat(
                                method.isAnnotationPresent(POST.class) || method.isAnnotationPresent(RequirePOST.class))
                        .as("%s is @POST", method)
                        .isTrue());
    }

    @ParameterizedTest
    @MethodSource("forms")
    void answersNoGet(WebMethods.OfForm method) throws Exception {
        assertThat(status("admin", HttpMethod.GET, "", method)).isIn(404, 405);
        assertThat(status("admin", HttpMethod.GET, JOB, method)).isIn(404, 405);
    }

    @ParameterizedTest
    @MethodSource("forms")
    void answersNoRequestFromAnotherSite(WebMethods.OfForm method) throws Exception {
        WebRequest request = new WebRequest(new URL(jenkins.getURL(), method.path()), HttpMethod.POST);

        assertThat(client("admin").getPage(request).getWebResponse().getStatusCode())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @MethodSource("forms")
    void showsNobodyASecret(WebMethods.OfForm method) throws Exception {
        for (String user : List.of("", "reader", "configurer", "admin")) {
            for (String page : List.of("", JOB, JOB_IN_FOLDER)) {
                assertThat(post(user, page, method, "global").getContentAsString())
                        .as("%s on /%s", user, page)
                        .doesNotContain(SECRET, "\tat ", "Oops!");
            }
        }
    }

    /** A job's configurer may have Jenkins connect from here with credentials of the job, nobody with less may. */
    @ParameterizedTest
    @MethodSource("forms")
    void connectsToNothingForWhoMayNotConfigure(WebMethods.OfForm method) throws Exception {
        for (String user : List.of("", "reader")) {
            for (String page : List.of("", JOB, JOB_IN_FOLDER)) {
                post(user, page, method, "global");
            }
        }
        post("configurer", "", method, "global");

        assertThat(registry.requests()).isEmpty();
    }

    /** Forms ask these while somebody types. */
    @ParameterizedTest
    @MethodSource("forms")
    void connectsToNothingUnasked(WebMethods.OfForm method) throws Exception {
        if (method.name().matches("do(Check|Fill).*")) {
            post("admin", "", method, "global");
            post("configurer", JOB, method, "global");

            assertThat(registry.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("lists")
    void listsCredentialsForWhoMayUseThem(WebMethods.OfForm method) throws Exception {
        assertThat(post("admin", "", method, "").getContentAsString()).contains("global");
        boolean ofJobs = List.of(method.method().getParameterTypes()).contains(Item.class);
        if (ofJobs) {
            assertThat(post("configurer", JOB, method, "").getContentAsString()).contains("global");
        }
    }

    @ParameterizedTest
    @MethodSource("lists")
    void listsNoCredentialsForOthers(WebMethods.OfForm method) throws Exception {
        for (String user : List.of("", "reader")) {
            for (String page : List.of("", JOB, JOB_IN_FOLDER)) {
                assertThat(post(user, page, method, "").getContentAsString())
                        .as("%s on /%s", user, page)
                        .doesNotContain("global", "of-the-team", "own-of-admin");
            }
        }
        assertThat(post("configurer", "", method, "").getContentAsString())
                .doesNotContain("global", "of-the-team", "own-of-admin");
    }

    @ParameterizedTest
    @MethodSource("lists")
    void listsAFoldersCredentialsInTheFolderOnly(WebMethods.OfForm method) throws Exception {
        if (List.of(method.method().getParameterTypes()).contains(Item.class)) {
            assertThat(post("configurer", JOB_IN_FOLDER, method, "").getContentAsString())
                    .contains("of-the-team");
        }
        assertThat(post("configurer", JOB, method, "").getContentAsString()).doesNotContain("of-the-team");
        assertThat(post("admin", "", method, "").getContentAsString()).doesNotContain("of-the-team");
    }

    @ParameterizedTest
    @MethodSource("lists")
    void listsNobodysOwnCredentials(WebMethods.OfForm method) throws Exception {
        for (String page : List.of("", JOB, JOB_IN_FOLDER)) {
            assertThat(post("admin", page, method, "").getContentAsString()).doesNotContain("own-of-admin");
        }
    }

    @ParameterizedTest
    @MethodSource("lists")
    void keepsTheValueThatAFormHas(WebMethods.OfForm method) throws Exception {
        assertThat(post("reader", JOB, method, "kept").getContentAsString()).contains("kept");
    }

    /** Else whoever can see a job could find out what credentials there are. */
    @ParameterizedTest
    @MethodSource("forms")
    void doesNotSayWhichCredentialsThereAre(WebMethods.OfForm method) throws Exception {
        if (method.name().matches("doFill.*")) {
            return; // those answer with the value that they were asked with
        }
        for (String user : List.of("", "reader")) {
            for (String page : List.of("", JOB, JOB_IN_FOLDER)) {
                WebResponse present = post(user, page, method, "global");
                WebResponse absent = post(user, page, method, "absent");
                assertThat(present.getStatusCode()).isEqualTo(absent.getStatusCode());
                if (present.getStatusCode() == 200) {
                    assertThat(present.getContentAsString())
                            .as("%s on /%s", user, page)
                            .isEqualTo(absent.getContentAsString());
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>"})
    void repeatsNoMarkup(String attack) throws Exception {
        for (WebMethods.OfForm method : forms()) {
            if (method.name().matches("doFill.*")) {
                continue; // JSON, which forms put into the page as text
            }
            Map<String, String> parameters = WebMethods.parameters(method.method(), registry.host(), "global");
            parameters.replaceAll((name, value) -> value.equals("false") || value.equals("1") ? value : attack);

            assertThat(send("admin", HttpMethod.POST, "", method, parameters).getContentAsString())
                    .as(method.toString())
                    .doesNotContain("<script>alert", "<img src=x");
        }
    }

    private int status(String user, HttpMethod verb, String page, WebMethods.OfForm method) throws Exception {
        return send(user, verb, page, method, WebMethods.parameters(method.method(), registry.host(), "global"))
                .getStatusCode();
    }

    private WebResponse post(String user, String page, WebMethods.OfForm method, String credentialsId)
            throws Exception {
        return send(
                user,
                HttpMethod.POST,
                page,
                method,
                WebMethods.parameters(method.method(), registry.host(), credentialsId));
    }

    private WebResponse send(
            String user, HttpMethod verb, String page, WebMethods.OfForm method, Map<String, String> parameters)
            throws Exception {
        JenkinsRule.WebClient client = client(user);
        WebRequest request = new WebRequest(new URL(jenkins.getURL(), page + method.path()), verb);
        request.setRequestParameters(parameters.entrySet().stream()
                .map(entry -> new NameValuePair(entry.getKey(), entry.getValue()))
                .toList());
        if (verb == HttpMethod.POST) {
            client.addCrumb(request);
        }
        return client.getPage(request).getWebResponse();
    }

    /** Logged in once: that takes longer than all that follows. */
    private static JenkinsRule.WebClient client(String user) throws Exception {
        JenkinsRule.WebClient client = CLIENTS.get(user);
        if (client == null) {
            client = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false);
            client.getOptions().setJavaScriptEnabled(false);
            if (!user.isEmpty()) {
                client.login(user);
            }
            CLIENTS.put(user, client);
        }
        return client;
    }

    private static Credentials login(String id) throws Exception {
        return new UsernamePasswordCredentialsImpl(CredentialsScope.GLOBAL, id, null, "alice", SECRET);
    }

    /** For the fields that take keys. */
    private static Credentials file(String id) {
        return new FileCredentialsImpl(
                CredentialsScope.GLOBAL, id, null, id, SecretBytes.fromBytes(SECRET.getBytes(StandardCharsets.UTF_8)));
    }

    private static void addOwn(String user) throws Exception {
        User owner = User.getById(user, true);
        try (ACLContext ignored = ACL.as2(owner.impersonate2())) {
            for (CredentialsStore store : CredentialsProvider.lookupStores(owner)) {
                if (store.getContext() == owner) {
                    store.addCredentials(
                            Domain.global(),
                            new UsernamePasswordCredentialsImpl(
                                    CredentialsScope.USER, "own-of-" + user, null, "alice", SECRET));
                    store.addCredentials(
                            Domain.global(),
                            new FileCredentialsImpl(
                                    CredentialsScope.USER,
                                    "own-of-" + user + "-file",
                                    null,
                                    "key",
                                    SecretBytes.fromBytes(SECRET.getBytes(StandardCharsets.UTF_8))));
                }
            }
        }
    }
}
