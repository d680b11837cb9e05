package io.duestream.client.elsewhere;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duestream.client.failstore.FailStoreConformance;
import io.duestream.client.failstore.FailStoreFactory;
import org.junit.jupiter.api.Test;

/** A kind of somebody else is found by its name and passes the suite, from a package of its own. */
class ForeignKindConformanceTest extends FailStoreConformance {
    @Override
    protected FailStoreFactory factory() {
        return FailStoreFactory.named(ForeignKind.NAME);
    }

    @Test
    void it_is_found_beside_the_kinds_of_the_project() {
        assertThat(factory()).isInstanceOf(ForeignKind.class);
        assertThat(FailStoreFactory.reading(ForeignKind.NAME)).get().isInstanceOf(ForeignKind.class);
        assertThatThrownBy(() -> FailStoreFactory.named("nosuch"))
                .hasMessageContainingAll("'nosuch'", FailStoreFactory.DEFAULT, "rocksdb", ForeignKind.NAME);
    }
}
