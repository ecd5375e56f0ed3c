package dev.valet.bench;

import dev.valet.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** What a bench found: a JSON file for machines, and a table in a page, between two marks, for people. */
record Report(Path results, Path page) {
    private static final String UNIT = "  ";

    void write(String bench, Json.Obj found) throws IOException {
        var whole = Json.object()
                .with("bench", bench)
                .with("measuredAt", Instant.now().truncatedTo(ChronoUnit.SECONDS));
        found.members().forEach(whole::with);
        Files.createDirectories(results);
        Files.writeString(results.resolve(bench + ".json"), pretty(whole.build(), "") + "\n");
    }

    /** Replaces what stands between {@code <!-- name -->} and {@code <!-- /name -->}. */
    void table(String name, List<List<String>> rows) throws IOException {
        var text = Files.readString(page);
        var from = "<!-- " + name + " -->\n";
        int start = text.indexOf(from);
        int end = text.indexOf("<!-- /" + name + " -->");
        if (start < 0 || end < start) {
            throw new IllegalStateException(page.getFileName() + " has no place for " + name);
        }
        Files.writeString(page, text.substring(0, start) + from + markdown(rows) + text.substring(end));
    }

    /** The first row is the head. */
    static String markdown(List<List<String>> rows) {
        var table = new StringBuilder();
        for (int i = 0; i < rows.size(); i++) {
            table.append("| ").append(String.join(" | ", rows.get(i))).append(" |\n");
            if (i == 0) {
                table.append("|---".repeat(rows.get(i).size())).append("|\n");
            }
        }
        return table.toString();
    }

    /** One member a line down to those that hold no others, so that a difference shows what changed. */
    private static String pretty(Json json, String indent) {
        if (json instanceof Json.Obj(var members) && members.values().stream().anyMatch(Report::isBranch)) {
            var lines = members.entrySet().stream()
                    .map(member -> indent + UNIT + Json.of(member.getKey()).canonical() + ": "
                            + pretty(member.getValue(), indent + UNIT))
                    .toList();
            return "{\n" + String.join(",\n", lines) + "\n" + indent + "}";
        }
        if (json instanceof Json.Arr(var items) && items.stream().anyMatch(Report::isBranch)) {
            var lines = items.stream()
                    .map(item -> indent + UNIT + pretty(item, indent + UNIT))
                    .toList();
            return "[\n" + String.join(",\n", lines) + "\n" + indent + "]";
        }
        return json.canonical();
    }

    private static boolean isBranch(Json json) {
        return json instanceof Json.Obj || json instanceof Json.Arr;
    }
}
