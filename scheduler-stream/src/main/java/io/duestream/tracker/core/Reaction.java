package io.duestream.tracker.core;

/** What the life cycle does with an input. */
public enum Reaction {
    /** A job begins, or the submission is rejected. */
    ACCEPT("a job begins; rejected with all reasons if a rule is broken; ignored if the submission was seen before"),
    /** The policy of the new submission decides. */
    KEEP_OR_REPLACE("ignored as duplicate, or replaces the definition, as the submission says"),
    /** The job gets a new definition. */
    DEFINE("new definition; open fires finish under their own"),
    /** The job gets a new trigger. */
    RESCHEDULE("new trigger; open fires finish under their own definition"),
    /** Nothing new starts. */
    CANCEL("nothing new starts; waiting shards end CANCELLED; the job ends with its last attempt"),
    /** Everything ends. */
    CANCEL_ALL("all shards end CANCELLED, leases with them; the job ends"),
    /** Scheduled fires are held. */
    PAUSE("no scheduled fire opens; waiting ones leave the queue; retries are held"),
    /** The job goes on. */
    RESUME("goes on; missed fires by the misfire policy, held retries at once if overdue"),
    /** A fire is opened by hand. */
    TRIGGER("opens a fire of its own, by the overlap policy"),
    /** A report counts or not. */
    COMPARE_LEASE("counts under the lease that is held or a higher one; else recorded as ignored"),
    /** Time does its work. */
    TAKE_TIME("fires open, retries go, expiries end, overdue attempts are doubted"),
    /** Time does its work, less what the pause holds. */
    TAKE_TIME_PAUSED(
            "retries of fires triggered by hand go, expiries end, overdue attempts are doubted; all else is held"),
    /** Only time limits are left. */
    TAKE_TIME_CANCELLED("overdue attempts are doubted"),
    /** A shard is handed out. */
    DISPATCH("a waiting shard that may run is dispatched; it ends if it is past its expiry"),
    /** The log is asked. */
    DOUBT("the log is asked whether the attempt has ended"),
    /** There is no such job. */
    REFUSE_NO_JOB("refused: no job lives under the key"),
    /** It is cancelled. */
    REFUSE_CANCELLED("refused: the job is cancelled"),
    /** It is paused. */
    REFUSE_PAUSED("refused: the job is paused already"),
    /** It is not paused. */
    REFUSE_NOT_PAUSED("refused: the job is not paused"),
    /** Nobody is out there. */
    IGNORE_REPORT("recorded as ignored"),
    /** Nothing. */
    NOTHING("nothing");

    private final String sentence;

    Reaction(String sentence) {
        this.sentence = sentence;
    }

    /** What happens, for the life-cycle table. */
    public String sentence() {
        return sentence;
    }
}
