package dev.valet.local.aws.wire;

import java.util.Map;

/** What goes back to the client. */
public record Answer(int status, Map<String, String> headers, Blob body) {
    public static Answer xml(int status, Xml xml) {
        return new Answer(
                status,
                Map.of("Content-Type", "text/xml"),
                Blob.of("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + xml.markup()));
    }

    public static Answer json(int status, Map<String, Object> json) {
        return new Answer(status, Map.of("Content-Type", "application/x-amz-json-1.1"), Blob.of(Json.write(json)));
    }

    public static Answer empty(int status) {
        return new Answer(status, Map.of(), Blob.EMPTY);
    }
}
