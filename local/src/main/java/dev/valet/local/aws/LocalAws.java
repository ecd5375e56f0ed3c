package dev.valet.local.aws;

import dev.valet.local.aws.policy.Context;
import dev.valet.local.aws.policy.Decision;
import dev.valet.local.aws.policy.Policy;
import dev.valet.local.aws.policy.Request;
import dev.valet.local.aws.signature.SigV4Verifier;
import dev.valet.local.aws.wire.Answer;
import dev.valet.local.aws.wire.Blob;
import dev.valet.local.aws.wire.Received;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The AWS calls that Valet and its sample agents make, on this machine. For development only: what is kept lies on the
 * disk in clear. {@link dev.valet.local.aws} has the table of what is enforced and what is not.
 *
 * <p>Clients reach it by {@code AWS_ENDPOINT_URL}; the methods here set it up without HTTP.
 */
public final class LocalAws implements AutoCloseable {
    private static final int RUNTIME_SECONDS = 3600;

    private final Settings settings;
    private final Accounts accounts;
    private final Sessions sessions;
    private final Access access;
    private final Buckets buckets;
    private final Secrets secrets;
    private final SecretRotations rotations;
    private final SigningKeys signingKeys;
    private final EventBuses eventBuses = new EventBuses();
    private final TokenIssuers issuers = new TokenIssuers();
    private final Endpoint endpoint;
    private final HttpDoor door;

    /**
     * What to start.
     *
     * @param clock the only source of time; turn it, and sessions expire
     * @param signers the clock that clients sign by. Theirs are not turned with {@code clock}, so a demonstration that
     *     turns it leaves this one at the machine's time
     * @param port 0 for any that is free
     * @param region the one region there is
     * @param state a folder for roles, secrets and objects; nothing is kept when it is empty. Sessions never are
     */
    public record Settings(Clock clock, Clock signers, int port, String region, Optional<Path> state) {
        /** In memory, on any port, in eu-west-1. */
        public static Settings inMemory(Clock clock) {
            return new Settings(clock, Clock.systemUTC(), 0, "eu-west-1", Optional.empty());
        }
    }

    private LocalAws(Settings settings) throws IOException {
        this.settings = settings;
        Clock clock = settings.clock();
        accounts = new Accounts(clock, new StateFile(settings.state(), "accounts.json"));
        sessions = new Sessions(accounts, clock);
        access = new Access(accounts);
        buckets = new Buckets(new StateFile(settings.state(), "buckets.json"));
        secrets = new Secrets(new StateFile(settings.state(), "secrets.json"));
        rotations = new SecretRotations(secrets);
        signingKeys = new SigningKeys(new StateFile(settings.state(), "keys.json"));
        var sts = new Sts(new AssumeRole(accounts, access, sessions), new WebIdentity(access, issuers));
        Map<String, Api> apis = Map.of(
                "sts",
                sts,
                "s3",
                new S3(buckets, access),
                "secretsmanager",
                new SecretsManager(secrets, rotations, access),
                "kms",
                new Kms(signingKeys, access),
                "iam",
                new Iam(accounts, access),
                EventBridge.SERVICE,
                new EventBridge(eventBuses, access));
        endpoint = new Endpoint(
                settings.region(),
                clock,
                new SigV4Verifier(sessions, clock, settings.signers()),
                sessions,
                access,
                apis);
        door = new HttpDoor(settings.port(), endpoint::answer);
    }

    /**
     * Starts serving.
     *
     * @throws IOException when the port is taken
     */
    public static LocalAws start(Settings settings) throws IOException {
        return new LocalAws(settings);
    }

    public URI endpoint() {
        return door.endpoint();
    }

    /** One call as it would arrive over HTTP: its signature is verified and its policies are enforced all the same. */
    public Answer answer(Received request) {
        return endpoint.answer(request);
    }

    public String region() {
        return settings.region();
    }

    /**
     * Takes in a JSON service, such as {@code dynamodb}.
     *
     * @param service the name that the credential scope carries
     */
    public void host(String service, Guest guest) {
        endpoint.host(service, guest);
    }

    /** The account of this number, made when it is not there. */
    public Account account(String id) {
        return accounts.account(id);
    }

    /** Makes a bucket whose objects are locked for so many days in compliance mode, unless it is there. */
    public void lockedBucket(String account, String bucket, int days) {
        buckets.create(bucket, account, settings.clock().instant().truncatedTo(ChronoUnit.SECONDS), Optional.of(days));
    }

    /** Everything in a bucket by its key, as somebody brings it home who may read all of it. */
    public Map<String, Blob> objects(String bucket) {
        var found = new TreeMap<String, Blob>();
        buckets.find(bucket)
                .orElseThrow(() -> new IllegalStateException("there is no bucket " + bucket))
                .objects()
                .forEach((key, stored) -> found.put(key, stored.content()));
        return found;
    }

