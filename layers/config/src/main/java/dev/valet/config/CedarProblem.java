package dev.valet.config;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What is wrong with a guardrail's Cedar text.
 *
 * @param cedar the text
 * @param offset where, in UTF-8 bytes of the text; -1 when Cedar does not say
 */
record CedarProblem(String cedar, int offset, String rule) {
    private static final String PLACE = "/cedar";

    /** On the line of the text itself where it stands in a literal block; else where the text begins. */
    Fault in(SourceFile file, Places places) {
        var spot = places.at(PLACE);
        if (!spot.literal() || offset < 0) {
            return new Fault(file.name(), spot.line(), spot.column(), PLACE, rule);
        }
        var before = before();
        int down = (int) before.chars().filter(c -> c == '\n').count();
        int across = before.length() - before.lastIndexOf('\n');
        int line = spot.line() + 1 + down;
        return new Fault(file.name(), line, indent(file, line, down) + across, PLACE, rule);
    }

    private String before() {
        var bytes = cedar.getBytes(StandardCharsets.UTF_8);
        return StandardCharsets.UTF_8
                .decode(ByteBuffer.wrap(bytes, 0, Math.min(offset, bytes.length)))
                .toString();
    }

    /** A literal block's line is its indentation and then the text's own line. */
    private int indent(SourceFile file, int line, int down) {
        var written = line(file.text(), line - 1);
        return Math.max(0, written.length() - line(cedar, down).length());
    }

    private static String line(String text, int index) {
        var lines = text.split("\r\n|\r|\n", -1);
        return index < lines.length ? lines[index] : "";
    }
}
