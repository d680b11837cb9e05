package io.duestream.client.failstore;

/** The conformance suite on this kind of store. */
class JavaLevelDbConformanceTest extends FailStoreConformance {
    @Override
    protected FailStoreFactory factory() {
        return new JavaLevelDbFactory();
    }
}
