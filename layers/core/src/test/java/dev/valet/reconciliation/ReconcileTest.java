package dev.valet.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.valet.Json;
import dev.valet.audit.Finding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Events in the form that CloudTrail documents, of our own making. */
class ReconcileTest {
    private static final String ISSUE = "arn:aws:iam::111122223333:role/valet-issue";
    private static final String ISSUE_ID = "AROAVALETISSUE0000001";
    private static final String ROLE = "arn:aws:iam::444455556666:role/valet/reports";
    private static final String LEASE = "vl-01KJ7V8M40000000000000000A";
    private static final String OTHER = "vl-01KJ7V8M40000000000000000B";
    private static final Instant NINE = Instant.parse("2026-03-02T09:00:00Z");

    private final Reconcile reconcile = new Reconcile(ISSUE, ISSUE_ID);

    private static Json record(String phase, String lease, String endedBy) {
        var facts = endedBy.isEmpty()
                ? Map.of("outcome", "withheld")
                : Map.of("endedBy", endedBy, "environment", "sandbox");
        return Json.object()
                .with(
                        "entry",
                        Json.object()
                                .with("phase", phase)
                                .with("at", NINE)
                                .with("agent", "reporter")
                                .with("grant", "reports-reader")
                                .with("lease", lease)
                                .with("facts", Json.strings(facts))
                                .build())
                .build();
    }

    private static Json tag(String key, String value) {
        return Json.object().with("key", key).with("value", value).build();
    }

    private static Json asked(String lease) {
        return Json.object()
                .with("roleArn", ROLE)
                .with("roleSessionName", lease)
                .with("sourceIdentity", lease)
                .with("externalId", "vx-7f3a91")
                .with("durationSeconds", 900)
                .with("policy", "{\"Version\":\"2012-10-17\"}")
                .with(
                        "tags",
                        new Json.Arr(List.of(
                                tag("valet:lease", lease),
                                tag("valet:agent", "reporter"),
                                tag("valet:grant", "reports-reader"),
                                tag("valet:env", "sandbox"))))
                .build();
    }

    /** In the trail of Valet's own account. */
    private static Json event(String id, Json asked) {
        return Json.object()
                .with("eventVersion", "1.08")
                .with(
                        "userIdentity",
                        Json.object()
                                .with("type", "AssumedRole")
                                .with("principalId", ISSUE_ID + ":valet-issue")
                                .with("arn", "arn:aws:sts::111122223333:assumed-role/valet-issue/valet-issue")
                                .with(
                                        "sessionContext",
                                        Json.object()
                                                .with(
                                                        "sessionIssuer",
                                                        Json.object()
                                                                .with("type", "Role")
                                                                .with("arn", ISSUE)
                                                                .build())
                                                .build())
                                .build())
                .with("eventTime", "2026-03-02T09:00:00Z")
                .with("eventSource", "sts.amazonaws.com")
                .with("eventName", "AssumeRole")
                .with("requestParameters", asked)
                .with("eventID", "own-" + id)
                .with("sharedEventID", id)
                .build();
    }

    /** In the trail of the account that was called into, which knows the caller by account and id only. */
    private static Json foreign(String id, String callerId, Json asked) {
        return change(
                change(event(id, asked), "eventID", Json.of("their-" + id)),
                "userIdentity",
                Json.object()
                        .with("type", "AWSAccount")
                        .with("principalId", callerId)
                        .with("accountId", "111122223333")
                        .build());
    }

    private static Json change(Json json, String member, Json value) {
        var members = new LinkedHashMap<>(((Json.Obj) json).members());
        members.put(member, value);
        return new Json.Obj(members);
    }

    private static Json without(Json json, String member) {
        var members = new LinkedHashMap<>(((Json.Obj) json).members());
        members.remove(member);
        return new Json.Obj(members);
    }

    private Reconciliation result() {
        return reconcile.result(Instant.MIN, Instant.MAX);
    }

    private List<String> findings() {
        return result().findings().stream().map(Finding::toString).toList();
    }

    @Test
    void aLeaseAndItsOneCallAreComplete() { // INV-23
        reconcile.record(record("INTENT", LEASE, "sts"));
        reconcile.event(event("1", asked(LEASE)));
        assertThat(result().isComplete()).isTrue();
        assertThat(result().leases()).isEqualTo(1);
        assertThat(result().calls()).isEqualTo(1);
    }

    @Test
    void nothingIsNeverComplete() {
        assertThat(result().isComplete()).isFalse();
    }

