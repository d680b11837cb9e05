package io.duestream.record.command;

/** What a command asks of the tracker. */
public sealed interface Command
        permits SubmitJob,
                UpdateJob,
                RescheduleJob,
                CancelJob,
                PauseJob,
                ResumeJob,
                TriggerJob,
                AdmitRequest,
                Admitted,
                Released,
                OpenAttemptsReported,
                TrackerNotice,
                CommandsMarker,
                AdmissionUsed,
                ChangeGroup,
                DescribeGroups {}
