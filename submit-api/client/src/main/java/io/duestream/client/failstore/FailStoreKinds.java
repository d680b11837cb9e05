package io.duestream.client.failstore;

import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.StreamSupport;

/** The kinds of fail stores on the class path. */
final class FailStoreKinds {
    private FailStoreKinds() {}

    static List<FailStoreFactory> all() {
        try {
            ServiceLoader<FailStoreFactory> kinds =
                    ServiceLoader.load(FailStoreFactory.class, FailStoreFactory.class.getClassLoader());
            return StreamSupport.stream(kinds.spliterator(), false).toList();
        } catch (ServiceConfigurationError e) {
            throw new FailStoreException("the kinds of fail stores cannot be listed: " + e.getMessage(), e);
        }
    }
}
