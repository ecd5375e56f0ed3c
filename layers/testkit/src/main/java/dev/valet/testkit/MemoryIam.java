package dev.valet.testkit;

import dev.valet.Json;
import dev.valet.Unavailable;
import dev.valet.identity.RoleArn;
import dev.valet.json.StrictJson;
import dev.valet.lease.Lease;
import dev.valet.revocation.ProbeId;
import dev.valet.revocation.Probes;
import dev.valet.revocation.RolePolicies;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The denies on managed roles, evaluated as IAM does: at every call of a session, once a change has spread. */
public final class MemoryIam implements RolePolicies, Probes {
    private final Clock clock;
    private final Map<RoleArn, String> written = new HashMap<>();
    private final Map<RoleArn, String> spread = new HashMap<>();
    private final Set<RoleArn> withoutProbes = new HashSet<>();
    private boolean slow;
    private boolean down;

    /** Of a session: who it is, whose, and since when. */
    private record Session(String identity, String grant, String agent, Instant began) {}

    public MemoryIam(Clock clock) {
        this.clock = clock;
    }

    /** From now on what is written acts only after {@link #spread}. */
    public synchronized void beSlow() {
        slow = true;
    }

    public synchronized void spread() {
        spread.clear();
        spread.putAll(written);
    }

    /** The control plane fails; what was written acts as before. */
    public synchronized void fail(boolean failing) {
        down = failing;
    }

    /** The role's own policies don't allow a probe's call. */
    public synchronized void forbidProbes(RoleArn role) {
        withoutProbes.add(role);
    }

    /** As an administrator who is not told of Valet would. */
    public synchronized void overwrite(RoleArn role, String document) {
        written.put(role, document);
        spread.put(role, document);
    }

    @Override
    public synchronized Optional<String> read(RoleArn role) {
        expectUp();
        return Optional.ofNullable(written.get(role));
    }

    @Override
    public synchronized void put(RoleArn role, String document) {
        expectUp();
        written.put(role, document);
        spreadNow();
    }

    @Override
    public synchronized void remove(RoleArn role) {
        expectUp();
        written.remove(role);
        spreadNow();
    }

    private void expectUp() {
        if (down) {
            throw new Unavailable("iam-failed");
        }
    }

    private void spreadNow() {
        if (!slow) {
            spread();
        }
    }

    @Override
    public synchronized Optional<Probe> open(RoleArn role, ProbeId id) {
        if (down) {
            return Optional.empty();
        }
        var session = new Session(id.text(), "", "", clock.instant());
        return Optional.of(() -> ask(role, session));
    }

    private synchronized Answer ask(RoleArn role, Session session) {
        return withoutProbes.contains(role) || denies(role, session) ? Answer.DENIED : Answer.ALLOWED;
    }

    /** Whether the session of a lease, begun when the lease was issued, is refused whatever it asks. */
    public synchronized boolean denies(Lease lease) {
        var session = new Session(
                lease.id().text(), lease.grant().text(), lease.agent().text(), lease.issuedAt());
        return denies(lease.role().orElseThrow(), session);
    }

    private boolean denies(RoleArn role, Session session) {
        var document = spread.get(role);
        return document != null
                && items(member(StrictJson.read(document), "Statement")).stream()
                        .anyMatch(statement -> matches(statement, session));
    }

    private static boolean matches(Json statement, Session session) {
        return member(statement, "Effect").equals(Json.of("Deny"))
                && members(member(statement, "Condition")).values().stream()
                        .flatMap(operator -> members(operator).entrySet().stream())
                        .allMatch(key -> holds(key.getKey(), key.getValue(), session));
    }

    private static Map<String, Json> members(Json json) {
        return ((Json.Obj) json).members();
    }

    private static Json member(Json json, String name) {
        return Objects.requireNonNull(members(json).get(name));
    }

    private static List<Json> items(Json json) {
        return json instanceof Json.Arr(var items) ? items : List.of(json);
    }

    private static boolean holds(String key, Json value, Session session) {
        return switch (key) {
            case "aws:SourceIdentity" -> texts(value).contains(session.identity());
            case "aws:PrincipalTag/valet:grant" -> texts(value).contains(session.grant());
            case "aws:PrincipalTag/valet:agent" -> texts(value).contains(session.agent());
            case "aws:TokenIssueTime" ->
                session.began().isBefore(Instant.parse(texts(value).getFirst()));
            default -> throw new IllegalArgumentException(key + " is in no deny");
        };
    }

    private static List<String> texts(Json json) {
        return items(json).stream().map(item -> ((Json.Str) item).text()).toList();
    }
}
