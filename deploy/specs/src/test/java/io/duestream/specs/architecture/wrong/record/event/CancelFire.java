package io.duestream.specs.architecture.wrong.record.event;

record CancelFire(long fire) implements JobEvent {}
