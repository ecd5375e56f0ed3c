package dev.valet.cli;

import dev.valet.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code GET /admin/audit}, page after page, as an operator. */
@Command(
        name = "list",
        description = "Lists the records of one agent, grant or lease. That you looked is recorded too.",
        mixinStandardHelpOptions = true)
final class AuditList implements Callable<Integer> {
    @Spec
    @Nullable
    private CommandSpec spec;

    @Mixin
    @Nullable
    private Server server;

    @ArgGroup(multiplicity = "1")
    @Nullable
    private About about;

    static final class About {
        @Option(names = "--agent", paramLabel = "AGENT", description = "Records of this agent")
        @Nullable
        private String agent;

        @Option(names = "--grant", paramLabel = "GRANT", description = "Records of this grant")
        @Nullable
        private String grant;

        @Option(names = "--lease", paramLabel = "LEASE", description = "Records of this lease")
        @Nullable
        private String lease;
    }

    @Option(names = "--from", paramLabel = "TIME", description = "Not before, for example 2026-03-02T09:00:00Z")
    @Nullable
    private String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Before; now without")
    @Nullable
    private String to;

    @Option(names = "--json", description = "One record a line with its hash, as the archive has it")
    private boolean json;

    @Override
    public Integer call() {
        var operator = Output.present(server).operator();
        var output = new Output(Output.present(spec));
        var query = query();
        Json page;
        do {
            page = operator.get(Api.Tree.ADMIN, "/audit?" + encoded(query));
            Problem.items(page, "records")
                    .forEach(found -> output.line(json ? Printable.of(found.canonical()) : line(found)));
            for (var name : new String[] {"from", "to", "next"}) {
                query.put(name, page.textAt(name));
            }
        } while (!page.textAt("next").isEmpty());
        return Exit.OK.code();
    }

    private Map<String, String> query() {
        var query = new TreeMap<String, String>();
        var named = Output.present(about);
        put(query, "agent", named.agent);
        put(query, "grant", named.grant);
        put(query, "lease", named.lease);
        put(query, "from", from);
        put(query, "to", to);
        return query;
    }

    private static void put(Map<String, String> query, String name, @Nullable String value) {
        if (value != null) {
            query.put(name, value);
        }
    }

    private static String encoded(Map<String, String> query) {
        return query.entrySet().stream()
                .map(pair -> pair.getKey() + "=" + URLEncoder.encode(pair.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    /** The diff of a change has lines of its own, below. */
    static String line(Json found) {
        var entry = found.at("record", "entry");
        var facts = new TreeMap<String, String>();
        if (entry.at("facts") instanceof Json.Obj(var members)) {
            members.keySet().forEach(name -> facts.put(name, entry.textAt("facts", name)));
        }
        facts.values().removeIf(String::isEmpty);
        var diff = Optional.ofNullable(facts.remove("diff")).orElse("");
        var below = diff.lines()
                .map(line -> System.lineSeparator() + "    " + Printable.of(line))
                .collect(Collectors.joining());
        var fields = Stream.of("at", "phase", "agent", "grant", "lease").map(entry::textAt);
        var named = facts.entrySet().stream().map(fact -> fact.getKey() + "=" + value(fact.getValue()));
        return Printable.of(Stream.concat(fields.filter(text -> !text.isEmpty()), named)
                        .collect(Collectors.joining("  ")))
                + below;
    }

    /** Text that somebody wrote is quoted, so that it looks like no other fact (T-36). */
    private static String value(String text) {
        return text.indexOf(' ') < 0 ? text : Json.of(text).canonical();
    }
}
