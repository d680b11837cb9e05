package io.duestream.client;

import io.duestream.client.failstore.FailStoreDirectory;
import io.duestream.client.failstore.FailStoreRoot;
import io.duestream.client.sender.ReliableSender;
import io.duestream.client.sender.SenderTimes;
import io.duestream.job.RetryPolicy;
import io.duestream.node.NodeReporting;
import io.duestream.topic.Topics;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;

/** Builds a {@link JobClient}. Not thread-safe. */
public final class JobClientBuilder {
    private static final Duration SHORTEST_DELIVERY = Duration.ofMillis(100);
    private static final Duration LONGEST_DELIVERY = Duration.ofHours(1);
    private static final int LONGEST_SENDER = 128;

    private String bootstrapServers;
    private String cluster = Topics.DEFAULT_CLUSTER;
    private String clientGroup;
    private String sender;
    private Duration deliveryTimeout = Duration.ofSeconds(30);
    private JobFinishedHandler handler;
    private RetryPolicy handlerRetry = RetryPolicy.exponential(8, Duration.ofMillis(100), Duration.ofSeconds(30));
    private Clock clock = Clock.systemUTC();
    private Supplier<String> submissionIds = () -> UUID.randomUUID().toString();
    private final Map<String, String> kafka = new HashMap<>();

    JobClientBuilder() {}

    /** Brokers, cluster and Kafka settings together. */
    public JobClientBuilder connection(KafkaConnection value) {
        bootstrapServers = value.bootstrapServers();
        cluster = value.cluster();
        kafka.clear();
        kafka.putAll(value.kafka());
        return this;
    }

    /** Brokers to begin with, {@code host:port,host:port}. Required. */
    public JobClientBuilder bootstrapServers(String value) {
        bootstrapServers = value;
        return this;
    }

    /** Name of the Duestream cluster; default {@value Topics#DEFAULT_CLUSTER}. */
    public JobClientBuilder cluster(String value) {
        cluster = value;
        return this;
    }

    /** Who is told of rejections and outcomes of the jobs that name no client group themselves; default nobody. */
    public JobClientBuilder clientGroup(String value) {
        clientGroup = value;
        return this;
    }

    /** Says in every command who sent it, up to 128 characters; default {@code client-} and a random part. */
    public JobClientBuilder sender(String value) {
        sender = value;
        return this;
    }

    /** A setting of Kafka's own clients, such as {@code security.protocol}. */
    public JobClientBuilder kafka(String name, String value) {
        kafka.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value of " + name));
        return this;
    }

    /** How long an acknowledgement is waited for before the fate of a record counts as unknown; default 30 s. */
    public JobClientBuilder deliveryTimeout(Duration value) {
        deliveryTimeout = Objects.requireNonNull(value, "deliveryTimeout");
        return this;
    }

    /** Who takes the outcomes of the client group, from the time the client is built. Needs {@link #clientGroup}. */
    public JobClientBuilder onOutcome(JobFinishedHandler value) {
        handler = value;
        return this;
    }

    /**
     * How often an outcome is given to the handler again when it throws; default eight times within 26 s. Outcomes behind
     * it wait meanwhile.
     */
    public JobClientBuilder handlerRetry(RetryPolicy value) {
        handlerRetry = Objects.requireNonNull(value, "handlerRetry");
        return this;
    }

    /** Where the time of sending comes from; default the system's clock. */
    public JobClientBuilder clock(Clock value) {
        clock = Objects.requireNonNull(value, "clock");
        return this;
    }

    /** Makes the submission ids of jobs that bring none, each one only once; default random UUIDs. */
    public JobClientBuilder submissionIds(Supplier<String> value) {
        submissionIds = Objects.requireNonNull(value, "submissionIds");
        return this;
    }

    /**
     * The client. It connects by itself when something is to be done, so no broker needs to be there yet.
     *
     * @throws IllegalArgumentException if something is missing or wrong, with everything that is
     * @throws org.apache.kafka.common.KafkaException if Kafka's own clients refuse their settings
     */
    public JobClient build() {
        requireSound(problems());
        KafkaConnection connection = new KafkaConnection(bootstrapServers, cluster, kafka);
        Producer<byte[], byte[]> producer = new KafkaProducer<>(ClientProperties.producer(connection, deliveryTimeout));
        try {
            AskedCommandsTopic commands = new AskedCommandsTopic(
                    connection.topics().commands().name(),
                    () -> Admin.create(ClientProperties.admin(connection)),
                    deliveryTimeout,
                    System::nanoTime);
            CommandSender outlet =
                    new CommandSender(connection.topics().commands().name(), commands, producer, encoder());
            return new JobClient(parts(connection, outlet, producer, () -> producer.close(deliveryTimeout)));
        } catch (RuntimeException e) {
            producer.close(Duration.ZERO);
            throw e;
        }
    }

    /**
     * Has the client keep on the disk what the brokers do not acknowledge in time, instead of failing. Set everything else
     * before.
     *
     * @param directory made if it is missing; one for all processes, clusters and roles of a machine will do. It must outlast
     *     the process, so in a container it is a volume.
     */
    public RetryJobClientBuilder failStore(Path directory) {
        return new RetryJobClientBuilder(this, directory);
    }