    @Test
    void theSameCallInBothTrailsIsOne() {
        reconcile.record(record("INTENT", LEASE, "sts"));
        reconcile.event(foreign("1", ISSUE_ID + ":valet-issue", asked(LEASE)));
        reconcile.event(event("1", asked(LEASE)));
        reconcile.event(foreign("1", ISSUE_ID + ":valet-issue", asked(LEASE)));
        assertThat(result().isComplete()).isTrue();
        assertThat(result().calls()).isEqualTo(1);
    }

    @Test
    void theTrailOfTheOtherAccountAloneIsEnough() {
        reconcile.record(record("INTENT", LEASE, "sts"));
        reconcile.event(foreign("1", ISSUE_ID + ":valet-issue", asked(LEASE)));
        assertThat(result().isComplete()).isTrue();
    }

    @Test
    void aCallWithoutALeaseIsAnIncident() {
        reconcile.record(record("INTENT", LEASE, "sts"));
        reconcile.event(event("1", asked(LEASE)));
        reconcile.event(event("2", asked(OTHER)));
        reconcile.event(event("3", without(asked(OTHER), "sourceIdentity")));
        assertThat(findings())
                .containsExactly(
                        "event 2: is a call without a lease: " + ROLE + " as " + OTHER,
                        "event 3: is a call without a lease: " + ROLE + " as nobody");
    }

    @Test
    void aLeaseWithoutACallIsFound() {
        reconcile.record(record("INTENT", LEASE, "sts"));
        assertThat(findings()).containsExactly("lease " + LEASE + ": counts as issued, and no call was made for it");
        assertThat(result().isComplete()).isFalse();
    }

    @Test
    void aLeaseThatWasWithheldNeedsNoCallAndMayHaveOne() {
        reconcile.record(record("INTENT", LEASE, "sts"));
        reconcile.record(record("OUTCOME", LEASE, ""));
        assertThat(result().isComplete()).isTrue();
        reconcile.event(event("1", asked(LEASE))); // minted, and dropped unseen
        assertThat(result().isComplete()).isTrue();
    }

    @Test
    void aValueNeedsNoCall() {
        reconcile.record(record("INTENT", LEASE, "rotation"));
        assertThat(result().isComplete()).isTrue();
    }

    @Test
    void aCallThatStsRefusedMintedNothing() {
        reconcile.record(record("INTENT", LEASE, "sts"));
        reconcile.event(change(event("1", asked(LEASE)), "errorCode", Json.of("AccessDenied")));
        assertThat(findings())
                .containsExactly("lease " + LEASE + ": counts as issued, and no call was made for it:"
                        + " STS refused it, and the outcome is not on record");
        reconcile.record(record("OUTCOME", LEASE, ""));
        assertThat(result().isComplete()).isTrue();
    }

    @Test
    void aSecondCallForOneLeaseIsFound() {
        reconcile.record(record("INTENT", LEASE, "sts"));
        reconcile.event(event("1", asked(LEASE)));
        reconcile.event(event("2", asked(LEASE)));
        assertThat(findings()).containsExactly("event 2: is a second call for lease " + LEASE);
    }

    @Test
    void somebodyElseInAManagedRoleIsFound() {
        var admin = "arn:aws:iam::444455556666:role/administrator";
        var issuer = Json.object().with("arn", admin).build();
        var identity = Json.object()
                .with("principalId", "AROAADMINISTRATOR0001:ann")
                .with(
                        "sessionContext",
                        Json.object().with("sessionIssuer", issuer).build())
                .build();
        reconcile.event(change(event("1", asked(LEASE)), "userIdentity", identity));
        reconcile.event(foreign("2", "AROASOMEBODYELSE00001:x", asked(LEASE)));
        assertThat(findings())
                .containsExactly(
                        "event 1: somebody else assumed " + ROLE + ": " + admin,
                        "event 2: somebody else assumed " + ROLE + ": AROASOMEBODYELSE00001:x");
    }

    private static Json probe(String id, String account) {
        var issuer = Json.object()
                .with("arn", "arn:aws:iam::" + account + ":role/valet-revoker")
                .build();
        var identity = Json.object()
                .with("principalId", "AROAREVOKER0000000001:valet-revoke")
                .with(
                        "sessionContext",
                        Json.object().with("sessionIssuer", issuer).build())
                .build();
        var asked = Json.object()
                .with("roleArn", ROLE)
                .with("roleSessionName", id)
                .with("sourceIdentity", id)
                .with("durationSeconds", 900)
                .with("policy", "{}")
                .build();
        return change(event("p", asked), "userIdentity", identity);
    }

    private static Json probed(String id) {
        var facts = Json.object().with("probe", id).with("role", ROLE).build();
        return Json.object()
                .with(
                        "entry",
                        Json.object()
                                .with("phase", "PROBE")
                                .with("facts", facts)
                                .build())
                .build();
    }

