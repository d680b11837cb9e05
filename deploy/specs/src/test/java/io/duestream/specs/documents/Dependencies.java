package io.duestream.specs.documents;

import io.duestream.specs.architecture.Project;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** What the modules need from others: {@code <artifact> ships}, {@code runs} or {@code tests}. */
final class Dependencies {
    /** What the strongest need of any module is called in the table. */
    private static final List<String> NEEDS = List.of("tests", "runs", "ships");

    private static final Map<String, String> NEED_OF_SCOPE =
            Map.of("compile", "ships", "runtime", "runs", "test", "tests");

    private Dependencies() {}

    static List<List<String>> rows(Markdown readme) {
        return readme.rows().stream()
                .filter(cells -> cells.size() == 3 && NEEDS.contains(cells.get(1)))
                .toList();
    }

    static List<String> in(Markdown readme) {
        return rows(readme).stream()
                .map(cells -> cells.get(0).replace("`", "") + " " + cells.get(1))
                .toList();
    }

    static Set<String> ofTheProject() {
        Map<String, Integer> strongest = new TreeMap<>();
        for (Path pom : Project.poms()) {
            for (Element dependency : direct(pom)) {
                String artifact = text(dependency, "groupId") + ":" + text(dependency, "artifactId");
                String need = NEED_OF_SCOPE.get(text(dependency, "scope"));
                if (!artifact.startsWith("io.duestream:")) {
                    strongest.merge(artifact, NEEDS.indexOf(need), Math::max);
                }
            }
        }
        return strongest.entrySet().stream()
                .map(each -> each.getKey() + " " + NEEDS.get(each.getValue()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Element> direct(Path pom) {
        try {
            Element project = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(pom.toFile())
                    .getDocumentElement();
            return children(project, "dependencies").stream()
                    .flatMap(each -> children(each, "dependency").stream())
                    .toList();
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new IllegalStateException(pom + " cannot be read", e);
        }
    }

    private static String text(Element dependency, String name) {
        List<Element> found = children(dependency, name);
        return found.isEmpty() ? "compile" : found.get(0).getTextContent().strip();
    }

    private static List<Element> children(Node parent, String name) {
        NodeList nodes = parent.getChildNodes();
        return IntStream.range(0, nodes.getLength())
                .mapToObj(nodes::item)
                .filter(node ->
                        node instanceof Element element && element.getTagName().equals(name))
                .map(Element.class::cast)
                .toList();
    }
}
