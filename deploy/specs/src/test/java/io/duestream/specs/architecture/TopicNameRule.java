package io.duestream.specs.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.duestream.topic.TopicSpec;
import io.duestream.topic.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Where a topic's name may be made. */
final class TopicNameRule {
    private static final Pattern TOPIC_NAME = Pattern.compile(pattern(Topics.of("any")));

    private final String root;

    TopicNameRule(String root) {
        this.root = root;
    }

    ArchRule topicNamesAreMadeInOnePlace() {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .and()
                .doNotHaveFullyQualifiedName(Topics.class.getName())
                .should(new ArchCondition<>("hold a text that looks like the name of a topic") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        for (String constant : constants(type)) {
                            if (TOPIC_NAME.matcher(constant).matches()) {
                                events.add(SimpleConditionEvent.satisfied(
                                        type, type.getName() + " holds \"" + constant + "\""));
                            }
                        }
                    }
                })
                .because("a name that is made twice is made differently once, and then a record goes where nobody "
                        + "reads; ask io.duestream.topic.Topics for it");
    }

    /** A fixed topic's name after a dot, or a dispatch or outcomes topic of any group; U+0001 stands for a variable. */
    private static String pattern(Topics topics) {
        String fixed = topics.fixed().stream()
                .map(TopicSpec::name)
                .map(name -> name.substring(topics.cluster().length() + 1))
                .map(Pattern::quote)
                .collect(Collectors.joining("|"));
        String perGroup =
                topics.dispatch("x").name() + "|" + topics.outcomes("x").name();
        String families = List.of(perGroup.split("\\|")).stream()
                .map(name -> name.substring(topics.cluster().length() + 1, name.length() - 1))
                .map(Pattern::quote)
                .collect(Collectors.joining("|"));
        String some = "[A-Za-z0-9_\\-\\x01]*";
        return some + "\\.(" + fixed + ")|(" + some + "\\.)(" + families + ")" + some;
    }

    private static List<String> constants(JavaClass type) {
        try (InputStream in = type.getSource().orElseThrow().getUri().toURL().openStream()) {
            return StringConstants.in(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
