package io.duestream.cli.deadletter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.duestream.cli.connection.ConnectionOptions;
import io.duestream.cli.output.CommandFailedException;
import io.duestream.cli.output.JsonOutput;
import io.duestream.client.KafkaConnection;
import io.duestream.job.Position;
import io.duestream.topic.DeadLetter;
import io.duestream.topic.LetterMark;
import io.duestream.topic.Topics;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.apache.kafka.common.header.Header;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code duestream dead-letter show}. */
@Command(
        name = "show",
        description = "Shows one dead letter whole: where it stood, why it is here, what it says and its bytes.",
        mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {
    private static final int MOST_BYTES = 4096;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    @Parameters(
            paramLabel = "LETTER",
            converter = LetterNumber.class,
            description = "Its number in 'dead-letter list'.")
    private Position number;

    @Option(names = "--json", description = "Print a JSON object; bytes are in Base64.")
    private boolean json;

    @Override
    public Integer call() {
        KafkaConnection cluster = connection.connection();
        try (LetterTopic topic = LetterTopic.open(cluster)) {
            DeadLetter letter = topic.letter(number).orElseThrow(() -> absent(cluster.topics(), number));
            Marks marks = new Marks();
            topic.seek(letter.appendedAt());
            topic.readToEnd(entry -> {
                if (entry instanceof LetterMark mark) {
                    marks.add(mark);
                }
            });
            print(cluster.topics(), letter, marks);
        }
        return ExitCode.OK;
    }

    static CommandFailedException absent(Topics topics, Position number) {
        return new CommandFailedException("there is no dead letter " + LetterNumber.of(number) + " in "
                + topics.deadLetters().name() + ", or no longer; 'dead-letter list' shows those there are");
    }

    private void print(Topics topics, DeadLetter letter, Marks marks) {
        LetterContent.Read read = new LetterContent(topics).read(letter);
        PrintWriter out = spec.commandLine().getOut();
        ObjectNode node = LetterJson.withMarks(LetterJson.of(topics, letter, read), letter.position(), marks);
        if (json) {
            LetterJson.addContent(node, letter, read);
            JsonOutput.print(out, node);
            return;
        }
        out.println("letter       " + LetterNumber.of(letter.position()) + ", put aside " + letter.appendedAt() + " by "
                + LetterRole.of(topics, letter));
        out.println("from         " + letter.origin());
        letter.delivery().destination().ifPresent(each -> out.println("meant for    " + each));
        out.println("reason       " + letter.reason());
        letter.delivery().cut().ifPresent(each -> out.println("cut          " + each));
        out.println("done         " + marks.words(letter.position()));
        out.println("key          " + LetterText.shortly(letter.content().key()));
        for (Header header : letter.content().headers()) {
            out.println("header       " + header.key() + ": " + LetterText.shortly(header.value()));
        }
        read.problem().ifPresent(each -> out.println("reading it   " + each));
        read.record().ifPresent(each -> {
            out.println("record       " + each.getClass().getSimpleName());
            JsonOutput.print(out, JsonOutput.of(each));
        });
        byte[] value = letter.content().value();
        out.println("value        " + (value == null ? "none" : value.length + " bytes"));
        if (value != null) {
            LetterText.dump(value, MOST_BYTES).forEach(out::println);
        }
        out.flush();
    }
}
