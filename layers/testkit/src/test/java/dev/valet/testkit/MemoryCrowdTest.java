package dev.valet.testkit;

class MemoryCrowdTest extends CrowdStories {
    @Override
    protected ActionWorld world() {
        return new ActionWorld();
    }
}
