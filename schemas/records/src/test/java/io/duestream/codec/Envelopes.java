package io.duestream.codec;

import io.duestream.topic.TopicSpec;
import io.duestream.topic.Topics;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The records that stand alone on a topic. */
public final class Envelopes {
    private Envelopes() {}

    public static List<Class<?>> all() {
        Topics topics = Topics.of(Topics.DEFAULT_CLUSTER);
        return Stream.concat(topics.fixed().stream(), Stream.of(topics.dispatch("mail"), topics.outcomes("shop")))
                .map(TopicSpec::value)
                .flatMap(Optional::stream)
                .<Class<?>>map(each -> each)
                .toList();
    }
}
