package io.duestream.specs.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who may know whom. */
final class ModuleRules {
    /** The packages of the contract, which everybody may know and which know nobody. */
    private static final List<String> CONTRACT = List.of("codec", "cron", "job", "record", "topic", "node", "cluster");

    private final String root;

    ModuleRules(String root) {
        this.root = root;
    }

    /** What each part may know besides itself and the contract. The command line may know all. */
    static Map<String, List<String>> knows() {
        Map<String, List<String>> knows = new LinkedHashMap<>();
        CONTRACT.forEach(each -> knows.put(each, List.of()));
        knows.put("client", List.of());
        knows.put("tracker", List.of());
        knows.put("feedback", List.of());
        knows.put("executor", List.of("client"));
        knows.put("embedded", List.of());
        knows.put("audit", List.of());
        knows.put("cli", List.of("client", "tracker", "feedback", "executor", "embedded", "audit"));
        return knows;
    }

    /** One rule for each part: a new one has to be placed here. */
    List<ArchRule> modulesKnowOnlyWhatTheyMay() {
        List<ArchRule> rules = new ArrayList<>();
        knows().forEach((module, others) -> rules.add(knowsOnly(module, others)));
        return rules;
    }

    private ArchRule knowsOnly(String module, List<String> others) {
        List<String> allowed = new ArrayList<>(CONTRACT);
        allowed.addAll(others);
        allowed.add(module);
        return noClasses()
                .that()
                .resideInAPackage(root + "." + module + "..")
                .should()
                .dependOnClassesThat(InProject.below(root).outside(allowed))
                .because("services meet in topics, not in code: one can be replaced, stopped and upgraded without the "
                        + "others; say it with a record of the contract, or move what both need into schemas")
                .allowEmptyShould(true);
    }

    /** Packages form no circle. */
    ArchRule packagesFormNoCircle() {
        return slices().matching(root + ".(**)")
                .should()
                .beFreeOfCycles()
                .because("packages that know each other are one package in two places; move the type that both need to "
                        + "where it is decided, or put an interface beside its caller");
    }
}
