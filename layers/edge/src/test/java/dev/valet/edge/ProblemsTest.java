package dev.valet.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.Malformed;
import dev.valet.Reason;
import dev.valet.lease.Refusal;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemsTest {
    @ParameterizedTest
    @CsvSource({
        "MALFORMED, 400",
        "UNKNOWN_PRINCIPAL, 403",
        "NO_LIVE_GRANT, 403",
        "FORBIDDEN, 403",
        "NOT_OFFERED, 403",
        "NOT_FOUND, 404",
        "KEY_REUSED, 409",
        "NOT_PERFORMED, 422",
        "CHANGED_MEANWHILE, 409",
        "LIMIT_REACHED, 429",
        "NOT_RECORDED, 503",
        "UPSTREAM_BUSY, 503",
        "INTERNAL, 500"
    })
    void aReasonHasItsStatus(Reason reason, int status) {
        assertThat(of(reason).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @EnumSource
    void aProblemSaysItsReasonAndNeverItsRule(Reason reason) {
        var problem = of(reason);
        assertThat(problem.headers()).containsEntry("Content-Type", "application/problem+json");
        assertThat(problem.body())
                .contains("\"type\":\"urn:valet:problem:" + reason.word() + "\"", "\"requestId\":\"r-1\"")
                .doesNotContain("rule-of-ours");
    }

    @Test
    void aKnownWaitIsSaidInWholeSecondsRoundedUp() {
        var refusal = new Refusal(
                Reason.LIMIT_REACHED, "limit.concurrent", List.of(), Optional.of(Duration.ofMillis(61_001)));
        assertThat(Problems.of(refusal, "POST /v1/leases", "r-1").headers()).containsEntry("Retry-After", "62");
    }

    @Test
    void nobodyIsToldToRetryWhatStaysRefused() {
        assertThat(of(Reason.NO_LIVE_GRANT).headers()).doesNotContainKey("Retry-After");
    }

    @Test
    void aThousandMistakesAreNotListed() {
        var many = Collections.nCopies(1000, new Malformed.Problem("/x", "is not a known member"));
        var refusal = new Refusal(Reason.MALFORMED, "request.form", many, Optional.empty());
        assertThat(Problems.of(refusal, "POST /v1/leases", "r-1").body().length())
                .isLessThan(2000);
    }

    @Test
    void aDocumentCanSayMoreAndKeepsItsReasonStatusAndWait() {
        var reply = Problems.of(
                Refusal.of(Reason.NOT_RECORDED, "audit.down"),
                "r-1",
                problem -> problem.with("applied", 3).with("title", "Three"));
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.noted().cause()).isEqualTo("audit.down");
        assertThat(reply.headers()).containsEntry("Retry-After", "2").containsEntry("Cache-Control", "no-store");
        assertThat(reply.body())
                .contains(
                        "\"title\":\"Three\"", "\"applied\":3", "\"reason\":\"not-recorded\"", "\"requestId\":\"r-1\"")
                .doesNotContain("Not everything");
    }

    private static HttpReply of(Reason reason) {
        return Problems.of(reason, "rule-of-ours", "POST /v1/leases", "r-1");
    }
}
