package io.duestream.tracker.core;

import io.duestream.job.Phase;

/** Tells the phase of a job. The most active shard speaks for the job. */
final class Phases {
    private Phases() {}

    static Phase of(Job job) {
        return switch (job.standing()) {
            case CANCELLING -> Phase.CANCELLING;
            case PAUSED -> Phase.PAUSED;
            case ACTIVE -> ofShards(job);
        };
    }

    private static Phase ofShards(Job job) {
        Phase most = Phase.SCHEDULED;
        for (Fire fire : job.fires()) {
            for (Shard shard : fire.shards()) {
                Phase phase = of(shard.state());
                if (rank(phase) > rank(most)) {
                    most = phase;
                }
            }
        }
        return most;
    }

    private static Phase of(ShardState state) {
        return switch (state) {
            case WAITING -> Phase.WAITING;
            case QUEUED -> Phase.QUEUED;
            case RUNNING -> Phase.RUNNING;
            case BACKING_OFF -> Phase.BACKING_OFF;
            case ENDED -> Phase.SCHEDULED;
        };
    }

    private static int rank(Phase phase) {
        return switch (phase) {
            case RUNNING -> 4;
            case QUEUED -> 3;
            case WAITING -> 2;
            case BACKING_OFF -> 1;
            case NONE, SCHEDULED, PAUSED, CANCELLING, ENDED -> 0;
        };
    }
}
