package dev.valet.testkit;

class MemoryLedgerTest extends LedgerStories {
    @Override
    protected ActionWorld world() {
        return new ActionWorld();
    }
}
