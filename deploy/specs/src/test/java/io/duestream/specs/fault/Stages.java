package io.duestream.specs.fault;

import java.util.function.Consumer;

/**
 * The stage of the rows of a specification: a new one for each row in the full form. In the short form a row goes on where
 * the one before it has ended well, as most of the time would go into starting processes.
 */
final class Stages implements AutoCloseable {
    private final String name;
    private Stage stage;

    /**
     * @param name of the stages
     */
    Stages(String name) {
        this.name = name;
    }

    /**
     * The stage for a row.
     *
     * @param setUp begins a new stage
     */
    Stage open(Consumer<Stage> setUp) {
        if (stage == null) {
            stage = new Stage(name);
            setUp.accept(stage);
        }
        stage.beginRow();
        return stage;
    }

    /** A row is over. */
    void leave() {
        if (Reliability.FULL || !stage.sound()) {
            close();
        }
    }

    @Override
    public void close() {
        if (stage != null) {
            stage.close();
            stage = null;
        }
    }
}
