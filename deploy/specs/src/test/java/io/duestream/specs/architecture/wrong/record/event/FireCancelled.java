package io.duestream.specs.architecture.wrong.record.event;

record FireCancelled(long fire) implements JobEvent {}
