package io.duestream.specs.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each rule is put to a small offender, so that a rule which no longer sees anything is noticed. */
class ArchitectureRulesCanFailTest {
    private static final String ROOT = "io.duestream.specs.architecture.wrong";
    private static JavaClasses offenders;

    @BeforeAll
    static void read() {
        offenders = new ClassFileImporter().importPackages(ROOT);
    }

    @Test
    void kafka_and_files_in_the_core_are_seen() {
        List<String> found = broken(new PurityRules(ROOT).pureCodeKnowsPlainTypesOnly());

        assertThat(found).anyMatch(each -> each.contains("KnowsKafka"));
        assertThat(found).anyMatch(each -> each.contains("ReadsAFile"));
        assertThat(found).noneMatch(each -> each.contains("core.JobFold"));
    }

    @Test
    void clocks_and_chance_in_the_core_are_seen_also_as_method_references() {
        List<String> found = broken(new PurityRules(ROOT).pureCodeAsksForNothing());

        assertThat(found).anyMatch(each -> each.contains("ReadsTheClock"));
        assertThat(found).anyMatch(each -> each.contains("PassesTheClockOn"));
        assertThat(found).anyMatch(each -> each.contains("ThrowsDice"));
        assertThat(found).noneMatch(each -> each.contains("core.JobFold"));
    }

    @Test
    void a_service_that_knows_another_is_seen() {
        List<String> found = new ModuleRules(ROOT)
                .modulesKnowOnlyWhatTheyMay().stream()
                        .flatMap(rule -> all(rule).stream())
                        .toList();

        assertThat(found).anyMatch(each -> each.contains("client.KnowsTheTracker"));
        assertThat(found).noneMatch(each -> each.contains("executor.MayKnowTheClient"));
    }

    @Test
    void a_circle_of_packages_is_seen() {
        assertThat(broken(new ModuleRules(ROOT).packagesFormNoCircle()))
                .anyMatch(each -> each.contains("circle.left") && each.contains("circle.right"));
    }

    @Test
    void a_job_that_is_made_or_changed_outside_the_fold_is_seen() {
        List<String> found = broken(new StateRules(ROOT).onlyTheFoldChangesAJob());

        assertThat(found).anyMatch(each -> each.contains("ChangesAJob") && each.contains("<init>"));
        assertThat(found).anyMatch(each -> each.contains("ChangesAJob") && each.contains("withFires"));
        assertThat(found).noneMatch(each -> each.contains("core.JobFold"));
    }

    @Test
    void a_row_that_is_written_outside_the_stores_is_seen() {
        assertThat(broken(new StateRules(ROOT).onlyStoresWriteRows())).anyMatch(each -> each.contains("WritesARow"));
    }

    @Test
    void a_topic_name_that_is_made_elsewhere_is_seen() {
        List<String> found = broken(new TopicNameRule(ROOT).topicNamesAreMadeInOnePlace());

        assertThat(found).hasSize(3).allMatch(each -> each.contains("NamesATopic"));
        assertThat(found)
                .anyMatch(each -> each.contains(".dispatch."))
                .anyMatch(each -> each.contains(".commands\""))
                .anyMatch(each -> each.contains("\"duestream.audit\""));
    }

    @Test
    void names_that_say_nothing_are_seen() {
        List<String> found = broken(new NamingRules(ROOT).namesSayWhatIsInside());

        assertThat(found).hasSize(2);
        assertThat(found).anyMatch(each -> each.contains("wrong.util.Strings"));
        assertThat(found).anyMatch(each -> each.contains("RetryHelper"));
    }

    @Test
    void an_event_with_an_imperative_name_is_seen() {
        List<String> found = broken(new NamingRules(ROOT).eventsAreInThePast());

        assertThat(found).anyMatch(each -> each.contains("CancelFire"));
        assertThat(found).noneMatch(each -> each.contains("FireCancelled"));
    }

    /** The reason has to stand in what a reader of the failed build sees. */
    private static List<String> broken(ArchRule rule) {
        EvaluationResult result = rule.evaluate(offenders);
        assertThat(result.hasViolation())
                .as("violations of: " + rule.getDescription())
                .isTrue();
        assertThat(result.getFailureReport().toString()).contains(", because ");
        return all(rule);
    }

    private static List<String> all(ArchRule rule) {
        return Stream.of(rule.evaluate(offenders))
                .flatMap(result -> result.getFailureReport().getDetails().stream())
                .toList();
    }
}
