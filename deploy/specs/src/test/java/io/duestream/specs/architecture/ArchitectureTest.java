package io.duestream.specs.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rules hold for the product. That each of them can fail is shown by {@link ArchitectureRulesCanFailTest}. */
class ArchitectureTest {
    private static final String ROOT = "io.duestream";
    private static JavaClasses product;

    @BeforeAll
    static void read() {
        product = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(ROOT);
    }

    @Test
    void every_part_of_the_product_has_its_place_in_the_rules() {
        assertThat(product.stream().map(ArchitectureTest::part).distinct().toList())
                .as("parts of the product; what each may know stands in ModuleRules")
                .containsExactlyInAnyOrderElementsOf(ModuleRules.knows().keySet());
    }

    @Test
    void pure_code_knows_plain_types_only() {
        holds(new PurityRules(ROOT).pureCodeKnowsPlainTypesOnly());
    }

    @Test
    void pure_code_asks_for_nothing() {
        holds(new PurityRules(ROOT).pureCodeAsksForNothing());
    }

    @Test
    void modules_know_only_what_they_may() {
        new ModuleRules(ROOT).modulesKnowOnlyWhatTheyMay().forEach(ArchitectureTest::holds);
    }

    @Test
    void packages_form_no_circle() {
        holds(new ModuleRules(ROOT).packagesFormNoCircle());
    }

    @Test
    void only_the_fold_changes_a_job() {
        holds(new StateRules(ROOT).onlyTheFoldChangesAJob());
    }

    @Test
    void only_stores_write_rows() {
        holds(new StateRules(ROOT).onlyStoresWriteRows());
    }

    @Test
    void topic_names_are_made_in_one_place() {
        holds(new TopicNameRule(ROOT).topicNamesAreMadeInOnePlace());
    }

    @Test
    void names_say_what_is_inside() {
        holds(new NamingRules(ROOT).namesSayWhatIsInside());
    }

    @Test
    void events_are_in_the_past() {
        holds(new NamingRules(ROOT).eventsAreInThePast());
    }

    private static String part(JavaClass type) {
        return type.getPackageName().substring(ROOT.length() + 1).split("\\.", 2)[0];
    }

    private static void holds(ArchRule rule) {
        rule.check(product);
    }
}
