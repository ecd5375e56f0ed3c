package dev.valet.issue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.valet.testkit.Events;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every event in {@code events} through the real handler: what {@code sam local invoke -e} would answer as well. */
class EventsTest {
    private final AgentApi api = new AgentApi();

    @ParameterizedTest(name = "{0}: {1} {2}")
    @MethodSource("events")
    void anEventEndsAsItsStorySays(String name, int status, String place, String value) {
        api.hasLease();
        var reply = api.sendEvent(name);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.at(place)).isEqualTo(value);
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
    }

    static Stream<Arguments> events() {
        return Stream.of(
                arguments("lease", 201, "lease.state", "live"),
                arguments("lease-bearer", 201, "lease.endedBy", "sts"),
                arguments("lease-once", 201, "lease.grant", "reports-reader"),
                arguments("lease-secret", 201, "credential.type", "aws"),
                arguments("lease-secret-value", 201, "lease.endedBy", "rotation"),
                arguments("lease-rotated-value", 201, "lease.rotateOnEnd", "true"),
                arguments("lease-ttl", 201, "lease.expiresAt", "2026-03-02T09:05:00Z"),
                arguments("lease-waits", 202, "approval.state", "open"),
                arguments("lease-not-approved", 403, "reason", "no-live-approval"),
                arguments(
                        "lease-no-approval-id",
                        400,
                        "errors",
                        error("/approval", "is an approval id, ap- and 26 characters")),
                arguments("approval", 200, "approval.deniedBecause", "not on a Friday"),
                arguments("approval-foreign", 404, "reason", "not-found"),
                arguments("explain-approval", 200, "rule", "grant.approval"),
                arguments("document-waits", 403, "code", "approval-required"),
                arguments("lease-parameter-broken", 400, "errors", error("/parameters/team", "matches [a-z]{2,20}")),
                arguments(
                        "lease-parameter-missing",
                        400,
                        "errors",
                        error("/parameters/team", "is required and matches [a-z]{2,20}")),
                arguments("lease-unknown-member", 400, "errors", error("/ttl", "is not a known member")), // INV-7
                arguments("lease-with-an-arn", 400, "errors", error("/role", "is not a known member")),
                arguments("lease-duplicate-member", 400, "errors", error("/grant", "names no member twice")),
                arguments("lease-trailing-bytes", 400, "errors", error("", "ends after one JSON value")),
                arguments("lease-no-json", 400, "errors", error("", "is JSON (RFC 8259)")),
                arguments(
                        "lease-ttl-too-short", 400, "errors", error("/ttlSeconds", "is a whole number from 60 to 900")),
                arguments(
                        "lease-ttl-too-long", 400, "errors", error("/ttlSeconds", "is a whole number from 60 to 900")),
                arguments(
                        "lease-of-an-action",
                        400,
                        "errors",
                        error("/grant", "is a grant that is leased; an action is performed at /actions")),
                arguments("lease-foreign-grant", 403, "reason", "no-live-grant"),
                arguments("lease-unknown-grant", 403, "reason", "no-live-grant"),
                arguments("lease-unknown-principal", 403, "reason", "unknown-principal"),
                arguments("lease-same-role-name-elsewhere", 403, "reason", "unknown-principal"),
                arguments("lease-user", 403, "reason", "unknown-principal"),
                arguments("lease-federated-user", 403, "reason", "unknown-principal"),
                arguments("lease-both-identities", 403, "reason", "unknown-principal"),
                arguments("lease-bearer-on-signed-route", 403, "reason", "unknown-principal"),
                arguments("lease-nobody", 403, "reason", "unknown-principal"),
                arguments("lease-other-api", 403, "reason", "forbidden"),
                arguments("lease-development-beyond-sandbox", 403, "reason", "forbidden"),
                arguments("lease-get", 200, "lease.id", AgentApi.LEASE),
                arguments("lease-get-foreign", 404, "reason", "not-found"),
                arguments("lease-get-unknown", 404, "reason", "not-found"),
                arguments("lease-get-no-id", 404, "reason", "not-found"),
                arguments(
                        "leases",
                        200,
                        "leases",
                        "[{\"id\":\"vl-01KJPZ8000REP0RTER00000000\",\"grant\":\"reports-reader\",\"agent\":\"reporter\","
                                + "\"environment\":\"sandbox\",\"kind\":\"aws\",\"parameters\":{},"
                                + "\"reason\":\"an earlier report\",\"issuedAt\":\"2026-03-02T09:00:00Z\","
                                + "\"expiresAt\":\"2026-03-02T09:15:00Z\",\"endedBy\":\"sts\",\"state\":\"live\"}]"),
                arguments(
                        "grants",
                        200,
                        "grants",
                        "[{\"id\":\"payments-api\",\"kind\":\"secret\",\"environment\":\"sandbox\","
                                + "\"description\":\"The story's payments-api\",\"parameters\":{},\"ttlSeconds\":900,\"limits\":{}},"
                                + "{\"id\":\"payments-hook\",\"kind\":\"secret\",\"environment\":\"sandbox\","
                                + "\"description\":\"The story's payments-hook\",\"parameters\":{},\"ttlSeconds\":900,\"limits\":{},"
                                + "\"rotateOnEnd\":true},"
                                + "{\"id\":\"payments-key\",\"kind\":\"secret\",\"environment\":\"sandbox\","
                                + "\"description\":\"The story's payments-key\",\"parameters\":{},\"ttlSeconds\":900,\"limits\":{},"
                                + "\"rotateOnEnd\":false},"
                                + "{\"id\":\"reports-audited\",\"kind\":\"aws\",\"environment\":\"sandbox\","
                                + "\"description\":\"The story's reports-audited\",\"parameters\":{},"
                                + "\"ttlSeconds\":900,\"limits\":{},\"approvers\":1},"
                                + "{\"id\":\"reports-reader\",\"kind\":\"aws\",\"environment\":\"sandbox\","
                                + "\"description\":\"The story's reports-reader\","
                                + "\"parameters\":{\"team\":{\"pattern\":\"[a-z]{2,20}\"}},\"ttlSeconds\":900,"
                                + "\"limits\":{\"leasesPerHour\":20,\"concurrent\":5}},"
                                + "{\"id\":\"team-notices\",\"action\":\"notify-team\",\"environment\":\"sandbox\","
                                + "\"description\":\"The story's team-notices\",\"parameters\":{},\"limits\":{}}]"),
                arguments("grants-unknown-principal", 403, "reason", "unknown-principal"),
                arguments("whoami", 200, "agent", "reporter"),
                arguments("whoami-bearer", 200, "principal.issuer", "https://issuer.example"),
                arguments("whoami-stranger", 200, "agent", "null"),
                arguments("explain", 200, "decision", "allowed"),
                arguments("explain-parameter-broken", 200, "errors", error("/parameters/team", "matches [a-z]{2,20}")),
                arguments("explain-foreign-grant", 200, "rule", "grant.none"),
                arguments("explain-unknown-grant", 200, "rule", "grant.none"),
                arguments("explain-forbidden", 200, "rule", "environment.development-reaches-sandbox-only"),
                arguments("document", 200, "Expiration", "2026-03-02T09:15:00Z"),
                arguments("document-secret", 200, "AccessKeyId", "ASIACANARY1"),
                arguments("document-parameter-broken", 400, "message", "/parameters/team matches [a-z]{2,20}"),
                arguments("document-of-a-value", 400, "code", "malformed"),
                arguments("document-foreign-grant", 403, "code", "no-live-grant"),
                arguments("document-signed", 403, "code", "unknown-principal"));
    }

    private static String error(String pointer, String rule) {
        return "[{\"pointer\":\"" + pointer + "\",\"rule\":\"" + rule + "\"}]";
    }

    @Test
    void noEventIsWithoutItsStory() {
        assertThat(Events.of("issue"))
                .containsExactlyInAnyOrderElementsOf(
                        events().map(event -> (String) event.get()[0]).toList());
    }
}
