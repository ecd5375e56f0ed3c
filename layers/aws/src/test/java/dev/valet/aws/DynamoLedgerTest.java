package dev.valet.aws;

import dev.valet.testkit.ActionWorld;
import dev.valet.testkit.LedgerStories;

class DynamoLedgerTest extends LedgerStories {
    @Override
    protected ActionWorld world() {
        return new ActionWorld(new DynamoStore(new LocalTables().state()));
    }
}
