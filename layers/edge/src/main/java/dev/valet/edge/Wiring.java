package dev.valet.edge;

import dev.valet.Es256Key;
import dev.valet.action.LambdaTarget;
import dev.valet.action.Performers;
import dev.valet.action.SignReceipt;
import dev.valet.approval.Approvals;
import dev.valet.approval.AskForApproval;
import dev.valet.approval.DecideApproval;
import dev.valet.audit.Announcer;
import dev.valet.audit.Archive;
import dev.valet.audit.ArchiveAudit;
import dev.valet.audit.AuditLog;
import dev.valet.audit.AuditStore;
import dev.valet.audit.ReadAudit;
import dev.valet.audit.WriteCheckpoints;
import dev.valet.aws.AwsClients;
import dev.valet.aws.DynamoApprovals;
import dev.valet.aws.DynamoAuditStore;
import dev.valet.aws.DynamoAuditTrail;
import dev.valet.aws.DynamoConfiguration;
import dev.valet.aws.DynamoDenials;
import dev.valet.aws.DynamoIssuers;
import dev.valet.aws.DynamoLeaseBook;
import dev.valet.aws.DynamoLeases;
import dev.valet.aws.DynamoPayees;
import dev.valet.aws.DynamoPerformances;
import dev.valet.aws.DynamoRegistry;
import dev.valet.aws.DynamoRevocations;
import dev.valet.aws.DynamoRotations;
import dev.valet.aws.DynamoUsedTokens;
import dev.valet.aws.EventBridgeAnnouncer;
import dev.valet.aws.IamRolePolicies;
import dev.valet.aws.KindMinter;
import dev.valet.aws.KmsPublicKeys;
import dev.valet.aws.KmsReceiptSigner;
import dev.valet.aws.KmsSignPerformer;
import dev.valet.aws.KmsSigner;
import dev.valet.aws.LambdaPerformer;
import dev.valet.aws.Revoker;
import dev.valet.aws.S3Archive;
import dev.valet.aws.SecretsManagerActionSecrets;
import dev.valet.aws.SecretsMinter;
import dev.valet.aws.SecretsRotator;
import dev.valet.aws.StateTable;
import dev.valet.aws.StsMinter;
import dev.valet.aws.StsProbes;
import dev.valet.budget.Amount;
import dev.valet.config.CedarGuardrails;
import dev.valet.config.JsonSchemas;
import dev.valet.grant.SessionPolicy;
import dev.valet.http.HttpPerformer;
import dev.valet.http.JwksLoader;
import dev.valet.http.PinnedTransport;
import dev.valet.http.RefreshKeys;
import dev.valet.http.TokenVerifier;
import dev.valet.http.Transport;
import dev.valet.identity.Issuers;
import dev.valet.lease.Decide;
import dev.valet.lease.ExplainLease;
import dev.valet.lease.HandOutLease;
import dev.valet.lease.IssueLease;
import dev.valet.lease.LeaseBook;
import dev.valet.lease.Minter;
import dev.valet.performance.DecideAction;
import dev.valet.performance.EndPerformances;
import dev.valet.performance.Payees;
import dev.valet.performance.PerformAction;
import dev.valet.performance.SignedReceipts;
import dev.valet.performance.SweepPerformances;
import dev.valet.registry.ApplyConfiguration;
import dev.valet.registry.AskSecondPerson;
import dev.valet.registry.Configuration;
import dev.valet.registry.Deployment;
import dev.valet.registry.Registry;
import dev.valet.revocation.Denials;
import dev.valet.revocation.Enforce;
import dev.valet.revocation.Lift;
import dev.valet.revocation.Revocations;
import dev.valet.revocation.Revoke;
import dev.valet.revocation.Rotate;
import dev.valet.revocation.RotateDue;
import dev.valet.revocation.Rotations;
import dev.valet.revocation.Sweep;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * Where adapters are built and joined to core. Each is made when a function first asks for it, so the authorizer has no STS
 * client and the operator API none for secrets.
 */
public final class Wiring {
    /**
     * Between marking a performance as sent, within six seconds, and sending it: with the upstream's nineteen all of it lies
     * within the function's twenty-eight (T-31).
     */
    private static final Duration TIME_FOR_A_SECRET = Duration.ofSeconds(2);

    private final Settings settings;
    private final Clock clock;
    private final RequestLog log;
    private final RenewedCredentials credentials;
    private final Optional<SdkHttpClient> line;
    private final Supplier<Transport> upstream;

