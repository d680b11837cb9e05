package io.duestream.cli.group;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.duestream.cli.connection.Brokers;
import io.duestream.cli.connection.ConnectionOptions;
import io.duestream.cli.output.CommandFailedException;
import io.duestream.cli.output.JsonOutput;
import io.duestream.cli.output.Problems;
import io.duestream.cli.output.TextTable;
import io.duestream.client.KafkaConnection;
import io.duestream.job.SettingsInForce;
import io.duestream.record.event.GroupDescribed;
import io.duestream.record.event.LimitView;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code duestream group show}. */
@Command(
        name = "show",
        description = "Shows node groups as the trackers know them now: settings, threads, what waits and what is out."
                + " Each partition is asked; of one group what each answered is shown too.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: duestream group show mail"})
final class ShowCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    @Parameters(paramLabel = "GROUP", arity = "0..1", description = "Only this group.")
    private String group;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "15",
            description = "How long to wait for the partitions' answers; default ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        Problems problems = new Problems();
        if (group != null) {
            GroupNames.check(group, problems);
        }
        if (seconds < 1) {
            problems.add("--timeout is " + seconds + "; expected 1 or more");
        }
        Optional<KafkaConnection> cluster = connection.read(problems);
        problems.requireNone(spec.commandLine());
        GroupTalk.Description described;
        List<GroupState> groups;
        RegisteredGroups registered;
        try (GroupTalk talk = GroupTalk.open(Brokers.require(cluster.orElseThrow()))) {
            described = talk.describe(Optional.ofNullable(group), Duration.ofSeconds(seconds));
            registered = RegisteredGroups.of(cluster.orElseThrow());
            groups = groups(described, registered);
        }
        boolean complete = described.byPartition().size() == described.partitions();
        boolean unknown = complete && group != null && groups.stream().allMatch(each -> unknown(each, registered));
        if (unknown && !json) {
            throw new CommandFailedException("group " + group + " is not known: no executor of it has ever started, no"
                    + " job of it waits, and nobody has set it. 'duestream group show' lists the groups that are; see"
                    + " whether the name and --cluster are right");
        }
        if (json) {
            JsonOutput.print(spec.commandLine().getOut(), json(groups, registered, described));
        } else {
            print(groups, registered);
        }
        if (!complete) {
            PrintWriter err = spec.commandLine().getErr();
            err.println("duestream: " + described.byPartition().size() + " of " + described.partitions()
                    + " partitions answered within " + seconds + " s: see whether a tracker of this cluster runs");
            err.flush();
        }
        return complete && !unknown ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    /** Each partition answers for any name it is asked for. */
    private static boolean unknown(GroupState group, RegisteredGroups registered) {
        return !registered.names().contains(group.name())
                && group.waiting() == 0
                && group.open() == 0
                && group.newest().isEmpty();
    }

    private List<GroupState> groups(GroupTalk.Description described, RegisteredGroups registered) {
        Map<String, Map<Integer, GroupDescribed>> byName = new TreeMap<>();
        registered.names().stream()
                .filter(name -> group == null || group.equals(name))
                .forEach(name -> byName.put(name, new TreeMap<>()));
        described
                .byPartition()
                .forEach((partition, told) ->
                        told.forEach(each -> byName.computeIfAbsent(each.group(), name -> new TreeMap<>())
                                .put(partition, each)));
        List<GroupState> groups = new ArrayList<>();
        byName.forEach((name, told) -> groups.add(new GroupState(name, told, described.partitions())));
        return groups;
    }

    private void print(List<GroupState> groups, RegisteredGroups registered) {
        PrintWriter out = spec.commandLine().getOut();
        if (groups.isEmpty()) {
            out.println("no group is known: no executor has ever started here, and no job has been submitted");
        } else {
            TextTable table = TextTable.of(
                    "GROUP",
                    "STATE",
                    "RATE",
                    "CONCURRENCY",
                    "IN FLIGHT",
                    "EXECUTORS",
                    "THREADS",
                    "WAITING",
                    "OUT",
                    "LAST SECOND",
                    "APPLIED");
            groups.forEach(each -> table.row(cells(each, registered)));
            table.lines().forEach(out::println);
        }
        if (group != null && !groups.isEmpty()) {
            groups.get(0).newest().ifPresent(each -> out.println(said(each)));
            partitions(groups.get(0)).forEach(out::println);
        }
        out.flush();
    }

    private static String said(SettingsInForce settings) {
        return "settings " + settings.version() + " by " + (settings.by().isEmpty() ? "?" : settings.by())
                + (settings.reason().isEmpty() ? "" : ": " + settings.reason());
    }

    private static String[] cells(GroupState each, RegisteredGroups registered) {
        return new String[] {
            each.name(),
            !registered.names().contains(each.name())
                    ? "no topic"
                    : each.settings().paused() ? "paused" : "active",
            SettingsText.rate(each.settings()),
            SettingsText.concurrency(each.settings()),
            SettingsText.bounds(each.settings()),
            registered.executors(each.name()).map(Object::toString).orElse("?"),
            Integer.toString(each.threads()),
            each.waiting() + (each.moreWait() ? " or more" : ""),
            Long.toString(each.open()),
            each.limit().map(limit -> Long.toString(limit.lastSecond())).orElse("-"),
            each.newest().isEmpty() ? "-" : each.applied() + "/" + each.partitions(),
        };
    }

    private static List<String> partitions(GroupState state) {
        TextTable table = TextTable.of("PARTITION", "SETTINGS", "WAITING", "OUT", "LIMIT");
        state.byPartition()
                .forEach((partition, each) -> table.row(
                        Integer.toString(partition),
                        each.inForce()
                                .map(settings -> settings.version() + ": " + SettingsText.of(settings.settings()))
                                .orElse("never set"),
                        each.waiting() + (each.moreWait() ? " or more" : ""),
                        Long.toString(each.open()),
                        each.limit()
                                .map(limit -> limit(limit, state.partitions()))
                                .orElse("")));
        return table.lines();
    }

    private static String limit(LimitView limit, int partitions) {
        return "owner: " + limit.queued() + " ask, " + limit.open() + " out or admitted"
                + (limit.counted() < partitions
                        ? "; begins when all have reported, " + limit.counted() + " of " + partitions + " have"
                        : "");
    }

    private static ObjectNode json(
            List<GroupState> groups, RegisteredGroups registered, GroupTalk.Description described) {
        ObjectNode root = JsonOutput.object();
        ArrayNode list = root.putArray("groups");
        for (GroupState each : groups) {
            ObjectNode node = list.addObject();
            node.put("group", each.name());
            node.put("registered", registered.names().contains(each.name()));
            node.put("known", !unknown(each, registered));
            node.set("settings", JsonOutput.of(each.settings()));
            each.newest().ifPresent(newest -> {
                node.put("version", newest.version());
                node.put("by", newest.by());
                node.put("reason", newest.reason());
            });
            node.put("appliedBy", each.applied());
            registered.executors(each.name()).ifPresent(count -> node.put("executors", count));
            node.put("threads", each.threads());
            node.put("waiting", each.waiting());
            node.put("moreWait", each.moreWait());
            node.put("open", each.open());
            each.limit().ifPresent(limit -> node.set("limit", JsonOutput.of(limit)));
            ArrayNode partitions = node.putArray("partitions");
            each.byPartition().forEach((partition, told) -> {
                ObjectNode one = JsonOutput.of(told);
                one.remove("kind");
                partitions.add(one.put("partition", partition));
            });
        }
        root.put("partitions", described.partitions());
        return root.put("answered", described.byPartition().size());
    }
}
