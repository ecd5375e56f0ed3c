package dev.valet.aws;

import dev.valet.registry.Configuration.Stored;
import dev.valet.registry.Document;
import java.util.List;
import java.util.Optional;

/** The configuration as one operator changes it who is alone: each write is over what is there. */
final class Configured {
    private final DynamoConfiguration configuration;

    Configured(StateTable table) {
        this.configuration = new DynamoConfiguration(table);
    }

    List<Stored> all() {
        return configuration.read().documents();
    }

    Optional<Stored> find(Document.Kind kind, String id) {
        return configuration.find(kind, id);
    }

    boolean put(Document document, long expected) {
        return configuration.put(document, expected, configuration.read().edition());
    }

    boolean remove(Document document, long expected) {
        return configuration.remove(document, expected, configuration.read().edition());
    }
}