    @Test
    void aProbeOfTheAccountsRevokerHasARecord() {
        reconcile.record(probed("vp-01KJ7V8M40000000000000000A"));
        reconcile.event(probe("vp-01KJ7V8M40000000000000000A", "444455556666"));
        assertThat(result().isComplete()).isTrue();
    }

    @Test
    void aProbeWithoutARecordOrByAnotherAccountsRevokerIsFound() {
        reconcile.event(probe("vp-01KJ7V8M40000000000000000A", "444455556666"));
        assertThat(findings()).containsExactly("event p: is a probe without a record: " + ROLE);
        var other = new Reconcile(ISSUE, ISSUE_ID);
        other.record(probed("vp-01KJ7V8M40000000000000000A"));
        other.event(probe("vp-01KJ7V8M40000000000000000A", "999900001111"));
        assertThat(other.result(Instant.MIN, Instant.MAX).findings())
                .singleElement()
                .asString()
                .contains("somebody else assumed");
    }

    @Test
    void valetsRoleMadeAnewIsSomebodyElse() {
        reconcile.record(record("INTENT", LEASE, "sts"));
        reconcile.event(foreign("1", "AROAVALETISSUE0000002:valet-issue", asked(LEASE)));
        assertThat(findings()).anyMatch(finding -> finding.contains("somebody else"));
    }

    @Test
    void whatNobodyElseDoesElsewhereDoesNotMatter() {
        reconcile.record(record("INTENT", LEASE, "sts"));
        reconcile.event(event("1", asked(LEASE)));
        var elsewhere = change(asked(LEASE), "roleArn", Json.of("arn:aws:iam::444455556666:role/deploy"));
        reconcile.event(foreign("2", "AROASOMEBODYELSE00001:x", elsewhere));
        reconcile.event(change(event("3", asked(OTHER)), "eventName", Json.of("GetCallerIdentity")));
        reconcile.event(change(event("4", asked(OTHER)), "eventSource", Json.of("iam.amazonaws.com")));
        assertThat(result().isComplete()).isTrue();
        assertThat(result().calls()).isEqualTo(1);
    }

    @Test // Valet has no business there: it is a call without a lease wherever it goes
    void valetsRoleInAnUnmanagedRoleIsFound() {
        reconcile.event(event("1", change(asked(LEASE), "roleArn", Json.of("arn:aws:iam::444455556666:role/deploy"))));
        assertThat(findings()).hasSize(1);
    }

    @Test
    void leasesThatTheTrailDoesNotReachNeedNoCall() {
        reconcile.record(record("INTENT", LEASE, "sts"));
        assertThat(reconcile.result(NINE.plusSeconds(1), Instant.MAX).isComplete())
                .isTrue();
        assertThat(reconcile.result(Instant.MIN, NINE).isComplete()).isTrue();
        assertThat(reconcile.result(NINE, NINE.plusSeconds(1)).isComplete()).isFalse();
    }

    @ParameterizedTest // S-1
    @MethodSource
    void aCallOutsideTheClosedSetIsFound(UnaryOperator<Json> change, List<String> lacks) {
        reconcile.record(record("INTENT", LEASE, "sts"));
        reconcile.event(event("1", change.apply(asked(LEASE))));
        var expected = new ArrayList<String>();
        lacks.forEach(what -> expected.add("event 1: for lease " + LEASE + " lacks " + what));
        assertThat(findings()).containsExactlyElementsOf(expected);
    }

    private static Arguments outside(UnaryOperator<Json> change, String... lacks) {
        return arguments(change, List.of(lacks));
    }

    static Stream<Arguments> aCallOutsideTheClosedSetIsFound() {
        var foreignTag = new Json.Arr(
                Stream.concat(((Json.Arr) asked(LEASE).at("tags")).items().stream(), Stream.of(tag("team", "admins")))
                        .toList());
        return Stream.of(
                outside(asked -> without(asked, "policy"), "a session policy"),
                outside(asked -> change(asked, "durationSeconds", Json.of(3600)), "900 seconds"),
                outside(asked -> without(asked, "durationSeconds"), "900 seconds"),
                outside(asked -> change(asked, "roleSessionName", Json.of(OTHER)), "the lease as session name"),
                outside(asked -> without(asked, "externalId"), "an ExternalId"),
                outside(asked -> without(asked, "tags"), "the lease's four tags and no other"),
                outside(asked -> change(asked, "tags", foreignTag), "the lease's four tags and no other"),
                outside(
                        asked -> change(asked, "transitiveTagKeys", Json.strings(List.of("valet:lease"))),
                        "no transitive tag"),
                outside(
                        asked -> without(change(asked, "durationSeconds", Json.of(43_200)), "policy"),
                        "a session policy",
                        "900 seconds"));
    }
}
