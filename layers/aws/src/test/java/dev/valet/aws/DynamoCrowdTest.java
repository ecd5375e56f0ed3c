package dev.valet.aws;

import dev.valet.testkit.ActionWorld;
import dev.valet.testkit.CrowdStories;

class DynamoCrowdTest extends CrowdStories {
    @Override
    protected ActionWorld world() {
        return new ActionWorld(new DynamoStore(new LocalTables().state()));
    }
}
