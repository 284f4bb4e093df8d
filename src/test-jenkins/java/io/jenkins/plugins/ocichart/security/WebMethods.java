package io.jenkins.plugins.ocichart.security;

import hudson.model.Descriptor;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.WebMethod;
import org.kohsuke.stapler.bind.JavaScriptMethod;

/** The methods of the plugin that answer HTTP requests. */
final class WebMethods {
    private WebMethods() {}

    /** All of them, by Stapler's rules: {@code doXyz}, {@code jsXyz}, or annotated. */
    static List<Method> all() throws IOException, URISyntaxException {
        List<Method> found = new ArrayList<>();
        for (Class<?> type : PluginClasses.all()) {
            Stream.of(type.getDeclaredMethods())
                    .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isBridge())
                    .filter(method -> method.getName().matches("(do|js)[A-Z].*")
                            || method.isAnnotationPresent(WebMethod.class)
                            || method.isAnnotationPresent(JavaScriptMethod.class))
                    .forEach(found::add);
        }
        return found;
    }

    /** A method of a form, which may be declared in an interface that several forms share. */
    record OfForm(Class<?> descriptor, Method method) {
        String name() {
            return method.getName();
        }

        /** The address below that of the page that the form is on. */
        String path() {
            String described = descriptor.getName();
            int nested = described.lastIndexOf('$');
            return "descriptorByName/" + (nested < 0 ? described : described.substring(0, nested)) + "/"
                    + Character.toLowerCase(name().charAt(2)) + name().substring(3);
        }

        @Override
        public String toString() {
            return path();
        }
    }

    /** Those of forms that the plugin itself has, also by inheritance. */
    static List<OfForm> ofForms() throws IOException, URISyntaxException {
        List<Method> declared = all();
        List<OfForm> found = new ArrayList<>();
        for (Class<?> type : PluginClasses.all()) {
            if (Descriptor.class.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers())) {
                Stream.of(type.getMethods())
                        .filter(declared::contains)
                        .forEach(method -> found.add(new OfForm(type, method)));
            }
        }
        return found;
    }

    /** Its parameters: those that say where a registry is lead to {@code host}, credentials are {@code credentialsId}. */
    static Map<String, String> parameters(Method method, String host, String credentialsId) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (Parameter parameter : method.getParameters()) {
            QueryParameter query = parameter.getAnnotation(QueryParameter.class);
            if (query == null) {
                continue;
            }
            String name = query.value().isEmpty() ? parameter.getName() : query.value();
            parameters.put(name, value(method, name, parameter.getType(), host, credentialsId));
        }
        return parameters;
    }

    private static String value(Method method, String name, Class<?> type, String host, String credentialsId) {
        String field = name.equals("value") ? method.getName().replaceFirst("^doCheck", "") : name;
        if (type == boolean.class) {
            return "false";
        } else if (type == int.class) {
            return "1";
        }
        String lower = field.toLowerCase(Locale.ROOT);
        if (lower.endsWith("credentialsid")) {
            return credentialsId;
        }
        return switch (lower) {
            case "registry" -> host;
            case "chart", "remote", "from", "to" -> "oci://" + host + "/charts/web";
            case "url" -> "https://" + host + "/charts";
            default -> "";
        };
    }
}