    private final Lazy<Edge> edge = new Lazy<>(this::newEdge);
    private final Map<Optional<URI>, AwsClients> clients = new ConcurrentHashMap<>();
    private final Lazy<DynamoDbClient> dynamo =
            new Lazy<>(() -> clients("dynamodb").dynamo());
    private final Lazy<StateTable> state = new Lazy<>(this::newStateTable);
    private final Lazy<AuditLog> audit = new Lazy<>(this::newAuditLog);
    private final Lazy<DynamoRegistry> registry = new Lazy<>(this::newRegistry);
    private final Lazy<Issuers> issuers = new Lazy<>(this::newIssuers);
    private final Lazy<TokenVerifier> tokenVerifier = new Lazy<>(this::newTokenVerifier);
    private final Lazy<RefreshKeys> refreshKeys = new Lazy<>(this::newRefreshKeys);
    private final Lazy<DevelopmentIdentities> development = new Lazy<>(this::newDevelopment);
    private final Lazy<DynamoLeases> leases = new Lazy<>(this::newLeases);
    private final Lazy<Minter> minter = new Lazy<>(this::newMinter);
    private final Lazy<IssueLease> issueLease = new Lazy<>(this::newIssueLease);
    private final Lazy<Revoker> revoker = new Lazy<>(this::newRevoker);
    private final Lazy<Rotate> rotate = new Lazy<>(this::newRotate);
    private final Lazy<Performers> performers = new Lazy<>(this::newPerformers);
    private final Lazy<HandOutLease> handOutLease = new Lazy<>(this::newHandOutLease);

    private Wiring(
            Settings settings,
            Clock clock,
            Supplier<AwsCredentialsProvider> credentials,
            Optional<SdkHttpClient> line,
            Supplier<Transport> upstream) {
        this.settings = settings;
        this.clock = clock;
        this.log = standardLog(clock);
        this.credentials = new RenewedCredentials(credentials);
        this.line = line;
        this.upstream = upstream;
    }

    /** For the constructors that Lambda calls: the one place that reads the process's environment. */
    public static Wiring production() {
        return of(Settings.from(System.getenv()), Clock.systemUTC());
    }

    /** With the credentials that Lambda gives this process. */
    public static Wiring of(Settings settings, Clock clock) {
        return new Wiring(
                settings,
                clock,
                () -> AwsClients.lambdaCredentials(System.getenv()),
                Optional.empty(),
                Wiring::checkedUpstream);
    }

    /** With credentials of one's own, as on a developer's machine. */
    public static Wiring of(Settings settings, Clock clock, AwsCredentialsProvider credentials) {
        return new Wiring(settings, clock, () -> credentials, Optional.empty(), Wiring::checkedUpstream);
    }

    /** As on a developer's machine, where actions reach what stands in for their providers. */
    public static Wiring of(Settings settings, Clock clock, AwsCredentialsProvider credentials, Transport upstream) {
        return new Wiring(settings, clock, () -> credentials, Optional.empty(), () -> upstream);
    }

    /** Over a line to AWS of one's own, and waiting for nothing: for tests, which break it. */
    public static Wiring over(
            SdkHttpClient line,
            Settings settings,
            Clock clock,
            AwsCredentialsProvider credentials,
            Transport upstream) {
        return new Wiring(settings, clock, () -> credentials, Optional.of(line), () -> upstream);
    }

    /** To public addresses only, and to those that were checked (B-4, B-6). */
    private static Transport checkedUpstream() {
        return new PinnedTransport(System.getenv());
    }

    @SuppressWarnings("SystemOut") // Lambda's log is what a function prints
    private static RequestLog standardLog(Clock clock) {
        return new RequestLog(System.out::println, clock);
    }

    public Settings settings() {
        return settings;
    }

    public Clock clock() {
        return clock;
    }

    public Edge edge() {
        return edge.get();
    }

    public Registry registry() {
        return registry.get();
    }

    public Issuers issuers() {
        return issuers.get();
    }

    /** Believes bearer tokens, or not. */
    public TokenVerifier tokenVerifier() {
        return tokenVerifier.get();
    }

    /** Loads the keys of issuers. It holds an HTTP client of its own, so it is asked for while serving, never before a snapshot. */
    public RefreshKeys refreshKeys() {
        return refreshKeys.get();
    }

    public DevelopmentIdentities development() {
        return development.get();
    }

    public LeaseBook leaseBook() {
        return new DynamoLeaseBook(state.get());
    }

    public AuditLog audit() {
        return audit.get();
    }

    /** Reads the audit for operators, on record. */
    public ReadAudit readAudit() {
        return new ReadAudit(new DynamoAuditTrail(dynamo.get(), settings.auditTable()), audit(), clock);
    }

    /** Adds to the archive. Its settings are looked at now, its client is made when it is first asked for. */
    public Supplier<ArchiveAudit> archiveAudit() {
        var bucket = archiveBucket();
        return new Lazy<>(() -> new ArchiveAudit(newArchive(bucket), clock));
    }

