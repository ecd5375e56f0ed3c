package dev.valet.aws;

import static dev.valet.aws.Samples.NOON;
import static dev.valet.aws.Samples.READER;
import static dev.valet.aws.Samples.REPORTER;
import static dev.valet.aws.Samples.lease;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.Json;
import dev.valet.Reason;
import dev.valet.approval.Approval;
import dev.valet.approval.Approval.State;
import dev.valet.approval.ApprovalId;
import dev.valet.approval.Vote;
import dev.valet.approval.Vote.Choice;
import dev.valet.grant.GrantId;
import dev.valet.identity.AgentId;
import dev.valet.lease.Lease;
import dev.valet.lease.Leases.Opening;
import dev.valet.limit.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Approvals as rows: each vote once, each use once, however many are at it. */
class DynamoApprovalsTest {
    private final LocalTables tables = new LocalTables();

    private final DynamoApprovals approvals = new DynamoApprovals(tables.state());
    private final DynamoLeases leases = new DynamoLeases(tables.state());

    @Test
    void whatWasAskedComesBackAsItWas() {
        var asked = asked(1, 1, Set.of("otto", "mia@acme.example"));
        approvals.add(asked);
        assertThat(approvals.find(REPORTER, asked.id())).contains(asked);
        assertThat(approvals.find(asked.id())).contains(asked);
        assertThat(approvals.recent(10)).containsExactly(asked);
        assertThat(approvals.of(REPORTER, NOON)).containsExactly(asked);
        assertThat(approvals.of(REPORTER, NOON.plusSeconds(10))).isEmpty();
    }

    @Test
    void anotherAgentDoesNotFindIt() { // INV-4
        var asked = asked(1, 1, Set.of());
        approvals.add(asked);
        assertThat(approvals.find(AgentId.parse("stranger"), asked.id())).isEmpty();
    }

    @Test
    void aVoteOverAnotherVoteIsNotTaken() {
        var asked = asked(2, 1, Set.of());
        approvals.add(asked);
        assertThat(approvals.vote(asked, vote("ann", Choice.APPROVE))).isTrue();
        assertThat(approvals.vote(asked, vote("ben", Choice.APPROVE))).isFalse();
        assertThat(approvals.vote(asked, vote("ann", Choice.APPROVE)))
                .isTrue(); // the reply was lost, and this is the repeat
        var now = approvals.find(asked.id()).orElseThrow();
        assertThat(now.votes()).hasSize(1);
        assertThat(approvals.vote(now, vote("ben", Choice.APPROVE))).isTrue();
        assertThat(approvals.find(asked.id()).orElseThrow().state(NOON)).isEqualTo(State.APPROVED);
    }

    @Test
    void aLeaseUsesItUp() {
        var approved = approved(1);
        var first = lease(NOON);
        assertThat(open(first, approved)).isEqualTo(new Opening.Opened());
        assertThat(open(first, approved)).isEqualTo(new Opening.Opened()); // the very same lease again
        assertThat(open(lease(NOON), approved))
                .isEqualTo(new Opening.Refused(Reason.NO_LIVE_APPROVAL, "approval.not-live", Instant.EPOCH));
        var used = approvals.find(approved.id()).orElseThrow();
        assertThat(used.usedBy()).containsExactly(first.id().text());
        assertThat(used.state(NOON)).isEqualTo(State.USED);
    }

    @Test
    void whatIsOpenDeniedOverOrChangedIsNotUsed() {
        var open = asked(1, 1, Set.of());
        approvals.add(open);
        assertThat(open(lease(NOON), open)).isInstanceOf(Opening.Refused.class);

        var denied = approved(1);
        approvals.vote(approvals.find(denied.id()).orElseThrow(), vote("ben", Choice.DENY));
        assertThat(open(lease(NOON), denied)).isInstanceOf(Opening.Refused.class);

        var over = approved(1);
        assertThat(open(lease(over.expires()), over)).isInstanceOf(Opening.Refused.class);

        var good = approved(1);
        var changed = new Approval(
                good.id(),
                good.agent(),
                good.grant(),
                Json.object().with("act", "another").build(),
                good.excluded(),
                1,
                1,
                Set.of(),
                good.votes(),
                good.at(),
                good.expires());
        assertThat(open(lease(NOON), changed)).isInstanceOf(Opening.Refused.class);
    }

    @Test
    void aUsedOneTakesNoVoteAnyMore() {
        var approved = approved(1);
        open(lease(NOON), approved);
        var seen = approvals.find(approved.id()).orElseThrow();
        assertThat(approvals.vote(seen, vote("ben", Choice.DENY))).isFalse();
    }

    @Test
    void fiftyAtOnceUseItAsOftenAsItMayBe() throws Exception {
        var approved = approved(3);
        var work = new ArrayList<Callable<Opening>>();
        for (int i = 0; i < 50; i++) {
            var lease = lease(NOON);
            work.add(() -> open(lease, approved));
        }
        long opened = 0;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var one : threads.invokeAll(work)) {
                opened += one.get() instanceof Opening.Opened ? 1 : 0;
            }
        }
        assertThat(opened).isEqualTo(3);
        assertThat(approvals.find(approved.id()).orElseThrow().usedBy()).hasSize(3);
    }

    @Test
    void oneOfAChangeOfTheConfigurationBelongsToNoAgent() {
        var asked = new Approval(
                id(),
                Optional.empty(),
                Optional.empty(),
                Json.object().with("act", "apply").build(),
                Set.of("ann"),
                1,
                1,
                Set.of(),
                List.of(),
                NOON,
                NOON.plus(Duration.ofHours(1)));
        approvals.add(asked);
        assertThat(approvals.use(asked, "apply", NOON)).isFalse();
        approvals.vote(asked, vote("ben", Choice.APPROVE));
        assertThat(approvals.use(asked, "apply", NOON)).isTrue();
        assertThat(approvals.use(asked, "another", NOON)).isFalse();
        assertThat(approvals.find(asked.id()).orElseThrow().state(NOON)).isEqualTo(State.USED);
    }

    private Opening open(Lease lease, Approval approved) {
        return leases.open(lease, Limits.NONE, Limits.NONE, Optional.of(approved));
    }

    private Approval approved(int uses) {
        var asked = asked(1, uses, Set.of());
        approvals.add(asked);
        approvals.vote(asked, vote("ann", Choice.APPROVE));
        return approvals.find(asked.id()).orElseThrow();
    }

    private static Approval asked(int approvers, int uses, Set<String> excluded) {
        var id = id();
        return new Approval(
                id,
                Optional.of(REPORTER),
                Optional.of(GrantId.parse(READER.text())),
                Json.object().with("act", "lease").with("approval", id.text()).build(),
                excluded,
                approvers,
                uses,
                Set.of(),
                List.of(),
                NOON,
                NOON.plus(Duration.ofHours(1)));
    }

    private static ApprovalId id() {
        return ApprovalId.parse("ap-" + lease(NOON).id().text().substring(3));
    }

    private static Vote vote(String person, Choice choice) {
        return new Vote(person, "a role", choice, "", NOON);
    }
}
