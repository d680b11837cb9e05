package io.duestream.cli.connection;

import io.duestream.client.failstore.FailStoreFactory;
import io.duestream.codec.WriteVersion;
import io.duestream.executor.ExecutorBuilder;
import io.duestream.executor.Guard;
import io.duestream.job.LogLevel;
import java.util.Arrays;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.CaseInsensitiveValidString;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/** The configuration keys of the processes that are no tracker; each is defined here once. */
final class RoleKeys {
    private RoleKeys() {}

    static ConfigDef definition() {
        return new ConfigDef()
                .define(
                        WriteVersion.KEY,
                        Type.INT,
                        null,
                        Importance.MEDIUM,
                        "Version of records that the process writes, from 1; unset for the latest that it knows. Set it to"
                                + " the version in use before an upgrade, on every node, and raise it when all are upgraded.")
                .define(
                        Configuration.EXECUTOR_GROUP,
                        Type.STRING,
                        "",
                        Importance.HIGH,
                        "Node group whose jobs an executor runs; --group goes over it, and one of the two is needed.")
                .define(
                        Configuration.EXECUTOR_THREADS,
                        Type.INT,
                        ExecutorBuilder.DEFAULT_THREADS,
                        Range.atLeast(1),
                        Importance.MEDIUM,
                        "How many jobs an executor runs at the same time; --threads goes over it.")
                .define(
                        Configuration.EXECUTOR_SHUTDOWN,
                        Type.INT,
                        Configuration.DEFAULT_SHUTDOWN_MILLIS,
                        Range.atLeast(0),
                        Importance.MEDIUM,
                        "Milliseconds that the end of an executor may take. Runs that go on for three quarters of it (all but ten seconds, if"
                                + " that is longer) are interrupted; the rest is for their end and their reports.")
                .define(
                        Configuration.EXECUTOR_GUARD_CPU,
                        Type.INT,
                        Guard.DEFAULT_PERCENT,
                        Range.between(Guard.NO_LIMIT, 100),
                        Importance.MEDIUM,
                        "Percent of all processors that an executor's process may use for ten seconds before it takes nothing"
                                + " new; 0 for no limit.")
                .define(
                        Configuration.EXECUTOR_GUARD_MEMORY,
                        Type.INT,
                        Guard.DEFAULT_PERCENT,
                        Range.between(Guard.NO_LIMIT, 100),
                        Importance.MEDIUM,
                        "Percent of an executor's heap that may be in use after a garbage collection before it takes nothing"
                                + " new; 0 for no limit.")
                .define(
                        Configuration.EXECUTOR_LOG_LEVEL,
                        Type.STRING,
                        LogLevel.INFO.name(),
                        CaseInsensitiveValidString.in(Arrays.stream(LogLevel.values())
                                .map(LogLevel::name)
                                .toArray(String[]::new)),
                        Importance.MEDIUM,
                        "Lowest level of the business log that an executor keeps; a job's label log.level goes over it, and so"
                                + " does --log-level.")
                .define(
                        Configuration.EXECUTOR_LOG_SINKS,
                        Type.STRING,
                        "",
                        Importance.LOW,
                        "Where an executor's business log goes besides its topic, separated by commas: console, or another"
                                + " kind on the class path of the runners.")
                .define(
                        Configuration.FEEDBACK_INSTANCE,
                        Type.STRING,
                        "",
                        Importance.MEDIUM,
                        "Name of a feedback-stream that no other of the cluster has, the same after a restart; empty for a new"
                                + " one at each start. --instance goes over it.")
                .define(
                        Configuration.FAIL_STORE_DIR,
                        Type.STRING,
                        Configuration.DEFAULT_FAIL_STORE_DIR,
                        Importance.HIGH,
                        "Directory in which an executor keeps results and log lines while the brokers are away. It has to"
                                + " outlast the process. '" + Configuration.NO_FAIL_STORE + "' for no fail store.")
                .define(
                        Configuration.FAIL_STORE_KIND,
                        Type.STRING,
                        FailStoreFactory.DEFAULT,
                        Importance.LOW,
                        "Kind of the fail stores: leveldb, leveldb-java, or rocksdb if rocksdbjni is on the class path.");
    }
}
