package dev.valet.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.grant.ActionId;
import dev.valet.grant.GrantId;
import dev.valet.grant.SecretArn;
import dev.valet.guardrail.GuardrailId;
import dev.valet.identity.AgentId;
import dev.valet.identity.IssuerId;
import dev.valet.identity.Principal;
import dev.valet.lease.LeaseId;
import dev.valet.registry.Document;
import dev.valet.revocation.SecretVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StateKeyTest {
    /** Names and texts chosen so that a careless separator, fold or hash would let two of them meet. */
    private static final List<String> NAMES =
            List.of("abc", "abc-d", "abc--d", "d-abc", "agent", "grant", "control", "abcd");

    private static final List<String> TEXTS =
            List.of("", "a", "a#b", "a\"", "a\",\"b", "[\"a\",\"b\"]", "b", "A", "a\u0000", "\u00e9", "e\u0301");

    private static final List<String> SECRETS = List.of(
            "arn:aws:secretsmanager:eu-west-1:111122223333:secret:a-Ab12Cd",
            "arn:aws:secretsmanager:eu-west-1:111122223333:secret:a-Ab12Ce",
            "arn:aws:secretsmanager:eu-west-1:111122223334:secret:a-Ab12Cd");

    private static final List<String> VERSIONS = List.of("a", "A", "a\",\"b", "a#b", "b", "a\"");

    /** Whole seconds: two ends within one are one second to look in, and the lease's id keeps them apart. */
    private static final List<Instant> TIMES = List.of(
            Instant.parse("2026-11-23T12:00:00Z"),
            Instant.parse("2026-11-23T12:00:01Z"),
            Instant.parse("2026-11-23T12:01:00Z"),
            Instant.parse("2027-01-01T00:00:00Z"));

    @Test
    void twoThingsNeverShareAKey() { // INV-28, T-22
        var keys = new ArrayList<StateKey>();
        keys.add(StateKey.control());
        for (var name : NAMES) {
            keys.add(StateKey.agent(AgentId.parse(name)));
            keys.add(StateKey.guardrail(GuardrailId.parse(name)));
            keys.add(StateKey.keys(IssuerId.parse(name)));
            keys.add(StateKey.action(ActionId.parse(name)));
            NAMES.forEach(other -> keys.add(StateKey.performs(AgentId.parse(name), ActionId.parse(other))));
            for (var kind : Document.Kind.values()) {
                keys.add(StateKey.listing(kind, name));
            }
            NAMES.forEach(other -> addPair(keys, AgentId.parse(name), GrantId.parse(other)));
        }
        for (var text : TEXTS) {
            keys.add(StateKey.issuer(text));
            TEXTS.forEach(other -> keys.add(StateKey.once(text, other)));
        }
        for (var secret : SECRETS) {
            VERSIONS.forEach(
                    version -> keys.add(StateKey.rotation(new SecretVersion(SecretArn.parse(secret), version))));
        }
        keys.addAll(due());
        principals().forEach(principal -> keys.add(StateKey.principal(principal)));

        assertThat(keys).doesNotHaveDuplicates();
        assertThat(keys.stream().map(StateKey::attributes)).doesNotHaveDuplicates();
        assertThat(keys.stream().map(StateKey::toString)).doesNotHaveDuplicates();
    }

    /** Leases of any end, each with its own key, and none before it is over. */
    private static List<StateKey> due() {
        var keys = new ArrayList<StateKey>();
        for (var made : TIMES) {
            for (var end : TIMES) {
                keys.add(StateKey.due(LeaseId.parse(LeaseId.floor(made)), end));
            }
        }
        return keys;
    }

    @Test
    void whatIsDueIsFoundFromItsEndOnAndNotBefore() {
        var noon = Instant.parse("2026-11-23T12:00:00Z");
        var lease = LeaseId.parse(LeaseId.floor(noon));
        for (var end : List.of(noon, noon.minusMillis(1), noon.minusNanos(1))) {
            var key = StateKey.due(lease, end);
            var ranges = IntStream.range(0, StateKey.SHARDS)
                    .mapToObj(shard -> StateKey.Range.due(shard, noon))
                    .filter(range -> range.partition.equals(new Row(key.attributes()).text(StateKey.PARTITION)))
                    .toList();
            assertThat(ranges)
                    .singleElement()
                    .satisfies(range -> assertThat(sort(key)).isBetween(range.from, range.to));
            assertThat(sort(key)).isGreaterThan(StateKey.Range.due(0, noon.minusSeconds(1)).to);
        }
        assertThat(sort(StateKey.due(lease, noon.plusNanos(1)))).isGreaterThan(StateKey.Range.due(0, noon).to);
    }

    @Test
    void everyShardIsUsed() {
        var partitions = IntStream.range(0, 400)
                .mapToObj(i -> StateKey.due(
                        LeaseId.parse(LeaseId.floor(Instant.ofEpochSecond(1_800_000_000L + i))), Instant.EPOCH))
                .map(key -> new Row(key.attributes()).text(StateKey.PARTITION))
                .distinct();
        assertThat(partitions).hasSize(StateKey.SHARDS);
    }

    private static void addPair(List<StateKey> keys, AgentId agent, GrantId grant) {
        keys.add(StateKey.grant(agent, grant));
        keys.add(StateKey.limits(agent, grant));
        for (var time : List.of("2026-11-23T12:00:00Z", "2026-11-23T12:00:00.001Z")) {
            keys.add(StateKey.lease(agent, grant, LeaseId.parse(LeaseId.floor(Instant.parse(time)))));
        }
    }

    /** INV-1: not one part less. */
    private static List<Principal> principals() {
        return List.of(
                new Principal.AwsRole("aws", "444455556666", "ci", "AROAXXXXXXXXXXXX"),
                new Principal.AwsRole("aws", "777788889999", "ci", "AROAXXXXXXXXXXXX"),
                new Principal.AwsRole("aws", "444455556666", "ci", "AROAYYYYYYYYYYYY"),
                new Principal.AwsRole("aws", "444455556666", "CI", "AROAXXXXXXXXXXXX"),
                new Principal.AwsRole("aws-cn", "444455556666", "ci", "AROAXXXXXXXXXXXX"),
                new Principal.Subject("https://a.example", new TreeMap<>(Map.of("sub", "x"))),
                new Principal.Subject("https://a.example/", new TreeMap<>(Map.of("sub", "x"))),
                new Principal.Subject("https://a.example", new TreeMap<>(Map.of("sub", "x", "ref", "y"))),
                new Principal.Subject("https://a.example", new TreeMap<>(Map.of("sub", "x\",\"ref\":\"y"))));
    }

    @Test
    void aRangeHoldsItsOwnRowsOnly() {
        var range = StateKey.Range.grants(AgentId.parse("abc"));
        assertThat(sort(StateKey.grant(AgentId.parse("abc"), GrantId.parse("zzz"))))
                .isBetween(range.from, range.to);
        assertThat(sort(StateKey.agent(AgentId.parse("abc")))).isLessThan(range.from);
        assertThat(sort(StateKey.performs(AgentId.parse("abc"), ActionId.parse("zzz"))))
                .isLessThan(range.from);
    }

    private static String sort(StateKey key) {
        return new Row(key.attributes()).text(StateKey.SORT);
    }
}
