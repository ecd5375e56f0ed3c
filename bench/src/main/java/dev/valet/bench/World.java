package dev.valet.bench;

import dev.valet.Hash;
import dev.valet.Json;
import dev.valet.ObjectBuilder;
import dev.valet.identity.Agent;
import dev.valet.identity.AgentId;
import dev.valet.identity.Environment;
import dev.valet.identity.Principal;
import dev.valet.limit.Limits;
import dev.valet.registry.AgentDocument;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Agents and their grants, of any number, as rows of the state table: made when asked for, so a million cost no memory.
 *
 * @param limited whether each grant has limits, which cost an issue one more write
 */
record World(int agents, int grantsEach, boolean limited, Map<String, Integer> agentsByPrincipal) {
    static final String ACCOUNT = "111122223333";
    static final String AGENTS_ACCOUNT = "444455556666";

    static World of(int agents, int grantsEach, boolean limited) {
        var byPrincipal = new HashMap<String, Integer>();
        for (int i = 0; i < agents; i++) {
            byPrincipal.put(principalKey(i), i);
        }
        return new World(agents, grantsEach, limited, byPrincipal);
    }

    static Principal.AwsRole principal(int agent) {
        return new Principal.AwsRole("aws", AGENTS_ACCOUNT, agent(agent), "AROABENCH" + padded(agent, 12));
    }

    /** The partition of the row that says which agent a principal speaks for. */
    static String principalKey(int agent) {
        return "principal#" + Hash.sha256(principal(agent).key());
    }

    static String agent(int agent) {
        return "agent-" + padded(agent, 6);
    }

    static String grant(int agent, int grant) {
        return "reports-" + padded(agent, 6) + "-" + padded(grant, 3);
    }

    /** Empty for what is not there, the control row too, which begins with the first change. */
    Optional<Json> row(String pk, String sk) {
        if (pk.startsWith("principal#")) {
            return Optional.ofNullable(agentsByPrincipal.get(pk)).map(agent -> principalRow(pk, agent));
        }
        if (sk.equals("agent")) {
            return Optional.of(row(pk, sk, agentDocument(pk)));
        }
        return sk.startsWith("grant#") ? Optional.of(row(pk, sk, grantDocument(pk, sk))) : Optional.empty();
    }

    private static Json principalRow(String pk, int agent) {
        return keyed(pk, "principal")
                .with("agent", text(agent(agent)))
                .with("key", text(principal(agent).key()))
                .build();
    }

    private static Json agentDocument(String pk) {
        var id = pk.substring("agent#".length());
        int number = Integer.parseInt(id.substring("agent-".length()));
        return AgentDocument.write(new Agent(
                AgentId.parse(id), "bench", Environment.parse("sandbox"), List.of(principal(number)), Limits.NONE));
    }

    private Json grantDocument(String pk, String sk) {
        var statement = Json.object()
                .with("actions", List.of("s3:GetObject"))
                .with("resources", List.of("arn:aws:s3:::acme-reports/${team}/*"))
                .build();
        var terms = Json.object()
                .with("role", "arn:aws:iam::" + AGENTS_ACCOUNT + ":role/valet/reports")
                .with("externalId", "bench-external-id")
                .with("allow", new Json.Arr(List.of(statement)))
                .build();
        var team = Json.object().with("pattern", "[a-z]{2,20}").build();
        var document = Json.object()
                .with("grant", sk.substring("grant#".length()))
                .with("agent", pk.substring("agent#".length()))
                .with("environment", "sandbox")
                .with("description", "Reads the reports of one team")
                .with("ttlSeconds", 900)
                .with("parameters", Json.object().with("team", team).build())
                .with("aws", terms);
        if (limited) {
            document.with(
                    "limits",
                    Json.object()
                            .with("leasesPerHour", 1_000_000)
                            .with("concurrent", 1_000)
                            .build());
        }
        return document.build();
    }

    private static Json row(String pk, String sk, Json document) {
        return keyed(pk, sk)
                .with("doc", text(document.canonical()))
                .with("version", Json.object().with("N", "1").build())
                .with("live", Json.object().with("BOOL", true).build())
                .build();
    }

    private static ObjectBuilder keyed(String pk, String sk) {
        return Json.object().with("pk", text(pk)).with("sk", text(sk));
    }

    /** As DynamoDB writes a string. */
    static Json text(String text) {
        return Json.object().with("S", text).build();
    }

    static String padded(int number, int width) {
        return String.format(Locale.ROOT, "%0" + width + "d", number);
    }
}
