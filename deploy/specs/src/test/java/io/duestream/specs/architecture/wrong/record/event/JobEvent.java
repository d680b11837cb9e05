package io.duestream.specs.architecture.wrong.record.event;

interface JobEvent {}
