package io.duestream.specs.architecture.wrong.tracker.topology;

final class NamesATopic {
    private NamesATopic() {}

    static String ofGroup(String cluster, String group) {
        return cluster + ".dispatch." + group;
    }

    static String ofCluster(String cluster) {
        return cluster + "." + "commands";
    }

    static String always() {
        return "duestream.audit";
    }

    static String innocent(String cluster) {
        return "the commands of " + cluster + ". Audit, feedback and logs are told elsewhere.";
    }
}
