package io.duestream.specs.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;

/** Where the state of jobs may change. */
final class StateRules {
    private static final Set<String> STORE_TYPES = Set.of(
            "org.apache.kafka.streams.state.KeyValueStore",
            "org.apache.kafka.streams.state.WindowStore",
            "org.apache.kafka.streams.state.Stores");

    private final String root;

    StateRules(String root) {
        this.root = root;
    }

    /** The parts of a job's state: each copy with a change is made by the fold. */
    private List<String> state() {
        String core = root + ".tracker.core.";
        return List.of(core + "Job", core + "Fire", core + "Shard", core + "Attempt", core + "Schedule");
    }

    /** Only the fold makes a job's state or a changed copy of it. */
    ArchRule onlyTheFoldChangesAJob() {
        return noClasses()
                .that(DescribedPredicate.describe("are not the fold", type -> !mayChange(type)))
                .should()
                .accessTargetWhere(DescribedPredicate.describe("makes or changes the state of a job", this::changes))
                .because("state is the fold of events, and only then does the audit topic tell everything: let the "
                        + "decision state an event, and let JobFold apply it");
    }

    private boolean mayChange(JavaClass type) {
        JavaClass outer = outermost(type);
        return outer.getName().equals(root + ".tracker.core.JobFold")
                // Puts a job and the shards of its fires together, which lie in rows of their own.
                || outer.getName().equals(root + ".tracker.store.JobStore")
                || state().contains(outer.getName());
    }

    private boolean changes(JavaAccess<?> access) {
        JavaClass owner = access.getTarget().getOwner();
        return state().contains(owner.getName())
                && access.getTarget() instanceof CodeUnitAccessTarget target
                && (target.getName().equals("<init>")
                        || target.getRawReturnType().equals(owner));
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(StateRules::outermost).orElse(type);
    }

    /** Only the store package writes to a state store. */
    ArchRule onlyStoresWriteRows() {
        return noClasses()
                .that()
                .resideOutsideOfPackage(root + ".tracker.store..")
                .should()
                .accessTargetWhere(DescribedPredicate.describe("writes to a state store or defines one", this::writes))
                .because("a row that an index of its own does not follow is never found again; write through the typed "
                        + "views of tracker.store, which know the layout of keys and what is derived from what");
    }

    private boolean writes(JavaAccess<?> access) {
        String owner = access.getTarget().getOwner().getName();
        String name = access.getTarget().getName();
        return STORE_TYPES.contains(owner)
                && (owner.endsWith(".Stores") || name.startsWith("put") || name.equals("delete"));
    }
}
