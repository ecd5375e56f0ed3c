package dev.valet.bench;

import dev.valet.Json;
import java.util.Optional;

/** Answers the calls that issuing makes. */
@FunctionalInterface
interface Aws {
    Answer answer(String operation, String body);

    /** A success; issuing against these makes no mistakes. */
    record Answer(String contentType, String body) {
        static Answer json(Json json) {
            return json(json.text());
        }

        static Answer json(String text) {
            return new Answer("application/x-amz-json-1.0", text);
        }
    }

    /** @param target the {@code X-Amz-Target} header, which DynamoDB has and STS has not */
    static String operation(Optional<String> target) {
        return target.map(text -> text.substring(text.indexOf('.') + 1)).orElse("AssumeRole");
    }
}
