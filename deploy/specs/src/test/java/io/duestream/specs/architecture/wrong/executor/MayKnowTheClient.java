package io.duestream.specs.architecture.wrong.executor;

import io.duestream.specs.architecture.wrong.client.Sender;

record MayKnowTheClient(Sender sender) {}
