package dev.valet.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.Json;
import dev.valet.identity.Principal;
import dev.valet.json.StrictJson;
import dev.valet.local.aws.Credentials;
import dev.valet.local.aws.Event;
import dev.valet.local.aws.policy.Context;
import dev.valet.local.aws.policy.Decision;
import dev.valet.local.door.FrontDoor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** From a request to the bus: over the APIs, the table's stream, and the roles of template.yaml. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AnnouncementTest {
    private static final String HOSTILE = "canary-2c90 https://evil.example/approve?yes";
    private static final String ASKED =
            "{\"grant\":\"reports-reader\",\"parameters\":{\"team\":\"blue\"},\"reason\":\"" + HOSTILE + "\"}";

    private final TurnedClock clock = new TurnedClock();
    private LocalValet valet;
    private SignedHttp http;
    /** What the configuration needed, which reaches production and so two people. */
    private List<Event> configured;

    private int before;

    @SuppressWarnings("NullAway.Init")
    AnnouncementTest() {}

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        var home = Home.find();
        try (var samples = Files.list(home.sample())) {
            for (var sample : samples.toList()) {
                var text = Files.readString(sample)
                        .replace("grant: reports-reader\n", "grant: reports-reader\napproval: required\n");
                Files.writeString(folder.resolve(sample.getFileName()), text);
            }
        }
        valet = LocalValet.start(home, FrontDoor.take(0), folder, Optional.empty(), clock);
        http = new SignedHttp(valet.address());
        valet.deployment().stream();
        configured = valet.deployment().announced();
    }

    @BeforeEach
    void look() {
        valet.deployment().stream();
        before = valet.deployment().announced().size();
    }

    private List<Event> news() {
        valet.deployment().stream();
        return valet.deployment().announced().stream().skip(before).toList();
    }

    @AfterAll
    void stop() {
        valet.close();
    }

    @Test
    void whoeverIsAskedHearsOfItOnceAndInValetsWords() {
        var answer = http.signed(reporter(), "POST", "/v1/leases", Optional.of(ASKED));
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        var approval = StrictJson.read(answer.body()).textAt("approval", "id");
        assertThat(news()).isEqualTo(news()); // nothing is told twice
        assertThat(news()).singleElement().satisfies(event -> {
            assertThat(event.source()).isEqualTo("valet");
            assertThat(event.detailType()).isEqualTo("Valet Approval Asked");
            assertThat(event.detail()).doesNotContain("canary", "evil");
            assertThat(detail(event).textAt("approval")).isEqualTo(approval);
            assertThat(detail(event).textAt("text"))
                    .isEqualTo("approval " + approval + " waits: agent reporter asks for grant reports-reader; look:"
                            + " valet approvals show " + approval);
        });
        var waiting = new Waiting();
        assertThat(waiting.news(valet.deployment().announced()))
                .containsExactly("approval " + approval
                        + " waits (reporter asks for reports-reader): ./valet as --operator ann -- ./valet approvals show "
                        + approval);
        assertThat(waiting.news(valet.deployment().announced())).isEmpty();
        // The other reader of the stream goes on by itself.
        assertThat(valet.deployment().archive().values())
                .anyMatch(batch -> batch.text().contains("\"rule\":\"grant.approval\""));
    }

    @Test
    void whatIsEndedIsToldOfWithoutTheReason() {
        var answer = http.signed(
                valet.deployment().operator("ann"),
                "POST",
                "/admin/agents/release/suspend",
                Optional.of("{\"reason\":\"canary-91aa\"}"));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(news()).singleElement().satisfies(event -> {
            assertThat(event.detailType()).isEqualTo("Valet Revocation");
            assertThat(event.detail()).doesNotContain("canary").contains(" ends agent release, by ann");
        });
    }

    @Test
    void twoPeopleForProductionAreToldOfAndWhatIsDecidedWaitsForNobody() {
        assertThat(configured.stream().map(event -> detail(event).textAt("text").replaceAll("ap-[0-9A-Z]{26}", "ap")))
                .containsExactly(
                        "approval ap waits: ann wants to change the configuration; look: valet approvals show ap",
                        "ben says yes to approval ap for a change of the configuration");
        assertThat(new Waiting().news(configured)).isEmpty();
        assertThat(new Waiting().news(configured.subList(0, 1)))
                .singleElement()
                .asString()
                .contains(
                        " waits (ann wants to change the configuration): ./valet as --operator ann -- ./valet approvals show ap-");
    }

    @Test
    void nobodyElsesRoleReachesTheBusAndAnnouncesNeitherReachesTheTables() {
        assertThat(may("announce", "Valet Lift")).isTrue();
        assertThat(may("announce", "Valet Payment")).isFalse();
        for (var role : List.of("issue", "admin", "revoke", "upkeep", "archive", "authorize")) {
            assertThat(may(role, "Valet Lift")).as(role).isFalse();
        }
        var table = "arn:aws:dynamodb:eu-west-1:" + Accounts.VALET + ":table/valet-AuditTable";
        for (var action : List.of("dynamodb:PutItem", "dynamodb:GetItem", "dynamodb:Query")) {
            assertThat(decided("announce", action, table, new Context().putAll("dynamodb:LeadingKeys", List.of("w#1"))))
                    .isFalse();
        }
    }

    private boolean may(String role, String type) {
        var context = new Context().put("events:source", "valet").put("events:detail-type", type);
        return decided(
                role, "events:PutEvents", "arn:aws:events:eu-west-1:" + Accounts.VALET + ":event-bus/valet", context);
    }

    private boolean decided(String role, String action, String resource, Context context) {
        var aws = valet.deployment().aws();
        var session = aws.sessionFor("arn:aws:iam::" + Accounts.VALET + ":role/valet-" + role, "test");
        return aws.decide(session, action, resource, context) instanceof Decision.Allowed;
    }

    private Credentials reporter() {
        return valet.session(new Principal.AwsRole("aws", "444455556666", "reporter", "AROAREPORTERAGENT001"));
    }

    private static Json detail(Event event) {
        return StrictJson.read(event.detail());
    }
}
