package dev.valet.config;

import static dev.valet.config.Texts.AGENTS;
import static dev.valet.config.Texts.GRANTS;
import static dev.valet.config.Texts.GUARDRAILS;
import static dev.valet.config.Texts.ISSUERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.valet.identity.Principal;
import dev.valet.registry.Deployment;
import dev.valet.registry.Document;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReadConfigurationTest {
    private static final Deployment HERE = new Deployment(
            Optional.of("111122223333"),
            Set.of("222233334444"),
            Set.of(new Principal.AwsRole("aws", "111122223333", "valet-operators", "AROAOPERATOR00000001")));

    private final ReadConfiguration configuration = new ReadConfiguration();

    private static List<SourceFile> files(String issuers, String agents, String grants, String guardrails) {
        return List.of(
                new SourceFile("issuers.yaml", issuers),
                new SourceFile("agents.yaml", agents),
                new SourceFile("grants.yaml", grants),
                new SourceFile("guardrails.yaml", guardrails));
    }

    private List<String> faults(List<SourceFile> files) {
        return configuration.check(files, HERE).stream().map(Fault::toString).toList();
    }

    /** The whole configuration with one text replaced by another. */
    private static List<SourceFile> with(String old, String changed) {
        assertThat(ISSUERS + AGENTS + GRANTS + GUARDRAILS).contains(old);
        return files(
                ISSUERS.replace(old, changed),
                AGENTS.replace(old, changed),
                GRANTS.replace(old, changed),
                GUARDRAILS.replace(old, changed));
    }

    @Test
    void aWholeConfigurationIsRead() {
        var files = files(ISSUERS, AGENTS, GRANTS, GUARDRAILS);
        assertThat(faults(files)).isEmpty();
        assertThat(configuration.read(files).documents())
                .extracting(Document::kind, Document::id)
                .containsExactly(
                        tuple(Document.Kind.ISSUER, "github-acme"),
                        tuple(Document.Kind.ISSUER, "laptops"),
                        tuple(Document.Kind.AGENT, "reporter"),
                        tuple(Document.Kind.AGENT, "ci-build"),
                        tuple(Document.Kind.GRANT, "reports-reader"),
                        tuple(Document.Kind.GRANT, "build-token"),
                        tuple(Document.Kind.GUARDRAIL, "no-weekends"));
    }

    @Test
    void everyFaultOfEveryFileIsListedAtOnce() {
        var files = List.of(
                new SourceFile(
                        "b.yaml",
                        GRANTS.replace("ttlSeconds: 900", "ttlSeconds: 9000").replace("s3:GetObject", "s3:*")),
                new SourceFile(
                        "a.yaml",
                        AGENTS.replace("environment: sandbox", "environment: prod") + "---\nsurprise: 1\n---\na: ["));
        assertThat(faults(files))
                .containsExactly(
                        "a.yaml:4:14: /environment: is sandbox, staging or production",
                        "a.yaml:21:1: is a document that begins with issuer, agent, action, grant or guardrail",
                        "a.yaml:23:5: is YAML 1.2",
                        "b.yaml:5:13: /ttlSeconds: is a whole number from 60 to 900",
                        "b.yaml:10:7: /aws/allow/0/actions: include an escape action, which could hand out credentials,"
                                + " run code or widen rights; write it without wildcards and name it in escapeActions too,"
                                + " or narrow the action");
    }

    @Test
    void documentsWithFaultsAreNotToBeHad() {
        var reading = configuration.read(List.of(new SourceFile("a.yaml", "agent: x\n")));
        assertThatThrownBy(reading::documents).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @MethodSource
    void aBadDocumentNamesTheLineTheColumnAndTheRule(String old, String changed, String fault) {
        assertThat(faults(with(old, changed))).contains(fault);
    }

    static Stream<Arguments> aBadDocumentNamesTheLineTheColumnAndTheRule() {
        return Stream.of(
                // issuers
                arguments(
                        "type: github", "type: gitlab", "issuers.yaml:2:7: /type: is aws, kubernetes, github or oidc"),
                arguments(
                        "subjectClaims: [environment]",
                        "subjectClaims: [repository_visibility]",
                        "issuers.yaml:7:1: /subjectClaims: names environment or ref, so that not every branch is the same subject"),
                arguments(
                        "subjectClaims: [environment]",
                        "subjectClaims: [environment, repository]",
                        "issuers.yaml:7:30: /subjectClaims/1: is a claim that is read of type github: actor_id,"
                                + " enterprise_id, environment, event_name, job_workflow_ref, ref, ref_protected, ref_type,"
                                + " repository_id, repository_owner_id, repository_visibility, runner_environment,"
                                + " workflow_ref"),
                arguments(
                        "subjectClaims: [sub]",
                        "subjectClaims: [sub]\nrequiredClaims: {tier: agent, team: ''}",
                        "issuers.yaml:16:37: /requiredClaims/team: is one line of 1 to 1000 characters"),
                arguments(
                        "url: https://token.actions.githubusercontent.com\njwks",
                        "url: https://github.acme.example\njwks",
                        "issuers.yaml:3:6: /url: is https://token.actions.githubusercontent.com; a GitHub server of your"
                                + " own is of type oidc"),
                arguments(
                        "subjectClaims: [sub]",
                        "subjectClaims: [email]",
                        "issuers.yaml:15:17: /subjectClaims/0: is a claim that no person can change: not email, groups,"
                                + " name or preferred_username"),
                arguments("RS256", "none", "issuers.yaml:5:12: /algorithm: is RS256, ES256 or ES384"),
                arguments(
                        "url: https://dev.acme.example\n",
                        "url: http://dev.acme.example\n",
                        "issuers.yaml:11:6: /url: is an https URL without user, query or fragment"),
                arguments(
                        "jwks: https://dev.acme.example/jwks\n",
                        "",
                        "issuers.yaml:9:1: has either jwks, a URL, or keys, a JWK Set"),
                // agents
                arguments(
                        "agent: reporter\nowner",
                        "agent: Reporter\nowner",
                        "agents.yaml:2:8: /agent: is made of a-z, 0-9 and -"),
                arguments("owner: team-data\n", "", "agents.yaml:2:1: /owner: is required"),
                arguments(
                        "owner: team-data",
                        "owner: team-data\nowners: x",
                        "agents.yaml:4:9: /owners: is not a known member"),
                arguments(
                        "role/agents/reporter",
                        "user/reporter",
                        "agents.yaml:6:11: /identities/0/role: is the ARN of an IAM role, arn:aws:iam::<12 digits>:role/<path/><name>"),
                arguments(
                        "AROAREPORTER00000001",
                        "AIDAREPORTER00000001",
                        "agents.yaml:7:15: /identities/0/uniqueId: is a role's unique id, AROA…; `aws iam get-role` shows it"),
                arguments(
                        "repository_id: \"1001\"",
                        "repository_id: 1001",
                        "agents.yaml:15:22: /identities/0/claims/repository_id: is a string"),
                // grants
                arguments(
                        "environment: staging",
                        "environment: test",
                        "grants.yaml:18:14: /environment: is sandbox, staging or production"),
                arguments(
                        "concurrent: 5",
                        "concurrent: 0",
                        "grants.yaml:14:41: /limits/concurrent: is a whole number from 1 to 1000"),
                arguments(
                        "[a-z]{2,20}", ".*", "grants.yaml:13:19: /parameters/team/pattern: writes a dot as [.] or \\."),
                arguments("${team}", "${name}", "grants.yaml:12:1: /parameters: has a rule for each of [name]"),
                arguments(
                        "registry-Ab12Cd",
                        "*",
                        "grants.yaml:21:8: /secret/arn: is a secret's full ARN,"
                                + " arn:aws:secretsmanager:<region>:<account>:secret:<name>-<6 characters>"),
                arguments(
                        "agent: ci-build\nenvironment: staging",
                        "environment: staging",
                        "grants.yaml:16:1: /agent: is required"),
                // guardrails
                arguments(
                        "guardrail: no-weekends",
                        "guardrail: no_weekends",
                        "guardrails.yaml:1:12: /guardrail: is made of a-z, 0-9 and -"),
                arguments(
                        "Environment::\"sandbox\"",
                        "Environment::\"sandpit\"",
                        "guardrails.yaml:6:29: /cedar: is sound Cedar: for policy `no-weekends`: entity"
                                + " `Environment::\"sandpit\"` is of an enumerated entity type, but `\"sandpit\"` is not"
                                + " declared as a valid eid (valid entity eids: \"sandbox\", \"staging\", \"production\")"),
                arguments("forbid (", "permit (", "guardrails.yaml:3:8: /cedar: " + CedarCheck.FORBID));
    }

    @ParameterizedTest
    @MethodSource
    void documentsThatDoNotFitEachOtherNameWhichOneToChange(String old, String changed, String fault) {
        assertThat(faults(with(old, changed))).containsExactly(fault);
    }

    static Stream<Arguments> documentsThatDoNotFitEachOtherNameWhichOneToChange() {
        var desks = """
                issuer: desks
                type: oidc
                url: https://dev.acme.example
                keys: {}
                algorithm: ES256
                subjectClaims: [sub]
                """;
        var twice = "  - role: arn:aws:iam::444455556666:role/agents/reporter\n    uniqueId: AROAREPORTER00000001\n";
        return Stream.of(
                arguments(
                        "agent: ci-build\nenvironment: staging",
                        "agent: ci-built\nenvironment: staging",
                        "grants.yaml:17:8: /agent: is the name of an agent"),
                arguments(
                        "agent: reporter\nenvironment: sandbox",
                        "agent: reporter\nenvironment: staging",
                        "grants.yaml:3:14: /environment: is within its agent's own, sandbox"),
                arguments(
                        "- issuer: https://token.actions",
                        "- issuer: https://token.action",
                        "agents.yaml:13:13: /identities/0/issuer: is the url of a registered issuer"),
                arguments(
                        "      environment: build\n",
                        "",
                        "agents.yaml:14:5: /identities/0/claims: pins exactly environment, event_name, job_workflow_ref, repository_id, repository_owner_id"),
                arguments(
                        "      environment: build\n",
                        "      environment: build\n      ref: refs/heads/main\n",
                        "agents.yaml:14:5: /identities/0/claims: pins exactly environment, event_name, job_workflow_ref, repository_id, repository_owner_id"),
                arguments(
                        "event_name: push",
                        "event_name: pull_request_target",
                        "agents.yaml:18:19: /identities/0/claims/event_name: is no event that strangers cause, unless the agent's environment is sandbox"),
                arguments(
                        "identities:\n  - issuer",
                        "identities:\n" + twice + "  - issuer",
                        "agents.yaml:13:5: /identities/0: speaks for one agent only, and speaks for reporter"),
                arguments(
                        "arn:aws:iam::444455556666:role/agents/reporter\n    uniqueId: AROAREPORTER00000001",
                        "arn:aws:iam::111122223333:role/valet-operators\n    uniqueId: AROAOPERATOR00000001",
                        "agents.yaml:6:5: /identities/0: is no operator's role"), // T-25
                arguments(
                        "grant: build-token",
                        "grant: reports-reader",
                        "grants.yaml:16:8: /grant: is the name of one grant only"),
                arguments(
                        "issuer: laptops",
                        "issuer: github-acme",
                        "issuers.yaml:9:9: /issuer: is the name of one issuer only"),
                arguments(
                        "issuer: laptops\n",
                        desks + "---\nissuer: laptops\n",
                        "issuers.yaml:18:6: /url: is the url of one registered issuer only"),
                arguments(
                        "arn:aws:iam::444455556666:role/valet/reports",
                        "arn:aws:iam::111122223333:role/valet/reports",
                        "grants.yaml:7:9: /aws/role: is not of Valet's own account"), // T-11
                arguments(
                        "arn:aws:iam::444455556666:role/valet/secrets",
                        "arn:aws:iam::111122223333:role/valet/secrets",
                        "grants.yaml:22:9: /secret/role: is not of Valet's own account"),
                arguments(
                        "eu-west-1:444455556666:secret:ci/",
                        "eu-west-1:111122223333:secret:ci/",
                        "grants.yaml:21:8: /secret/arn: is not of Valet's own account, which no session reaches"));
    }

    @Test
    void valetsOwnSecretsAreLeasedToNobody() { // S-6
        var own = """
                grant: own-secret
                agent: ci-build
                environment: staging
                description: Something of Valet's
                secret: {arn: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:%s-Ab12Cd", delivery: value}
                """;
        assertThat(faults(files(ISSUERS, AGENTS, own.formatted("valet/github/key"), "")))
                .containsExactly("grants.yaml:5:15: /secret/arn: is none of Valet's own secrets");
        assertThat(faults(files(ISSUERS, AGENTS, own.formatted("leasable/key"), "")))
                .isEmpty();
    }

    @Test
    void anAgentOfDevelopmentIdentitiesReachesTheSandboxOnly() { // INV-26
        var laptop = "- issuer: https://dev.acme.example\n    claims: {sub: ada}\n";
        var developer = AGENTS.substring(0, AGENTS.indexOf("  - issuer:")) + "  " + laptop;
        assertThat(faults(files(ISSUERS, developer, GRANTS, "")))
                .containsExactly(
                        "grants.yaml:18:14: /environment: is sandbox, because every identity of its agent is for development");
        assertThat(faults(files(ISSUERS, AGENTS + "  " + laptop, GRANTS, ""))).isEmpty();
        var account = with("444455556666:role/agents/reporter", "222233334444:role/agents/reporter").stream()
                .map(file -> new SourceFile(
                        file.name(),
                        file.text()
                                .replace("team-data\nenvironment: sandbox", "team-data\nenvironment: staging")
                                .replace(
                                        "agent: reporter\nenvironment: sandbox",
                                        "agent: reporter\nenvironment: staging")))
                .toList();
        assertThat(faults(account))
                .containsExactly(
                        "grants.yaml:3:14: /environment: is sandbox, because every identity of its agent is for development");
    }

    @Test
    void aStrangersPullRequestMaySpeakForASandboxAgent() { // 5.2
        var sandbox = AGENTS.replace("environment: production", "environment: sandbox")
                .replace("event_name: push", "event_name: pull_request");
        assertThat(faults(files(ISSUERS, sandbox, "", ""))).isEmpty();
    }

    @Test
    void anAwsTokensRoleIsOfTheAccountThatIsPinned() {
        var aws = """
                issuer: aws-outbound
                type: aws
                url: https://abc.tokens.sts.global.api.aws
                jwks: https://abc.tokens.sts.global.api.aws/.well-known/jwks.json
                algorithm: ES384
                """;
        var agent = """
                agent: worker
                owner: team
                environment: sandbox
                identities:
                  - issuer: https://abc.tokens.sts.global.api.aws
                    claims: {sub: "%s", aws_account: "444455556666"}
                """;
        var rule = "agents.yaml:6:19: /identities/0/claims/sub: is the ARN of an IAM role of aws_account";
        assertThat(faults(files(aws, agent.formatted("arn:aws:iam::444455556666:role/worker"), "", "")))
                .isEmpty();
        assertThat(faults(files(aws, agent.formatted("arn:aws:iam::444455557777:role/worker"), "", "")))
                .containsExactly(rule);
        assertThat(faults(files(aws, agent.formatted("arn:aws:sts::444455556666:assumed-role/worker/x"), "", "")))
                .containsExactly(rule);
    }

    @Test
    void anAgentHasAHundredGrantsAtMost() {
        var grants = new StringBuilder();
        for (int i = 0; i < 101; i++) {
            grants.append(GRANTS, 0, GRANTS.indexOf("---\n")).append("---\n");
            int at = grants.lastIndexOf("grant: reports-reader");
            grants.replace(at, at + "grant: reports-reader".length(), "grant: reports-" + i);
        }
        assertThat(faults(files("", AGENTS.substring(0, AGENTS.indexOf("---\n")), grants.toString(), "")))
                .containsExactly("grants.yaml:1502:8: /agent: has 100 grants at most");
    }

    @Test
    void whatIsTooLargeIsNotRead() { // INV-25
        var full = new SourceFile("a.yaml", "# " + "x".repeat(ReadConfiguration.MOST_CHARACTERS - 2));
        assertThat(faults(List.of(full, full, full, full))).isEmpty();
        assertThat(faults(List.of(full, full, full, full, new SourceFile("b.yaml", "#"))))
                .containsExactly("b.yaml:1:1: " + ReadConfiguration.TOO_LARGE);
        assertThat(faults(List.of(new SourceFile("b.yaml", full.text() + "x"))))
                .containsExactly("b.yaml:1:1: " + ReadConfiguration.TOO_LONG);
    }

    @Test
    void farFromTheDeploymentTheRulesThatNeedItAreLeftToIt() {
        var role = with("arn:aws:iam::444455556666:role/valet/reports", "arn:aws:iam::111122223333:role/valet/reports");
        assertThat(configuration.check(role, Deployment.UNKNOWN)).isEmpty();
        assertThat(configuration.check(role, HERE)).hasSize(1);
    }
}
