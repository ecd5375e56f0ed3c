package dev.valet.testkit;

class MemoryCrashTest extends CrashStories {
    @Override
    protected ActionWorld world() {
        return new ActionWorld();
    }
}
