package io.duestream.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class Versions implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Duestream.class.getPackage().getImplementationVersion();
        return new String[] {
            "duestream " + (version == null ? "(built from source)" : version),
            "Java " + System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")"
        };
    }
}
