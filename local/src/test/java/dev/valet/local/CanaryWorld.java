package dev.valet.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.Json;
import dev.valet.grant.Terms;
import dev.valet.identity.Principal;
import dev.valet.json.StrictJson;
import dev.valet.local.aws.Credentials;
import dev.valet.local.aws.RoleDraft;
import dev.valet.local.door.FrontDoor;
import dev.valet.local.template.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Valet on this machine, with a canary for each secret in it, and for each text that a stranger or an upstream writes. */
final class CanaryWorld implements AutoCloseable {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Set<String> CREDENTIAL = Set.of(
            "accessKeyId",
            "secretAccessKey",
            "sessionToken",
            "value",
            // and as SDKs spell them
            "AccessKeyId",
            "SecretAccessKey",
            "Token");

    final TurnedClock clock = new TurnedClock();
    final LocalValet valet;
    final Wire wire;
    private final List<Canary> canaries = new ArrayList<>();
    /** The credential fields of the answers that issued. */
    private final Map<Wire.Answer, Map<String, String>> issued = new LinkedHashMap<>();

    final Credentials reporter;
    final Credentials release;
    final Credentials developer;
    final Credentials bookkeeper;

    CanaryWorld(Path config, Path state) throws IOException {
        var home = Home.find();
        try (var samples = Files.list(home.sample())) {
            for (var sample : samples.toList()) {
                Files.copy(sample, config.resolve(sample.getFileName()));
            }
        }
        Files.writeString(config.resolve("rarely.yaml"), """
                grant: rarely
                agent: reporter
                environment: sandbox
                description: Once an hour
                aws:
                  role: arn:aws:iam::444455556666:role/valet/reports
                  externalId: vx-reports-7f3a91
                  allow: [{actions: [s3:GetObject], resources: ["arn:aws:s3:::acme-reports/*"]}]
                limits: {leasesPerHour: 1}
                """);
        valet = LocalValet.start(home, FrontDoor.take(0), config, Optional.of(state), clock);
        wire = new Wire(valet.address());
        reporter = session("reporter", 1);
        release = session("release", 1);
        developer = session("release", 2);
        bookkeeper = session("bookkeeper", 1);
        secrets(state);
    }

    List<Canary> canaries() {
        return canaries;
    }

    /** Every answer by the place it is called, without the fields in which a credential belongs. */
    Map<String, String> answers() {
        var answers = new TreeMap<String, String>();
        for (int i = 0; i < wire.heard().size(); i++) {
            var answer = wire.heard().get(i);
            answers.put(place(i), without(answer, issued.getOrDefault(answer, Map.of())));
        }
        return answers;
    }

    private String place(int answer) {
        return "answer " + answer + ": " + wire.heard().get(answer).asked().split("\\?", 2)[0];
    }

    private static String without(Wire.Answer answer, Map<String, String> fields) {
        var text = answer.text();
        for (var field : fields.entrySet()) {
            var name = Json.of(field.getKey()).canonical() + ":";
            var whole = name + Canary.latin1(Json.of(field.getValue()).canonical());
            int at = text.indexOf(whole);
            assertThat(at).as(answer.toString()).isPositive();
            text = text.substring(0, at) + text.substring(at + whole.length());
        }
        return text;
    }

    void hear(Wire.Answer answer) {
        wire.heard().add(answer);
    }

    /** What this world holds: the values of its secrets, keys of its administrators, the issuer's key, its sessions. */
    private void secrets(Path state) throws IOException {
        var aws = valet.deployment().aws();
        valet.world().secrets().forEach(value -> secret("a secret's first value", value, "file aws/secrets.json"));
        valet.agents().stream().flatMap(agent -> valet.grantsOf(agent).stream()).forEach(grant -> {
            var value = secret("the secret of " + grant.id(), odd(), "file aws/secrets.json");
            switch (grant.terms()) {
                case Terms.SecretSession terms -> aws.secretAt(terms.secretArn().text(), value);
                case Terms.SecretValue terms -> aws.secretAt(terms.secretArn().text(), value);
                case Terms.Aws _ -> {} // its own secrets are the sessions
                case Terms.Perform _ -> {} // its action's secrets were made with the action
            }
        });
        for (var account : List.of(Accounts.VALET, Accounts.DEVELOPMENT, "444455556666")) {
            var key = aws.account(account).administrator().secretAccessKey();
            secret("the administrator of " + account, key, "file aws/accounts.json");
        }
        var jwk = StrictJson.read(Files.readString(state.resolve("issuer.jwk")));
        secret("the issuer's key", Tree.required(jwk, "d"), "file issuer.jwk");
    }

    /** What a rotation made, which nobody has asked for yet. */
    void rotated() {
        var made = valet.world().secrets().getLast();
        secret("a secret's next value", made, "file aws/secrets.json");
    }

    Wire.Answer issued(Wire.Answer answer) {
        var fields = new LinkedHashMap<String, String>();
        var at = answer.status() == 201 ? new String[] {"credential"} : new String[0];
        Tree.members(answer.json(), at).forEach((name, value) -> {
            if (CREDENTIAL.contains(name)) {
                fields.put(name, secret(name + " of " + answer.asked(), Tree.text(value)));
            }
        });
        assertThat(answer.status()).as(answer.toString()).isIn(200, 201);
        assertThat(fields).as(answer.toString()).isNotEmpty();
        issued.put(answer, fields);
        return answer;
    }

    String token() {
        return secret(
                "a token of ci", valet.identity("ci", 1).token().orElseThrow().use(text -> text));
    }

    Credentials stranger() {
        var role = valet.deployment()
                .aws()
                .account("444455556666")
                .put(RoleDraft.named("/agents/stranger", """
                {"Version":"2012-10-17","Statement":{"Effect":"Allow",
                 "Principal":{"Service":"ecs-tasks.amazonaws.com"},"Action":"sts:AssumeRole"}}""").allowing("call-valet", """
                {"Version":"2012-10-17","Statement":{"Effect":"Allow",
                 "Action":"execute-api:Invoke","Resource":"*"}}"""));
        return session("a stranger", valet.deployment().aws().sessionFor(role, "stranger"));
    }

    Credentials forged() {
        return session(
                "a forged key",
                new Credentials(reporter.accessKeyId(), random(), reporter.sessionToken(), Optional.empty()));
    }

    private Credentials session(String agent, int number) {
        var identity = valet.agents().stream()
                .filter(one -> one.id().text().equals(agent))
                .findFirst()
                .orElseThrow()
                .identities()
                .get(number - 1);
        return session(agent, valet.session((Principal.AwsRole) identity));
    }

    Credentials session(String whose, Credentials session) {
        secret("the session key of " + whose, session.secretAccessKey());
        secret("the session token of " + whose, session.sessionToken().orElseThrow());
        return session;
    }

    String secret(String name, String value, String... homes) {
        if (canaries.stream().noneMatch(known -> known.value().equals(value))) {
            canaries.add(new Canary(name, value, Set.of(homes)));
        }
        return value;
    }

    /** What the last answer says back to whoever sent it. */
    void echoed(String name, String text) {
        canaries.add(
                new Canary(name, text, Set.of("exceptions", place(wire.heard().size() - 1))));
    }

    /** What somebody else wrote. A library may quote it in an exception; nobody may print that. */
    String text(String name) {
        var text = "text-" + random();
        canaries.add(new Canary(name, text, Set.of("exceptions")));
        return text;
    }

    /** With what each encoding writes in its own way. */
    static String odd() {
        return "canary \"ü\" \\ +/=&% é€😀\n" + random();
    }

    static String random() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public void close() {
        valet.close();
    }
}