    /** Signs what the archive holds; as {@link #archiveAudit()}. */
    public Supplier<WriteCheckpoints> writeCheckpoints() {
        var bucket = archiveBucket();
        var key = Settings.present("VALET_CHECKPOINT_KEY", settings.checkpointKey());
        var origin = String.join("/", "valet", settings.account(), settings.region(), settings.auditTable());
        return new Lazy<>(() -> new WriteCheckpoints(
                origin, newArchive(bucket), new KmsSigner(clients("kms").kms(), key), clock));
    }

    /** Tells of what was recorded; as {@link #archiveAudit()}. */
    public Supplier<Announcer> announcer() {
        var bus = Settings.present("VALET_ANNOUNCEMENT_BUS", settings.announcementBus());
        return new Lazy<>(() -> EventBridgeAnnouncer.of(clients("eventbridge"), bus));
    }

    private String archiveBucket() {
        return Settings.present("VALET_ARCHIVE_BUCKET", settings.archiveBucket());
    }

    private Archive newArchive(String bucket) {
        return new S3Archive(clients("s3").s3(), bucket);
    }

    /** What operators configured, for reading it. */
    public Configuration configuration() {
        return new DynamoConfiguration(state.get());
    }

    /** The one use case that changes it. */
    public ApplyConfiguration applyConfiguration() {
        var deployment = new Deployment(
                Optional.of(settings.account()),
                settings.developmentAccounts(),
                Set.copyOf(settings.operators()),
                ownKeys());
        return new ApplyConfiguration(configuration(), deployment, audit(), clock);
    }

    /** The public keys that anybody may read. Asked for while serving: before a snapshot there is nobody to ask KMS as. */
    public Supplier<List<Es256Key>> publishedKeys() {
        var arns = settings.publishedKeys();
        if (arns.isEmpty()) {
            throw new IllegalStateException("VALET_PUBLISHED_KEYS is not set");
        }
        var keys = new Lazy<>(() -> new KmsPublicKeys(clients("kms").kms(), arns, clock));
        return () -> keys.get().keys();
    }

    /** The keys by which Valet signs for itself. */
    private Set<String> ownKeys() {
        return Stream.of(settings.checkpointKey(), settings.receiptKey())
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
    }

    /** Performs actions. What it needs it makes now: the function that performs has no snapshot. */
    public PerformAction performAction() {
        var asking = new AskForApproval(approvals(), audit(), clock);
        return new PerformAction(
                new DecideAction(new JsonSchemas(), payees(), development(), clock),
                registry(),
                new DynamoPerformances(state.get()),
                new DynamoUsedTokens(state.get()),
                payees(),
                performers.get(),
                new SignedReceipts(signReceipt()),
                asking,
                audit(),
                clock);
    }

    /** What is done every minute about performances that nobody is at any more. */
    public SweepPerformances sweepPerformances() {
        var performances = new DynamoPerformances(state.get());
        return new SweepPerformances(
                performances, performances, payees(), performers.get(), registry(), audit(), clock);
    }

    private Payees payees() {
        return new DynamoPayees(state.get());
    }

    private Performers newPerformers() {
        var secrets = new SecretsManagerActionSecrets(
                clients("secrets_manager").within(TIME_FOR_A_SECRET).secretsManager());
        var http = new HttpPerformer(secrets, Amount::minorUnits, upstream.get());
        var kmsSign = new KmsSignPerformer(clients("kms").kms(), ownKeys());
        var lambda = new LambdaPerformer(clients("lambda").lambda(LambdaTarget.LONGEST));
        return new Performers(http, http, kmsSign, lambda);
    }

    /** A deployment that a receipt could not name stops the start. */
    private SignReceipt signReceipt() {
        var key = Settings.present("VALET_RECEIPT_KEY", settings.receiptKey());
        return new SignReceipt(new KmsReceiptSigner(clients("kms").kms(), key), settings.audience());
    }

    /** The second person, for what reaches production. */
    public AskSecondPerson askSecondPerson() {
        return new AskSecondPerson(approvals(), audit(), clock);
    }

    public IssueLease issueLease() {
        return issueLease.get();
    }

    public HandOutLease handOutLease() {
        return handOutLease.get();
    }

    /** What people decide on. */
    public Approvals approvals() {
        return new DynamoApprovals(state.get());
    }

    public DecideApproval decideApproval() {
        return new DecideApproval(approvals(), audit(), clock);
    }

    /** Revocations on record. */
    public Revocations revocations() {
        return new DynamoRevocations(state.get());
    }

    public Revoke revoke() {
        var performances = new DynamoPerformances(state.get());
        var ending = new EndPerformances(performances, performances, clock);
        return new Revoke(revocations(), denials(), enforce(), rotate.get(), ending, audit(), clock);
    }

    public Lift lift() {
        return new Lift(revocations(), audit(), clock);
    }