    RetryJobClient buildStoring(RetryJobClientBuilder storing) {
        List<String> problems = problems();
        problems.addAll(storing.problems(deliveryTimeout));
        requireSound(problems);
        KafkaConnection connection = new KafkaConnection(bootstrapServers, cluster, kafka);
        FailStoreDirectory directory = new FailStoreDirectory(
                new FailStoreRoot(storing.root(), cluster).commands(), storing.factory(), storing.bounds(), clock);
        SenderTimes times = SenderTimes.DEFAULT
                .storeAfter(storing.storeAfter())
                .longestRetry(storing.longestRetry())
                .dedupWindow(storing.dedupWindow())
                .delivery(deliveryTimeout);
        ReliableSender reliable = ReliableSender.start(
                "duestream-client-",
                () -> new KafkaProducer<>(
                        ClientProperties.storingProducer(connection, deliveryTimeout, storing.storeAfter())),
                Optional.of(directory),
                times,
                clock);
        List<Runnable> opened = new ArrayList<>(List.of(reliable::close));
        Runnable release = () -> opened.forEach(Runnable::run);
        try {
            // Dead letters of outcomes alone; it connects when there is one.
            Producer<byte[], byte[]> letters =
                    new KafkaProducer<>(ClientProperties.producer(connection, deliveryTimeout));
            opened.add(() -> letters.close(Duration.ofSeconds(1)));
            StoringCommandSender outlet =
                    new StoringCommandSender(connection.topics().commands().name(), reliable, encoder());
            if (storing.reportsNode()) {
                NodeReporting reporting =
                        ClientNode.report(connection, Optional.ofNullable(clientGroup), reliable::stored);
                opened.add(reporting::close);
            }
            return new RetryJobClient(parts(connection, outlet, letters, release), reliable);
        } catch (RuntimeException e) {
            release.run();
            throw e;
        }
    }

    private List<String> problems() {
        List<String> problems = KafkaConnection.problems(bootstrapServers, cluster, kafka);
        if (clientGroup != null && !Topics.validName(clientGroup)) {
            problems.add("clientGroup '" + clientGroup + "' is not a valid name; expected 1 to 64 of A-Z a-z 0-9 _ -");
        }
        if (handler != null && clientGroup == null) {
            problems.add("onOutcome is set without clientGroup; name the group whose outcomes it takes");
        }
        if (sender != null && (sender.isEmpty() || sender.length() > LONGEST_SENDER)) {
            problems.add("sender has " + sender.length() + " characters; 1 to " + LONGEST_SENDER + " are expected");
        }
        if (deliveryTimeout.compareTo(SHORTEST_DELIVERY) < 0 || deliveryTimeout.compareTo(LONGEST_DELIVERY) > 0) {
            problems.add("deliveryTimeout is " + deliveryTimeout + "; " + SHORTEST_DELIVERY.toMillis() + " ms to "
                    + LONGEST_DELIVERY.toMinutes() + " minutes are allowed");
        }
        if (handlerRetry.maxRetries() < 0 || handlerRetry.delay().isNegative()) {
            problems.add("handlerRetry is " + handlerRetry + "; neither retries nor delay may be negative");
        }
        return problems;
    }

    private static void requireSound(List<String> problems) {
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("cannot build a job client: " + String.join("; ", problems));
        }
    }

    private CommandEncoder encoder() {
        return new CommandEncoder(clock, sender != null ? sender : "client-" + UUID.randomUUID());
    }

    private JobClient.Parts parts(
            KafkaConnection connection, CommandOutlet outlet, Producer<byte[], byte[]> letters, Runnable release) {
        Topics topics = connection.topics();
        Optional<String> group = Optional.ofNullable(clientGroup);
        return new JobClient.Parts(
                outlet,
                new Preparation(group, submissionIds),
                group.map(each -> new AwaitedOutcomes(
                        () -> new TopicTail(
                                new KafkaConsumer<>(ClientProperties.tail(connection)),
                                topics.outcomes(each).name()),
                        deliveryTimeout)),
                Optional.ofNullable(handler).map(taker -> listener(connection, topics, letters, taker)),
                deliveryTimeout,
                release);
    }

    private OutcomeListener listener(
            KafkaConnection connection, Topics topics, Producer<byte[], byte[]> producer, JobFinishedHandler taker) {
        Backoff backoff = new Backoff(handlerRetry);
        DeadLetterOffice deadLetters = new DeadLetterOffice(topics, producer, deliveryTimeout);
        OutcomeDelivery delivery = new OutcomeDelivery(clientGroup, taker, backoff, deadLetters);
        OutcomeListener listener = new OutcomeListener(
                new KafkaConsumer<>(ClientProperties.outcomes(connection, clientGroup, backoff.total())),
                topics.outcomes(clientGroup).name(),
                delivery);
        listener.start();
        return listener;
    }
}
