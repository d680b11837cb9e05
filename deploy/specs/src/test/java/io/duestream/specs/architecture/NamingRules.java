package io.duestream.specs.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import java.util.regex.Pattern;

/** What things are called. */
final class NamingRules {
    private static final Pattern EMPTY_PACKAGE =
            Pattern.compile("(.*\\.)?(utils?|commons?|helpers?|managers?|misc|shared)(\\..*)?");

    private static final Pattern EMPTY_NAME = Pattern.compile(".*(Utils?|Commons?|Helpers?|Managers?|Misc)");

    private final String root;

    NamingRules(String root) {
        this.root = root;
    }

    /** No package or class is called by a word under which anything could be put. */
    ArchRule namesSayWhatIsInside() {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .should(ArchConditions.be(DescribedPredicate.describe(
                        "called util, common, helper or manager", NamingRules::saysNothing)))
                .because("a name that fits everything collects everything; call it by what it does, and put it beside "
                        + "who needs it");
    }

    private static boolean saysNothing(JavaClass type) {
        return EMPTY_PACKAGE.matcher(type.getPackageName()).matches()
                || EMPTY_NAME.matcher(type.getSimpleName()).matches();
    }

    /** Events are in the past tense. */
    ArchRule eventsAreInThePast() {
        return classes()
                .that()
                .areAssignableTo(root + ".record.event.JobEvent")
                .and()
                .areNotInterfaces()
                .should()
                .haveSimpleNameEndingWith("ed")
                .orShould()
                .haveSimpleNameEndingWith("Sent")
                .orShould()
                .haveSimpleNameEndingWith("Seen")
                .because(
                        "an event tells what has been decided and cannot be refused any more; what asks for something is "
                                + "a command, with an imperative name");
    }
}
