package dev.valet.revocation;

import dev.valet.Json;
import dev.valet.ObjectBuilder;
import dev.valet.revocation.Deny.Hits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Writes the inline policy by which a managed role denies what was revoked. It only denies. When its entries would not fit,
 * they hit more than they were made for: a lease's whole grant, then the whole role. None is dropped to make room.
 */
public final class DenyPolicy {
    public static final String NAME = "ValetRevocations";

    /** IAM: all inline policies of a role have 10,240 characters together. A fifth of that is left free. */
    public static final int MOST_CHARACTERS = 8192;

    private DenyPolicy() {}

    /** @param probe listed like a lease, to see whether the policy is in force */
    public static String of(Collection<Deny> denies, ProbeId probe) {
        var asked = denies.stream().map(Deny::hits).toList();
        return fitting(asked, probe)
                .or(() -> fitting(asked.stream().map(DenyPolicy::byGrant).toList(), probe))
                .orElseGet(() -> write(List.of(wholeRole(asked)), probe));
    }

    private static Optional<String> fitting(List<Hits> hits, ProbeId probe) {
        return Optional.of(write(hits, probe)).filter(text -> text.length() <= MOST_CHARACTERS);
    }

    private static Hits byGrant(Hits hits) {
        return hits instanceof Hits.OneLease one ? new Hits.OneGrant(one.grant(), one.before()) : hits;
    }

    private static Hits wholeRole(List<Hits> hits) {
        return new Hits.WholeRole(
                hits.stream().map(Hits::before).max(Comparator.naturalOrder()).orElseThrow());
    }

    private static String write(List<Hits> hits, ProbeId probe) {
        var identities = new TreeSet<>(List.of(probe.text()));
        var grants = new TreeMap<String, Instant>();
        var agents = new TreeMap<String, Instant>();
        var everyone = new TreeSet<Instant>();
        for (var each : hits) {
            switch (each) {
                case Hits.OneLease one -> identities.add(one.lease().text());
                case Hits.OneGrant one -> grants.merge(one.grant().text(), one.before(), DenyPolicy::later);
                case Hits.OneAgent one -> agents.merge(one.agent().text(), one.before(), DenyPolicy::later);
                case Hits.WholeRole one -> everyone.add(one.before());
            }
        }
        var statements = new ArrayList<Json>();
        statements.add(deny(Json.object().with("StringEquals", is("aws:SourceIdentity", identities))));
        byTime(grants).forEach((before, names) -> statements.add(tagged("valet:grant", names, before)));
        byTime(agents).forEach((before, names) -> statements.add(tagged("valet:agent", names, before)));
        if (!everyone.isEmpty()) {
            statements.add(deny(Json.object().with("DateLessThan", issued(everyone.last()))));
        }
        return Json.object()
                .with("Version", "2012-10-17")
                .with("Statement", new Json.Arr(statements))
                .build()
                .text();
    }

    /** The later time covers the earlier one. */
    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** Names of one time share a statement. */
    private static Map<Instant, Set<String>> byTime(Map<String, Instant> names) {
        var grouped = new TreeMap<Instant, Set<String>>();
        names.forEach((name, before) ->
                grouped.computeIfAbsent(before, _ -> new TreeSet<>()).add(name));
        return grouped;
    }

    private static Json tagged(String tag, Collection<String> names, Instant before) {
        return deny(Json.object()
                .with("StringEquals", is("aws:PrincipalTag/" + tag, names))
                .with("DateLessThan", issued(before)));
    }

    private static Json issued(Instant before) {
        return Json.object().with("aws:TokenIssueTime", before).build();
    }

    private static Json is(String key, Collection<String> values) {
        return Json.object().with(key, List.copyOf(values)).build();
    }

    private static Json deny(ObjectBuilder condition) {
        return Json.object()
                .with("Effect", "Deny")
                .with("Action", "*")
                .with("Resource", "*")
                .with("Condition", condition.build())
                .build();
    }
}
