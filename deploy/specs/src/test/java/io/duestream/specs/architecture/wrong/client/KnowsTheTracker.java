package io.duestream.specs.architecture.wrong.client;

import io.duestream.specs.architecture.wrong.tracker.core.Job;

record KnowsTheTracker(Job job) {}
