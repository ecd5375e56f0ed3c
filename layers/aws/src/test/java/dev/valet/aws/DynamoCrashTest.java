package dev.valet.aws;

import dev.valet.testkit.ActionWorld;
import dev.valet.testkit.CrashStories;
import org.junit.jupiter.api.Tag;

/** Told in memory every time, and with the table behind it where there is more time. */
@Tag("deep")
class DynamoCrashTest extends CrashStories {
    @Override
    protected ActionWorld world() {
        return new ActionWorld(new DynamoStore(new LocalTables().state()));
    }
}