    /** What ends leases every minute. */
    public Sweep sweep() {
        var rotateDue = new RotateDue(rotations(), rotate.get(), clock);
        return new Sweep(revocations(), denials(), revoke(), enforce(), rotateDue);
    }

    private Rotations rotations() {
        return new DynamoRotations(state.get());
    }

    private Denials denials() {
        return new DynamoDenials(state.get());
    }

    private Enforce enforce() {
        var policies = new IamRolePolicies(revoker.get());
        return new Enforce(denials(), policies, new StsProbes(revoker.get()), audit(), clock, this::pause);
    }

    private void pause(Duration time) {
        if (line.isPresent()) {
            return;
        }
        try {
            Thread.sleep(time);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    public ExplainLease explainLease() {
        return new ExplainLease(decide(), registry());
    }

    /** Drops whatever was learned so far, and what must not be in a snapshot or come out of one. */
    void forget() {
        credentials.forget();
        if (audit.isMade()) {
            audit.get().forgetWriter();
        }
        if (registry.isMade()) {
            registry.get().forget();
        }
        if (tokenVerifier.isMade()) {
            tokenVerifier.get().forget();
        }
        if (development.isMade()) {
            development.get().forget();
        }
        if (handOutLease.isMade()) {
            handOutLease.get().forget();
        }
        if (revoker.isMade()) {
            revoker.get().forget();
        }
    }

    /** Whether a snapshot taken now would hold no credential of Valet's and none of an agent's. */
    boolean holdsNothing() {
        return credentials.holdsNothing()
                && (!handOutLease.isMade() || handOutLease.get().holdsNothing())
                && (!revoker.isMade() || revoker.get().holdsNothing());
    }

    boolean canMint() {
        return minter.isMade();
    }

    private Edge newEdge() {
        return new Edge(settings, log);
    }

    private StateTable newStateTable() {
        return new StateTable(dynamo.get(), settings.stateTable());
    }

    private AuditLog newAuditLog() {
        AuditStore store = new DynamoAuditStore(dynamo.get(), settings.auditTable());
        return new AuditLog(store);
    }

    private DynamoRegistry newRegistry() {
        return new DynamoRegistry(state.get(), CedarGuardrails::of, clock);
    }

    private Issuers newIssuers() {
        return new DynamoIssuers(state.get(), clock);
    }

    private TokenVerifier newTokenVerifier() {
        return new TokenVerifier(issuers(), settings.audience(), clock);
    }

    private RefreshKeys newRefreshKeys() {
        return new RefreshKeys(issuers(), new JwksLoader(JwksLoader.strictly().build()), clock);
    }

    private DevelopmentIdentities newDevelopment() {
        return new DevelopmentIdentities(settings.developmentAccounts(), issuers(), clock);
    }

    private DynamoLeases newLeases() {
        return new DynamoLeases(state.get());
    }

    private Minter newMinter() {
        var sts = clients("sts").sts();
        var policies = new SessionPolicy(settings.account());
        return new KindMinter(
                new StsMinter(sts, policies, log::packedPolicySize),
                new SecretsMinter(sts, clients("secrets_manager").secretsManager(), policies, log::packedPolicySize));
    }

    private Revoker newRevoker() {
        return new Revoker(
                clients("sts").sts(),
                new Revoker.Clients() {
                    @Override
                    public IamClient iam(AwsCredentialsProvider of) {
                        return clients("iam").as(of).iam();
                    }

                    @Override
                    public StsClient sts(AwsCredentialsProvider of) {
                        return clients("sts").as(of).sts();
                    }

                    @Override
                    public SecretsManagerClient secretsManager(AwsCredentialsProvider of) {
                        return clients("secrets_manager").as(of).secretsManager();
                    }
                },
                clock);
    }

    /** With the function's own role, in Valet's own account: where values are leased from. */
    private Rotate newRotate() {
        var rotator = new SecretsRotator(clients("secrets_manager").secretsManager());
        return new Rotate(rotations(), rotator, audit(), clock);
    }

    private Decide decide() {
        return new Decide(development(), clock);
    }

    private IssueLease newIssueLease() {
        var asking = new AskForApproval(approvals(), audit(), clock);
        return new IssueLease(decide(), registry(), leases.get(), minter.get(), asking, audit(), clock);
    }

    private HandOutLease newHandOutLease() {
        return new HandOutLease(decide(), registry(), issueLease(), leases.get(), audit(), clock);
    }

    /** One HTTP client for all services that are in one place. */
    private AwsClients clients(String service) {
        return clients.computeIfAbsent(
                settings.endpoint(service),
                endpoint -> line.map(own -> AwsClients.over(
                                own, settings.region(), endpoint, credentials, settings.upstreamTimeout()))
                        .orElseGet(() ->
                                new AwsClients(settings.region(), endpoint, credentials, settings.upstreamTimeout())));
    }
}
