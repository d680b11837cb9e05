/**
 * What holds while things break: each row of the fault suite is a test here. Every part of a cluster runs in a process of its
 * own that is killed, frozen and started again ({@code Stage}); what submitters were told and what runners did is kept in
 * files outside the system and compared with the log afterwards ({@code Judgement}). What one rule does is not tried here
 * but where the rule is.
 */
package io.duestream.specs.fault;
