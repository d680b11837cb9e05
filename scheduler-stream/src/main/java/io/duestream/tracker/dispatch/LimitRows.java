package io.duestream.tracker.dispatch;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the owner of groups knows of them, as it is kept. */
public interface LimitRows {
    /** The state of a group, if anything was ever set. */
    Optional<LimitState> state(String group);

    /** Keeps the state of a group. */
    void keep(String group, LimitState state);

    /** The partitions that have reported their open attempts. */
    Set<Integer> counted(String group);

    /** A partition has reported. */
    void count(String group, int partition);

    /** The report of a partition counts no more. */
    void uncount(String group, int partition);

    /** What was admitted and has not ended. */
    Map<Claim, Admission> admissions(String group);

    /** Keeps an admission. */
    void admit(String group, Claim claim, Admission admission);

    /** An admission is over. */
    void end(String group, Claim claim);

    /** What asks to be admitted. */
    List<AdmissionRequest> requests(String group);

    /** Keeps a request. */
    void request(String group, AdmissionRequest request);

    /** A request waits no more. */
    void answer(String group, AdmissionRequest request);
}
