package dev.valet.testkit;

class MemoryPerformancesTest extends PerformanceStories {
    @Override
    protected ActionWorld world() {
        return new ActionWorld();
    }
}