    /**
     * Makes an Ed25519 key with this policy, unless it is there.
     *
     * @param policy as KMS takes it; principals are accounts, whose own policies then decide too
     * @return its public half, as {@code GetPublicKey} answers it (SubjectPublicKeyInfo)
     */
    public byte[] signingKey(String arn, String policy) {
        return signingKey(arn, KeySpec.ECC_NIST_EDWARDS25519.name(), policy);
    }

    /**
     * Makes a key with this policy, unless it is there.
     *
     * @param spec as KMS names it
     * @param policy as KMS takes it; principals are accounts, whose own policies then decide too
     * @return its public half, as {@code GetPublicKey} answers it (SubjectPublicKeyInfo)
     * @throws IllegalArgumentException for a sort of key that signs nothing here
     */
    public byte[] signingKey(String arn, String spec, String policy) {
        var known = KeySpec.of(spec).orElseThrow(() -> new IllegalArgumentException("no keys of " + spec + " here"));
        return signingKeys.make(arn, known, Policy.key(policy)).publicKey();
    }

    /** Makes an event bus, unless it is there. */
    public void eventBus(String arn) {
        eventBuses.make(arn);
    }

    /** The last events that were put on a bus, in order. */
    public List<Event> events(String arn) {
        return eventBuses.events(arn);
    }

    /** Puts an object into a bucket of this account, which is made when it is not there. */
    public void object(String account, String bucket, String key, Blob content) {
        Instant now = settings.clock().instant().truncatedTo(ChronoUnit.SECONDS);
        buckets.create(bucket, account, now, Optional.empty());
        buckets.put(
                buckets.find(bucket).orElseThrow(),
                key,
                new Buckets.Stored(content, "application/octet-stream", Map.of(), now, Optional.empty()));
    }

    /** Puts the current value of a secret of this account, which is made when it is not there; returns its ARN. */
    public String secret(String account, String name, String value) {
        return secretAt(
                "arn:aws:secretsmanager:" + settings.region() + ":" + account + ":secret:" + name + "-" + Ids.suffix(),
                value);
    }

    /** As {@link #secret}, under an ARN that a configuration already names. */
    public String secretAt(String arn, String value) {
        String account = Arns.account(arn);
        String name = arn.substring(arn.indexOf(":secret:") + ":secret:".length(), arn.lastIndexOf('-'));
        Instant now = settings.clock().instant();
        var version = new Secret.Version(Ids.uuid(), Optional.of(value), Optional.empty(), Set.of(), now);
        secrets.create(new Secret(arn, name, "", Map.of(), Map.of(), now, now, Optional.empty(), Optional.empty()));
        Secret secret = secrets.find(account, name).orElseThrow();
        boolean same = secret.staged(Secret.CURRENT).filter(version::sameValue).isPresent();
        if (!same) {
            secrets.change(secret.arn(), each -> each.adding(version, Set.of(Secret.CURRENT), now));
        }
        return secret.arn();
    }

    /**
     * Sets a secret up for rotation, until this stops.
     *
     * @param maker makes each new value
     */
    public void rotating(String secretArn, Supplier<String> maker) {
        rotations.set(secretArn, maker);
    }

    /** Switches outbound tokens on for an account, and is where their documents are had. */
    public TokenIssuer tokenIssuer(String account) {
        return issuers.enable(account);
    }

    /**
     * Starts a session as a runtime does for its code (Lambda for a function, ECS for a task), an hour long.
     *
     * @throws IllegalStateException when the role is not there or trusts neither a service nor an identity provider
     */
    public Credentials sessionFor(String roleArn, String sessionName) {
        Role role = accounts.role(roleArn).orElseThrow(() -> new IllegalStateException("there is no role " + roleArn));
        Instant now = settings.clock().instant().truncatedTo(ChronoUnit.SECONDS);
        var context = new Context().put("sts:RoleSessionName", sessionName).put("aws:CurrentTime", now.toString());
        if (!role.trust().allowsRuntimes(new Request(AssumeRole.ASSUME, roleArn, context))) {
            throw new IllegalStateException(roleArn + " trusts no service, so no runtime could assume it");
        }
        return sessions.start(new Session(
                roleArn,
                role.id(),
                sessionName,
                now,
                now.plusSeconds(RUNTIME_SECONDS),
                List.of(),
                List.of(),
                Map.of(),
                Set.of(),
                Optional.empty()));
    }

    /**
     * Verifies a signature for a service of your own, as API Gateway does for {@code execute-api}.
     *
     * @param service the name that the credential scope must carry
     */
    public Authentication authenticate(Received request, String service) {
        return endpoint.authenticate(request, Set.of(settings.region()), service);
    }

    /** What the policies of a runtime's session say to a call that its platform makes for it, as Lambda reads a stream. */
    public Decision decide(Credentials session, String action, String resource, Context extra) {
        return decide(sessions.caller(session.accessKeyId()), action, resource, extra);
    }

    /** What the caller's own policies say to a call at this moment; a resource's policy is not asked. */
    public Decision decide(Caller caller, String action, String resource, Context extra) {
        Context context = access.context(caller, settings.clock().instant()).and(extra);
        return access.permissions(caller).decide(new Request(action, resource, context));
    }

    @Override
    public void close() {
        door.close();
    }
}
