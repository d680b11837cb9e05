package io.duestream.specs.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** What has to give the same answer for the same arguments, today and when the log is read again. */
final class PurityRules {
    private static final Set<String> CLOCKS = Set.of(
            "java.time.Instant.now",
            "java.time.LocalDate.now",
            "java.time.LocalDateTime.now",
            "java.time.LocalTime.now",
            "java.time.ZonedDateTime.now",
            "java.time.OffsetDateTime.now",
            "java.time.Year.now",
            "java.time.ZoneId.systemDefault",
            "java.lang.System.currentTimeMillis",
            "java.lang.System.nanoTime",
            "java.lang.System.getenv",
            "java.lang.System.getProperty",
            "java.lang.Math.random",
            "java.util.UUID.randomUUID");

    private final String root;

    PurityRules(String root) {
        this.root = root;
    }

    /** Without Kafka, Avro, a logger or ZooKeeper. */
    ArchRule pureCodeKnowsPlainTypesOnly() {
        return classes()
                .that()
                .resideInAnyPackage(pure())
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(plain())
                        .and(DescribedPredicate.not(
                                resideInAnyPackage("java.io..", "java.net..", "java.nio.file..", "java.sql.."))))
                .because("a decision has to come out the same from a unit test, the simulation and a log of last year; "
                        + "let the caller read Kafka, Avro, files and loggers, and pass what was read as an argument");
    }

    /** Without a clock, randomness, the environment or threads of its own. */
    ArchRule pureCodeAsksForNothing() {
        return noClasses()
                .that()
                .resideInAnyPackage(pure())
                .should()
                .accessTargetWhere(impure())
                .because("now, ids, tokens and chance are arguments: only so can a decision be decided again from the "
                        + "log; take the value as a parameter and let the topology pass it");
    }

    private String[] pure() {
        return new String[] {root + ".tracker.core..", root + ".tracker.dispatch..", root + ".job..", root + ".cron.."};
    }

    private String[] plain() {
        return Stream.concat(Stream.of("java..", root + ".record.."), Stream.of(pure()))
                .toArray(String[]::new);
    }

    private static DescribedPredicate<JavaAccess<?>> impure() {
        return DescribedPredicate.describe(
                "reads a clock, chance, the environment or a thread", access -> impure(access.getTarget()));
    }

    private static boolean impure(AccessTarget target) {
        return CLOCKS.contains(target.getOwner().getName() + "." + target.getName())
                || target.getOwner().isAssignableTo(Clock.class)
                || target.getOwner().isAssignableTo(RandomGenerator.class)
                || target.getOwner().isAssignableTo(Random.class)
                || target.getOwner().isAssignableTo(Thread.class);
    }
}
