package io.jenkins.plugins.ocichart;

import java.io.File;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** What a POM file itself says, without its parent, with its own properties filled in. */
final class Pom {
    private static final Pattern EXPRESSION = Pattern.compile("\\$\\{([^}]+)}");

    private final Element project;
    private final Map<String, String> properties = new LinkedHashMap<>();

    private Pom(Element project) {
        this.project = project;
        properties.put("project.artifactId", text(project, "artifactId"));
        children(project, "properties")
                .flatMap(list -> children(list, "*"))
                .forEach(property -> properties.put(property.getTagName(), property.getTextContent()));
    }

    static Pom read(String file) throws Exception {
        return new Pom(DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new File(file))
                .getDocumentElement());
    }

    /** The text of the first element at {@code path}, empty where there is none. */
    String text(String path) {
        return text(project, path);
    }

    Map<String, String> properties() {
        Map<String, String> filled = new LinkedHashMap<>();
        properties.forEach((name, value) -> filled.put(name, fill(value)));
        return filled;
    }

    /** The direct dependencies, in the order of the file. */
    List<Dependency> dependencies() {
        return children(project, "dependencies")
                .flatMap(list -> children(list, "dependency"))
                .map(element -> new Dependency(
                        text(element, "groupId"),
                        text(element, "artifactId"),
                        text(element, "version"),
                        text(element, "scope")))
                .toList();
    }

    record Dependency(String groupId, String artifactId, String version, String scope) {}

    private String text(Element parent, String path) {
        Stream<Element> found = Stream.of(parent);
        for (String name : path.split("/")) {
            found = found.flatMap(element -> children(element, name));
        }
        return found.findFirst()
                .map(element -> fill(element.getTextContent().trim()))
                .orElse("");
    }

    private String fill(String text) {
        Matcher expression = EXPRESSION.matcher(text);
        return expression.find() && properties.containsKey(expression.group(1))
                ? fill(text.replace(expression.group(), properties.get(expression.group(1))))
                : text;
    }

    private static Stream<Element> children(Element parent, String name) {
        NodeList nodes = parent.getChildNodes();
        return IntStream.range(0, nodes.getLength())
                .<Node>mapToObj(nodes::item)
                .filter(Element.class::isInstance)
                .map(Element.class::cast)
                .filter(element -> name.equals("*") || element.getTagName().equals(name));
    }
}
