package dev.valet.aws;

import dev.valet.testkit.ActionWorld;
import dev.valet.testkit.PerformanceStories;

class DynamoPerformancesTest extends PerformanceStories {
    @Override
    protected ActionWorld world() {
        return new ActionWorld(new DynamoStore(new LocalTables().state()));
    }
}
