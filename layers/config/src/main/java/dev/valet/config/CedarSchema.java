package dev.valet.config;

import com.cedarpolicy.model.exception.AuthException;
import com.cedarpolicy.model.schema.Schema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What guardrails may ask about: {@code valet.cedarschema}, which is also shown in docs/guardrails.md. */
final class CedarSchema {
    private CedarSchema() {}

    /** Made at first use, so that Cedar's native library is loaded only where there are guardrails. */
    private static final class Holder {
        static final Schema SCHEMA = parse();
    }

    static Schema parsed() {
        return Holder.SCHEMA;
    }

    static String text() {
        try (var in = CedarSchema.class.getResourceAsStream("valet.cedarschema")) {
            if (in == null) {
                throw new IllegalStateException("valet.cedarschema is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Schema parse() {
        try {
            return Schema.parse(Schema.JsonOrCedar.Cedar, text());
        } catch (AuthException ours) {
            throw new IllegalStateException("Valet's own schema is no Cedar schema", ours);
        }
    }
}
