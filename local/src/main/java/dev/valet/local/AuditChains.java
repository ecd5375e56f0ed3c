package dev.valet.local;

import dev.valet.Hash;
import dev.valet.Json;
import dev.valet.json.StrictJson;
import dev.valet.local.template.Tree;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The audit as it is stored: one chain for each writer. */
record AuditChains(Map<String, List<Json>> rows) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** Every change that was made has it; only another outcome is worth a word. */
    private static final String ABOUT_TO_BE_MADE = "writing";

    /** Every chain in which one of these agents is named, whole. */
    static AuditChains of(List<String> agents, Deployment deployment) {
        var writers = new TreeSet<String>();
        for (var agent : agents) {
            for (var row : new AuditQuery.OfAgent(agent).ask(deployment)) {
                writers.add(Tree.required(row, "pk", "S"));
            }
        }
        var chains = new LinkedHashMap<String, List<Json>>();
        writers.forEach(writer -> chains.put(writer, new AuditQuery.OfWriter(writer).ask(deployment)));
        return new AuditChains(chains);
    }

    int writers() {
        return rows.size();
    }

    /** What was written, in the order of time. */
    List<Json> records() {
        return rows.values().stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparing(row -> Tree.required(row, "place", "S")))
                .map(AuditChains::record)
                .toList();
    }

    private static Json record(Json row) {
        return StrictJson.read(Tree.required(row, "record", "S"));
    }

    /** Whether every record is the one that was hashed, and names the hash of the one before it. */
    boolean hold() {
        return !rows.isEmpty() && rows.values().stream().allMatch(AuditChains::holds);
    }

    private static boolean holds(List<Json> chain) {
        var previous = "0".repeat(64);
        for (int seq = 0; seq < chain.size(); seq++) {
            var text = Tree.required(chain.get(seq), "record", "S");
            var record = record(chain.get(seq));
            boolean follows = Tree.required(record, "previous").equals(previous)
                    && Tree.required(record, "seq").equals(Integer.toString(seq))
                    && Hash.sha256((byte) 0, text).equals(Tree.required(chain.get(seq), "hash", "S"));
            if (!follows) {
                return false;
            }
            previous = Tree.required(chain.get(seq), "hash", "S");
        }
        return true;
    }

    /** One record for people: when (UTC), what, who, which grant, which lease, and what decided or changed. */
    static String line(Json record) {
        var entry = Tree.at(record, "entry").orElseThrow();
        return Stream.of(
                        TIME.format(Instant.parse(Tree.required(entry, "at"))),
                        "%-9s".formatted(Tree.required(entry, "phase")),
                        "%-8s".formatted(Tree.required(entry, "agent")),
                        "%-17s".formatted(Tree.required(entry, "grant")),
                        Tree.required(entry, "lease"),
                        facts(entry))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "))
                .stripTrailing();
    }

    private static String facts(Json entry) {
        var names = Tree.required(entry, "phase").equals("CONFIGURE")
                ? Stream.of("op", "kind", "id", "outcome")
                : Stream.of("reason", "rule", "cause", "outcome");
        return names.flatMap(name -> Tree.text(entry, "facts", name).stream())
                .filter(fact -> !fact.equals(ABOUT_TO_BE_MADE))
                .collect(Collectors.joining(" "));
    }
}
