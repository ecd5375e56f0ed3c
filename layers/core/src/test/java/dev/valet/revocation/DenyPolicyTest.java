package dev.valet.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.grant.GrantId;
import dev.valet.identity.AgentId;
import dev.valet.identity.RoleArn;
import dev.valet.lease.LeaseId;
import dev.valet.revocation.Deny.Hits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a role is told to deny, and what becomes of it when there is no room for all of that (T-42). */
class DenyPolicyTest {
    private static final Instant NINE = Instant.parse("2026-03-02T09:00:00Z");
    private static final RoleArn ROLE = RoleArn.parse("arn:aws:iam::444455556666:role/valet/reports");
    private static final ProbeId PROBE = ProbeId.parse("vp-01KJPZ8000PR0BE00000000000");
    private static final String BY_GRANT = "aws:PrincipalTag/valet:grant";

    private static Deny deny(Hits hits) {
        return new Deny(RevocationId.next(NINE), ROLE, hits, NINE.plusSeconds(1000));
    }

    private static LeaseId lease(int number) {
        return LeaseId.parse(LeaseId.floor(NINE.plusMillis(number)));
    }

    /** As many leases as are asked for, a second apart, each of the grant that {@code grants} allots to it. */
    private static List<Deny> leases(int count, int grants) {
        return IntStream.range(0, count)
                .mapToObj(i -> deny(new Hits.OneLease(
                        lease(i),
                        new GrantId("reports-of-a-team-with-a-long-name-" + i % grants),
                        NINE.plusSeconds(i))))
                .toList();
    }

    @Test
    void aLeaseIsDeniedByItsSourceIdentityBesideTheProbe() {
        assertThat(DenyPolicy.of(leases(1, 1), PROBE))
                .isEqualTo(
                        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\","
                                + "\"Condition\":{\"StringEquals\":{\"aws:SourceIdentity\":[\"" + lease(0) + "\",\""
                                + PROBE
                                + "\"]}}}]}");
    }

    @Test
    void aGrantAndAnAgentAreDeniedByTagUntilTheLastTime() {
        var grant = new GrantId("reports-reader");
        var text = DenyPolicy.of(
                Stream.of(
                                new Hits.OneGrant(grant, NINE.plusSeconds(60)),
                                new Hits.OneGrant(grant, NINE),
                                new Hits.OneAgent(new AgentId("reporter"), NINE))
                        .map(DenyPolicyTest::deny)
                        .toList(),
                PROBE);
        assertThat(text)
                .contains("{\"StringEquals\":{\"" + BY_GRANT + "\":[\"reports-reader\"]},\"DateLessThan\":"
                        + "{\"aws:TokenIssueTime\":\"2026-03-02T09:01:00Z\"}}")
                .contains("{\"StringEquals\":{\"aws:PrincipalTag/valet:agent\":[\"reporter\"]},\"DateLessThan\":"
                        + "{\"aws:TokenIssueTime\":\"2026-03-02T09:00:00Z\"}}")
                .containsOnlyOnce("reports-reader");
    }

    /** However many there are: it fits, and each lease is denied by its name, by its grant, or with the whole role. */
    @ParameterizedTest
    @ValueSource(ints = {1, 5, 600})
    void noneIsDroppedToMakeRoom(int grants) {
        for (int count :
                new int[] {1, 100, 238, 239, 240, 241, 242, 243, 244, 245, 246, 247, 248, 249, 250, 251, 252, 600}) {
            var denies = leases(count, grants);
            var text = DenyPolicy.of(denies, PROBE);
            assertThat(text)
                    .hasSizeLessThanOrEqualTo(DenyPolicy.MOST_CHARACTERS)
                    .contains(PROBE.text());
            boolean wholeRole = text.endsWith("\"Condition\":{\"DateLessThan\":{\"aws:TokenIssueTime\":\""
                    + NINE.plusSeconds(count - 1L) + "\"}}}]}");
            assertThat(denies)
                    .allMatch(deny -> deny.hits() instanceof Hits.OneLease one
                            && (wholeRole
                                    || text.contains("\"" + one.lease() + "\"")
                                    || text.contains("\"" + one.grant() + "\"")));
        }
    }

    @Test
    void leasesThatDoNotFitAreDeniedByTheirGrantUntilTheLastOfThem() {
        assertThat(DenyPolicy.of(leases(200, 1), PROBE))
                .contains(lease(199).text())
                .doesNotContain(BY_GRANT);
        assertThat(DenyPolicy.of(leases(600, 1), PROBE))
                .doesNotContain("vl-")
                .contains("{\"StringEquals\":{\"" + BY_GRANT + "\":[\"reports-of-a-team-with-a-long-name-0\"]},"
                        + "\"DateLessThan\":{\"aws:TokenIssueTime\":\"" + NINE.plusSeconds(599) + "\"}}");
    }

    @Test
    void whatStillDoesNotFitIsDeniedWithTheWholeRoleUntilTheLastOfAll() {
        var last = NINE.plus(Duration.ofHours(1));
        var denies = Stream.concat(
                        leases(600, 600).stream(), Stream.of(deny(new Hits.OneAgent(new AgentId("reporter"), last))))
                .toList();
        assertThat(DenyPolicy.of(denies, PROBE))
                .doesNotContain("vl-", "PrincipalTag", "reporter")
                .contains("\"Condition\":{\"DateLessThan\":{\"aws:TokenIssueTime\":\"2026-03-02T10:00:00Z\"}}");
    }
}
